"""``coach knowledge``: a house's own documents, found beside the guidelines once a person has approved them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import InputError
from knowledge.errors import DocumentFlagged, DocumentRefused
from knowledge.models import Language
from ui.cli.console import Row, harmless, note, pairs, show
from ui.cli.exits import Exit
from ui.cli.options import Json
from ui.cli.words import DocumentWords, terminal_words

if TYPE_CHECKING:
    from rich.text import Text

    from knowledge.house.house import House
    from knowledge.house.records import Version
    from ui.housecards import HouseAnswer, HouseDetail, HouseList

EXAMPLES = """Examples:

\b
  coach knowledge add handbook.md
  coach knowledge show handbook.md
  coach knowledge approve handbook.md
  coach knowledge list
"""

ADD_EXAMPLES = """Examples:

\b
  coach knowledge add handbook.md
  coach knowledge add handbook.md returns.txt --lang en
"""

LIST_EXAMPLES = """Examples:

\b
  coach knowledge list
  coach knowledge list --json
"""

SHOW_EXAMPLES = """Examples:

\b
  coach knowledge show handbook.md
  coach knowledge show handbook.md@1 --json
"""

APPROVE_EXAMPLES = """Examples:

\b
  coach knowledge approve handbook.md
  coach knowledge approve handbook.md@1 --despite-flags
"""

REMOVE_EXAMPLES = """Examples:

\b
  coach knowledge remove handbook.md
  coach knowledge remove handbook.md@1
"""

REBUILD_EXAMPLES = """Examples:

\b
  coach knowledge rebuild
"""

Names = Annotated[list[str], typer.Argument(metavar="NAME", help="The document as coach knowledge list names it, or one version of it.")]
UiLang = Annotated[Language, typer.Option("--ui-lang", help="Language of what is said about the documents.")]


def make_app() -> typer.Typer:
    """The group of commands about house documents."""
    told = "Add your own documents, and approve what searches may find."
    app = typer.Typer(name="knowledge", help=told, epilog=EXAMPLES, rich_markup_mode=None)
    app.command("add", epilog=ADD_EXAMPLES)(add)
    app.command("list", epilog=LIST_EXAMPLES)(list_documents)
    app.command("show", epilog=SHOW_EXAMPLES)(show_document)
    app.command("approve", epilog=APPROVE_EXAMPLES)(approve)
    app.command("remove", epilog=REMOVE_EXAMPLES)(remove)
    app.command("rebuild", epilog=REBUILD_EXAMPLES)(rebuild)
    return app


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE", help="Files (md, txt, html, pdf, docx) or folders of them.")],
    *,
    lang: Annotated[Language | None, typer.Option("--lang", help="Language of the documents; found out when not given.")] = None,
    ui_lang: UiLang = Language.EN,
    json: Json = False,
) -> Exit:
    """Take documents in; none is found before it is approved.

    A changed file of the same name becomes a new version, and the old one stays in use until the new one is approved.
    """
    from ui.housecards import HouseAnswer, Refusal, card

    house, words = _house(), terminal_words(ui_lang).documents
    documents, refused, waiting = [], [], []
    for path in _files(paths):
        try:
            version, outcome = house.add(str(path), _bytes(path), lang)
        except DocumentRefused as refusal:
            refused.append(Refusal(name=str(path), reason=str(refusal)))
            note(f"coach: {refusal}")
            continue
        documents.append(card(version))
        waiting += [version.key] if version.state == "pending" else []
        if not json:
            show(_headline(version, words.outcomes[outcome]), pairs(_facts(version, words)))
    if json:
        _write(HouseAnswer(documents=tuple(documents), refused=tuple(refused)))
    elif waiting:
        show("", words.next.format(key=waiting[0]))
    return Exit.BAD_INPUT if refused else Exit.CLEAN


def list_documents(*, ui_lang: UiLang = Language.EN, json: Json = False) -> Exit:
    """List every version of every document, and whether searches find it."""
    from rich.table import Table
    from rich.text import Text

    from ui.housecards import HouseList, card

    versions, words = _house().shelf.versions(), terminal_words(ui_lang).documents
    if json:
        _write(HouseList(documents=tuple(map(card, versions))))
        return Exit.CLEAN
    if not versions:
        show(words.none)
        return Exit.CLEAN
    table = Table.grid(padding=(0, 2, 0, 0))
    for version in versions:
        state = Text(words.states[version.state], "bold red" if version.reading.flags and version.state == "pending" else "")
        table.add_row(version.key, state, version.reading.language, f"{version.added:%Y-%m-%d %H:%M}", harmless(version.reading.title))
    show(table)
    return Exit.CLEAN


def show_document(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The document as coach knowledge list names it, or one version of it.")],
    *,
    ui_lang: UiLang = Language.EN,
    json: Json = False,
) -> Exit:
    """Show what was read in a document, what was left out of it, and what to look at before it is approved."""
    from ui.housecards import detail

    version, words = _house().find(name), terminal_words(ui_lang).documents
    if json:
        _write(detail(version))
        return Exit.CLEAN
    passages: list[Row] = [(p.id, f"{p.heading}: {p.text}" if p.heading else p.text) for p in version.reading.passages]
    left_out: list[Row] = [(words.left_out, text) for text in (*version.reading.furniture, *version.reading.repeated)]
    told = [*_facts(version, words), *_provenance(version, words)]
    show(_headline(version, words.states[version.state]), pairs(told), "", pairs(passages), "", pairs(left_out))
    return Exit.CLEAN


def approve(
    names: Names,
    *,
    despite_flags: Annotated[
        bool, typer.Option("--despite-flags", help="Approve it although it speaks to a machine; you have read it and it is harmless.")
    ] = False,
    ui_lang: UiLang = Language.EN,
    json: Json = False,
) -> Exit:
    """Let searches find documents from now on, in every process that is running."""
    from ui.housecards import HouseAnswer, card

    house, words = _house(), terminal_words(ui_lang).documents
    documents = []
    for name in names:
        try:
            version = house.approve(name, despite_flags=despite_flags)
        except DocumentFlagged as flagged:
            note(f"coach: {flagged}")
            return Exit.HELD
        documents.append(card(version))
        if not json:
            show(words.now_found.format(key=version.key))
    if json:
        _write(HouseAnswer(documents=tuple(documents)))
    return Exit.CLEAN


def remove(names: Names, *, ui_lang: UiLang = Language.EN) -> Exit:
    """Erase documents, with their originals and all their versions, or single versions."""
    house, words = _house(), terminal_words(ui_lang).documents
    for name in names:
        show(words.removed.format(name=harmless(name), count=house.remove(name)))
    return Exit.CLEAN


def rebuild(*, ui_lang: UiLang = Language.EN, json: Json = False) -> Exit:
    """Read every original anew, after an update of the product; what looks worse than before waits for approval again."""
    from ui.housecards import HouseAnswer, card

    house, words = _house(), terminal_words(ui_lang).documents
    before = {version.key: version.state for version in house.shelf.versions()}
    versions = house.rebuild()
    if json:
        _write(HouseAnswer(documents=tuple(map(card, versions))))
        return Exit.CLEAN
    for version in versions:
        if version.state != before[version.key]:
            show(words.waits_again.format(key=version.key))
    show(words.read_anew.format(count=len(versions)))
    return Exit.CLEAN


def _house() -> "House":
    from coach.settings import load_settings
    from knowledge.bootstrap import build_knowledge

    settings = load_settings()
    return build_knowledge(settings.home, settings.rules).house


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files, and of folders all files of a kind that is read; raises InputError for what is not there."""
    from knowledge.house.reading import KINDS

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        named = (inside for inside in path.rglob("*") if inside.suffix.lower() in KINDS)
        found = sorted(inside for inside in named if inside.is_file() and not inside.is_symlink())
        if not found:
            raise InputError(f"{path} holds no md, txt, html, pdf or docx file")
        yield from found


