"""The report opened by double click in a real browser: nothing is asked for, nothing hostile runs, and its filters work."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from evals.reporting import write_report
from knowledge.models import Language
from tests.evals.recorded import cases, graded, recorded

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = (
    """ <img src=x onerror="hacked=1"><script>hacked=2</script></script><!-- {{data}} 💥<b>bold</b> javascript:hacked=3 &lt;i&gt; \u2028"""
)
GOLD = cases(12, HOSTILE)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that missed a fault in two cases and raised a false alarm in a third, against one that had missed another."""
    folder = tmp_path_factory.mktemp("report")
    write(folder, folder / "report.html", Language.EN)
    return folder / "report.html"


def write(folder: Path, out: Path, lang: Language) -> None:
    runs = {"monday": graded(GOLD, missed=(0,)), "tuesday": graded(GOLD, missed=(1, 2), alarmed=(3,))}
    monday, tuesday = (
        folder / name if (folder / name).exists() else recorded(folder / name, GOLD, grades) for name, grades in runs.items()
    )
    (folder / "cases").mkdir(exist_ok=True)
    (folder / "cases" / "all.jsonl").write_text("".join(one.model_dump_json() + "\n" for one in GOLD), encoding="utf-8")
    write_report(tuesday, monday, out, folder / "cases", lang)


@pytest.fixture
def page(browser: "Browser", report: Path) -> Iterator["Page"]:
    """The report, opened as a file; whatever it asks for, says or runs wrongly fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.set_default_timeout(10_000)
    page = context.new_page()
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(error))
    page.on("console", lambda message: asked.append(message.text))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(report.as_uri())
    yield page
    context.close()
    assert asked == [report.as_uri()]


def listed(page: "Page") -> list[str]:
    return page.locator(".list button span:first-child").all_inner_texts()


def test_hostile_words_stand_there_as_text(page: "Page") -> None:
    page.locator(".reply summary").click()

    for place in (".reply summary bdi", ".column >> nth=0", ".column >> nth=1"):
        assert HOSTILE.strip() in (page.locator(place).text_content() or "")
    assert page.evaluate("typeof hacked") == "undefined"
    assert page.locator("img, b, i, iframe, object, [onerror]").count() == 0
    assert page.locator("script").count() == 2


def test_the_policy_lets_nothing_in(browser: "Browser", report: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    page.evaluate(
        """() => {
            window.refused = [];
            addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = 'hacked = 4';
            const image = document.createElement('img');
            image.src = 'picture.png';
            document.body.append(script, image);
        }"""
    )
    page.wait_for_function("refused.length === 2")

    assert sorted(page.evaluate("refused")) == ["img-src", "script-src-elem"]
    assert page.evaluate("typeof hacked") == "undefined"
    page.close()
    assert asked == [report.as_uri()]


def test_the_verdict_comes_first_and_what_fails_stands_open(page: "Page") -> None:
    assert (page.locator(".verdict strong").text_content() or "").endswith("gates fail.")
    states = page.locator("#gates > .wide .state").all_inner_texts()
    assert states == sorted(states, key=lambda one: ("fails" not in one, one))
    assert {one[0] for one in states} == {"✗", "?"}


def test_labels_and_findings_stand_side_by_side(page: "Page") -> None:
    page.select_option("#filter-kind", "missed")
    assert sorted(listed(page)) == ["t-en-2-a", "t-pl-1-a"]
    gold, said = page.locator(".column").nth(0), page.locator(".column").nth(1)

    assert gold.locator("mark.missed").all_inner_texts() == ["3Calm down"]
    assert gold.locator("mark.found").count() == said.locator("mark.right").count() == 3
    assert "✗ missed · Feelings played down" in gold.inner_text()
    boxes = [one.bounding_box() for one in (gold, said)]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]


def test_filters_join(page: "Page") -> None:
    assert len(listed(page)) == 24
    page.select_option("#filter-kind", "wrong")
    assert listed(page) == ["t-pl-3-b"]
    page.select_option("#filter-lang", "en")
    assert listed(page) == []
    assert page.locator(".shown").inner_text() == "0 of 24 replies"
    assert "No reply fits" in page.locator(".reply").inner_text()
    page.select_option("#filter-kind", "right")
    page.select_option("#filter-rule", "hostile-tone")
    assert len(listed(page)) == 6


def test_the_list_is_walked_with_arrow_keys(page: "Page") -> None:
    names = listed(page)
    page.locator(".list button[tabindex='0']").focus()
    for key, number in (
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowUp", 1),
        ("End", len(names) - 1),
        ("ArrowDown", len(names) - 1),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        assert page.locator(".list button[aria-current='true'] span").first.inner_text() == names[number]
        assert page.locator(".list button[tabindex='0']").evaluate("(button) => button === document.activeElement")
        assert names[number] in page.locator(".reply h3").first.inner_text()


def test_a_change_leads_to_its_reply(page: "Page") -> None:
    page.select_option("#filter-lang", "pl")
    changes = page.locator("#changes")
    assert "newly missed: 2 · newly found: 1 · new false alarm: 1" in changes.inner_text()
    changes.locator("summary", has_text=": 4").click()
    changes.get_by_role("link", name="t-en-0-a").click()

    assert page.locator(".list button[aria-current='true'] span").first.inner_text() == "t-en-0-a"
    assert "newly found" in page.locator(".whole").inner_text()


def test_the_table_of_rules_tells_each_language_with_its_interval(page: "Page") -> None:
    row = page.locator("#rules tbody tr", has_text="dismissing-feelings").locator("td").all_inner_texts()
    assert [cell.split("\n")[0] for cell in row] == ["83%", "83%", "83%"]
    assert [cell.split("\n")[2] for cell in row] == ["n 12 ▵", "n 6 ▵", "n 6 ▵"]
    page.get_by_label("Findings that are right").check()
    row = page.locator("#rules tbody tr", has_text="lecturing").locator("td").first.inner_text()
    assert row.startswith("0%")


def test_what_it_cannot_show_is_said_with_its_numbers(page: "Page") -> None:
    said = page.locator("#limits").inner_text()
    assert "Clean replies with an error, all: 0 of 12 failed. The true rate could still be 22.1%." in said
    assert "takes 59 replies" in said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_scrolls_tables_and_not_the_page(page: "Page", scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("lang", list(Language))
def test_every_language_has_all_its_words(browser: "Browser", report: Path, lang: Language) -> None:
    path = report.with_name(f"{lang}.html")
    write(report.parent, path, lang)
    page = browser.new_page()
    page.goto(path.as_uri())
    for details in page.locator("details").all():
        details.evaluate("(one) => { one.open = true; }")
    said = page.locator("body").inner_text()
    page.close()

    assert not [word for word in ("undefined", "NaN", "[object", "{number}", "{rate}") if word in said]
    assert path.read_text(encoding="utf-8").startswith(f'<!doctype html>\n<html lang="{lang}">')


def test_the_page_stays_small(report: Path) -> None:
    assert report.stat().st_size < 200_000
