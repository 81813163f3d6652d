"""The guideline documents: our own-words editions, one citable statement a paragraph, aligned across the languages."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import RootModel

from knowledge.datafile import parse_data, read_data
from knowledge.errors import GuidelineError
from knowledge.models import Frozen, Language, Statement

FOLDER = Path(__file__).parent / "guidelines"
FENCE = "---\n"
HEADING = re.compile(r"(##|###) +(\S.*)")
STATEMENT = re.compile(r"\*\*([^*\s]+)\*\*(?: +(\S.*))?")
MARKUP = re.compile(r"[*_`\[\]<>|#]")


class Inventory(RootModel[dict[str, tuple[str, ...]]]):
    """The statement ids of every document, in reading order."""


class FrontMatter(Frozen):
    """What a document says about itself above its text."""

    id: str
    language: Language
    title: str
    """Our title, in the document's language: what a search hit cites."""
    source: str
    """The original's own title, in its own language."""
    provenance: str
    """What the original is and how statement ids map to its places."""


class Document(NamedTuple):
    """One document in one language."""

    path: Path
    about: FrontMatter
    statements: tuple[Statement, ...]
    outline: tuple[tuple[int, str], ...]
    """Line and kind (``##``, ``###`` or a statement id) of every paragraph."""


class Guidelines:
    """All statements of all documents in all languages, checked against one inventory."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {(d.about.id, d.about.language): d for d in documents}
        self._statements = {(s.id, s.language): s for d in self._documents.values() for s in d.statements}

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "Guidelines":
        """Read every document of a folder; raises GuidelineError with file:line for the first fault."""
        inventory = read_data(folder / "inventory.yaml", Inventory, GuidelineError).root
        written = {path.stem for path in folder.glob("*/*.md")}
        if strays := sorted(written - inventory.keys()):
            raise GuidelineError(folder / "inventory.yaml", 1, f"does not list document {strays[0]}; add its statement ids or remove it")
        documents = []
        for name, expected in inventory.items():
            editions = [_read(folder / language / f"{name}.md", expected) for language in Language]
            _check_aligned(editions)
            documents += editions
        return cls(documents)

    def statement(self, id: str, language: Language) -> Statement:
        """One statement in one language; raises KeyError for an id that no document has."""
        return self._statements[id, language]

    def of(self, language: Language) -> tuple[Statement, ...]:
        """Every statement of a language, in reading order."""
        return tuple(s for s in self._statements.values() if s.language is language)

    def texts(self, language: Language) -> dict[str, str]:
        """What search compares questions with: each statement under its heading, by id."""
        return {statement.id: f"{statement.heading}. {statement.text}" for statement in self.of(language)}

    def title(self, document: str, language: Language) -> str:
        """The document's own title in a language; raises KeyError for an unknown document."""
        return self._documents[document, language].about.title

    def about(self, document: str, language: Language) -> FrontMatter:
        """Title, source and provenance of a document; raises KeyError for an unknown document."""
        return self._documents[document, language].about

    @property
    def ids(self) -> tuple[str, ...]:
        """Every statement id once, in reading order."""
        return tuple(dict.fromkeys(id for id, _ in self._statements))


def _read(path: Path, expected: tuple[str, ...]) -> Document:
    about, body, first_line = _front_matter(path)
    statements: list[Statement] = []
    outline: list[tuple[int, str]] = []
    headings: dict[str, str] = {}
    for line, paragraph in _paragraphs(body, first_line):
        if heading := HEADING.fullmatch(paragraph):
            level, title = heading.groups()
            headings = {"##": title} if level == "##" else headings | {level: title}
            outline.append((line, level))
        elif statement := STATEMENT.fullmatch(paragraph):
            id, text = statement.groups()
            _check_statement(path, line, text, headings)
            statements.append(
                Statement(id=id, document=about.id, language=about.language, heading=" · ".join(headings.values()), text=text)
            )
            outline.append((line, id))
        else:
            raise GuidelineError(path, line, "is neither a heading (## or ###) nor a statement that begins with its **id**")
    _check_headings(path, outline)
    _check_ids(path, [(line, kind) for line, kind in outline if kind[0] != "#"], expected, outline[-1][0] if outline else 1)
    return Document(path, about, tuple(statements), tuple(outline))


def _front_matter(path: Path) -> tuple[FrontMatter, str, int]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise GuidelineError(path, 1, "is missing; every document exists in every language") from error
    except (OSError, UnicodeDecodeError) as error:
        raise GuidelineError(path, 1, "cannot be read as UTF-8 text") from error
    if not unicodedata.is_normalized("NFC", text):
        raise GuidelineError(path, 1, "has letters in decomposed form; save it as Unicode NFC")
    opening, _, rest = text.partition(FENCE)
    head, closing, body = rest.partition(FENCE)
    if opening or not closing:
        raise GuidelineError(path, 1, "does not begin with front matter between two lines of ---")
    # A blank line in place of the fence keeps YAML's line numbers those of the file.
    about = parse_data("\n" + head, path, FrontMatter, GuidelineError)
    for name, value, place in (("id", about.id, path.stem), ("language", about.language, path.parent.name)):
        if value != place:
            raise GuidelineError(path, 2, f"{name} is {value}, but the file's place says {place}")
    return about, body, head.count("\n") + 3


def _paragraphs(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Paragraphs with the line on which they begin; a heading is one by itself."""
    lines: list[str] = []
    for number, line in enumerate([*body.split("\n"), ""], first_line):
        text = line.strip()
        if lines and (not text or text.startswith("#")):
            yield number - len(lines), " ".join(lines)
            lines = []
        if text.startswith("#"):
            yield number, text
        elif text:
            lines.append(text)


def _check_statement(path: Path, line: int, text: str | None, headings: Mapping[str, str]) -> None:
    if not headings:
        raise GuidelineError(path, line, "stands under no heading; put a ## heading above it")
    if not text:
        raise GuidelineError(path, line, "has no text after its id")
    if markup := MARKUP.search(text):
        raise GuidelineError(path, line, f"holds markup ({markup.group()}); a statement is plain text")


def _check_ids(path: Path, found: list[tuple[int, str]], expected: tuple[str, ...], last_line: int) -> None:
    seen: set[str] = set()
    for line, id in found:
        if id not in expected:
            raise GuidelineError(path, line, f"{id} is not in the inventory of this document")
        if id in seen:
            raise GuidelineError(path, line, f"{id} is here a second time")
        seen.add(id)
    for at, id in enumerate(expected):
        if at >= len(found) or found[at][1] != id:
            line = found[at][0] if at < len(found) else last_line
            raise GuidelineError(path, line, f"{id} must stand here, as in the inventory")


def _check_headings(path: Path, outline: list[tuple[int, str]]) -> None:
    """A heading needs text below it before the next one of its level or above."""
    for (line, kind), (_, following) in zip(outline, [*outline[1:], (0, "##")], strict=True):
        if kind[0] == "#" and following[0] == "#" and len(following) <= len(kind):
            raise GuidelineError(path, line, "is a heading with no statement below it")


def _check_aligned(editions: list[Document]) -> None:
    first = editions[0]
    for other in editions[1:]:
        for (_, wanted), (line, kind) in zip(first.outline, other.outline, strict=False):
            if kind != wanted:
                raise GuidelineError(other.path, line, f"has {kind} where {first.path.parent.name}/{first.path.name} has {wanted}")
        if first.about.source != other.about.source:
            raise GuidelineError(other.path, 2, "names another source than the other languages do")