def _bytes(path: Path) -> bytes:
    """The bytes of a file, at most one over the limit of its kind; raises DocumentRefused."""
    from knowledge.house.reading import kind_of, most_bytes

    try:
        most = most_bytes(kind_of(path.suffix))
        if path.exists() and not path.is_file():
            raise DocumentRefused("is no regular file")
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except DocumentRefused as refusal:
        raise DocumentRefused(f"{path.name} {refusal}") from refusal
    except OSError as error:
        raise DocumentRefused(f"{path} cannot be read: {error.strerror or error}") from error


def _headline(version: "Version", told: str) -> "Text":
    from rich.text import Text

    return Text.assemble((harmless(version.reading.title), "bold"), (f"  {version.key}", "dim"), f"  {told}")


def _facts(version: "Version", words: DocumentWords) -> list[Row]:
    reading = version.reading
    rows: list[Row] = [(words.passages, f"{len(reading.passages)} ({reading.language})")]
    if reading.furniture or reading.repeated or reading.unseen:
        counts = {"furniture": len(reading.furniture), "repeated": len(reading.repeated), "unseen": reading.unseen}
        rows.append((words.left_out, words.left_out_parts.format(**counts)))
    return [*rows, *((words.look_at, f"“{flag.quote}”") for flag in reading.flags)]


def _provenance(version: "Version", words: DocumentWords) -> list[Row]:
    approved = [(words.approved, f"{version.decided:%Y-%m-%d %H:%M} UTC")] if version.decided else []
    return [(words.origin, version.name), (words.sha256, version.sha256), (words.added, f"{version.added:%Y-%m-%d %H:%M} UTC"), *approved]


def _write(answer: "HouseAnswer | HouseList | HouseDetail") -> None:
    sys.stdout.write(answer.model_dump_json() + "\n")
