"""The desk mounted on the service: one page per language, offline and private."""

from html import escape

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse

from coach.bootstrap import Coach
from knowledge.models import Language
from ui.desk.answers import Answers
from ui.desk.assets import PAGE, SCRIPTS, STYLES, filled, icon, script
from ui.desk.examples import examples
from ui.desk.headers import DeskHeaders
from ui.desk.service import functions
from ui.desk.theme import desk_theme
from ui.desk.words import Words, words

PATH = "/ui"


def mount_desk(app: FastAPI, coach: Coach) -> None:
    """Serve the desk at ``/ui/<language>``, and at ``/ui`` in the language the browser prefers."""

    @app.get(PATH, include_in_schema=False)
    def choose_language(request: Request) -> RedirectResponse:
        language = preferred(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{request.scope.get('root_path', '')}{PATH}/{language}/{query}")

    app.add_middleware(DeskHeaders, path=PATH)
    for language in Language:
        gr.mount_gradio_app(
            app,
            build_page(coach, language),
            path=f"{PATH}/{language}",
            theme=desk_theme(),
            css_paths=[PAGE / name for name in STYLES],
            head=f'<link rel="icon" href="{icon()}">',
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            max_file_size="2mb",
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
        )


def preferred(wanted: str | None, accepted: str) -> Language:
    """The language asked for, else the first one we speak in an Accept-Language header, else English."""
    weighed = sorted(map(_weighed, accepted.split(",")), key=lambda pair: -pair[1])
    names = [wanted or "", *(name for name, weight in weighed if weight > 0)]
    spoken = {language.value: language for language in Language}
    return next((spoken[name[:2].lower()] for name in names if name[:2].lower() in spoken), Language.EN)


def _weighed(item: str) -> tuple[str, float]:
    name, _, weight = item.strip().partition(";q=")
    try:
        return name, float(weight or 1)
    except ValueError:
        return name, 0.0


def build_page(coach: Coach, language: Language) -> gr.Blocks:
    """The page of one language; every call it makes stays private to it."""
    said = words(language)
    page = gr.Blocks(title=said.page.title, analytics_enabled=False, fill_width=True, delete_cache=(600, 3600))
    with page:
        gr.HTML(_header(said, language, coach.settings.model), js_on_load=None, apply_default_css=False, elem_id="bar")
        with gr.Tabs(elem_id="tabs"), gr.Tab(said.page.tab, id="desk"):
            gr.HTML(
                filled("desk.html", said),
                apply_default_css=False,
                js_on_load=script(SCRIPTS),
                server_functions=functions(Answers(coach, language)),
                elem_id="desk",
                language=language.value,
                words=said.model_dump(),
                examples=[example.model_dump() for example in examples(language)],
            )
    page.queue(api_open=False)
    return page


def _header(said: Words, language: Language, model: str | None) -> str:
    engine = said.page.model.format(model=model) if model else said.page.built_in
    links = (
        f'<a href="../{other}/" lang="{other}" hreflang="{other}"{_current(other is language)}>{escape(words(other).page.language)}</a>'
        for other in Language
    )
    return filled("header.html", said, engine=escape(engine), links=" ".join(links))


def _current(here: bool) -> str:  # noqa: FBT001  a yes or no about one link
    return ' aria-current="page"' if here else ""
