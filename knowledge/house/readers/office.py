"""Word documents (docx) to blocks, with nothing but the standard library: a bounded unzip and a streaming XML reader that knows no DTD."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from knowledge.errors import DocumentRefused
from knowledge.house.readers.blocks import MOST_BLOCKS, MOST_CHARACTERS, Block, Extract, extract
from knowledge.house.readers.plain import row

MOST_PARTS = 3000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_XML = 12 * 1024 * 1024
"""A novel in Word has about 5 MB of XML."""
MOST_RATIO = 60
"""Real documents shrink 5 to 30 times."""
RATIO_MATTERS_FROM = 1024 * 1024
DEEPEST = 200
LONGEST_TITLE = 300
TEXT_PART, STYLES_PART, ABOUT_PART = "word/document.xml", "word/styles.xml", "docProps/core.xml"
HEADING_NAME = re.compile(r"(?:heading|titre|titolo|nag[łl]?[óo]?wek|[üu]berschrift)\s*([1-6])", re.I)
UNSEEN = frozenset({"del", "moveFrom", "instrText", "delText"})
OFF = ("0", "false", "off")
CHUNK = 64 * 1024

Start = Callable[[str, str], None]
"""Told the name of an element and the one attribute that matters of it."""
Piece = Callable[[str], object]


@dataclass
class _Words:
    """What has been met so far of a document's text."""

    styles: Mapping[str, int]
    blocks: list[Block] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    run_hidden: bool = False
    line: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    """Cells of the table rows that are open; a table may stand in a cell of another."""
    level: int = 0
    item: bool = False
    in_text: bool = False
    unseen_depth: int = 0
    unseen: int = 0
    size: int = 0

    def start(self, name: str, value: str) -> None:
        match name:
            case "p":
                self.line, self.level, self.item = [], 0, False
            case "r":
                self.run, self.run_hidden = [], False
            case "pStyle" | "numPr" | "vanish":
                self._property(name, value)
            case "t":
                self.in_text = True
            case "tab" | "br" | "cr":
                self.run.append(" ")
            case "tr":
                self.rows.append([])
            case "tc" if self.rows:
                self.rows[-1].append("")
        self.unseen_depth += name in UNSEEN

    def _property(self, name: str, value: str) -> None:
        if name == "pStyle":
            self.level = self.styles.get(value, _level(value))
        elif name == "numPr":
            self.item = True
        else:
            self.run_hidden = value not in OFF

    def end(self, name: str) -> None:
        match name:
            case "t":
                self.in_text = False
            case "r":
                self._end_run()
            case "p":
                self._end_paragraph()
            case "tr" if self.rows:
                self._add(row(self.rows.pop()))
        self.unseen_depth -= name in UNSEEN

    def text(self, piece: str) -> None:
        if not self.in_text:
            return
        self.size += len(piece)
        if self.size > MOST_CHARACTERS:
            raise DocumentRefused("holds more text than one document may; split it into several")
        if self.unseen_depth:
            self.unseen += len(piece)
        else:
            self.run.append(piece)

    def _end_run(self) -> None:
        if self.run_hidden:
            self.unseen += sum(map(len, self.run))
        else:
            self.line += self.run
        self.run = []

    def _end_paragraph(self) -> None:
        text = "".join(self.line)
        self.line = []
        if self.rows and self.rows[-1]:
            cells = self.rows[-1]
            cells[-1] = f"{cells[-1]} {text}".strip()
        elif text.strip():
            self._add(Block("heading" if self.level else "item" if self.item else "text", self.level, text))

    def _add(self, block: Block) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            raise DocumentRefused("holds more text than one document may; split it into several")
        self.blocks.append(block)


def read_docx(data: bytes) -> Extract:
    """Blocks of a Word document; deleted and hidden text is left out. Raises DocumentRefused before unpacking anything that is too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
            words = _Words(_styles(archive))
            _parse(archive, TEXT_PART, words.start, words.end, words.text)
            return extract(words.blocks, _title(archive), words.unseen)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError, expat.ExpatError, ValueError) as error:
        raise DocumentRefused("is not a whole Word document (docx); save it anew") from error


def _check(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if TEXT_PART not in archive.namelist():
        raise DocumentRefused("is not a Word document (docx), whatever its name says")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise DocumentRefused("holds macros; save it as a docx without them")
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentRefused("is locked with a password; save it without one")
    unpacked = sum(part.file_size for part in parts)
    swollen = any(part.file_size > RATIO_MATTERS_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen or archive.getinfo(TEXT_PART).file_size > MOST_XML:
        raise DocumentRefused("unpacks to far more than a document holds; it was not opened")


def _styles(archive: zipfile.ZipFile) -> dict[str, int]:
    """Heading levels by the id of a style; Word translates the ids, but not the names."""
    if STYLES_PART not in archive.namelist():
        return {}
    found: dict[str, int] = {}
    current = [""]

    def start(name: str, value: str) -> None:
        if name == "style":
            current[0] = value
        elif name == "name" and (level := _level(value)):
            found[current[0]] = level

    _parse(archive, STYLES_PART, start, lambda _: None, lambda _: None)
    return found


def _title(archive: zipfile.ZipFile) -> str | None:
    if ABOUT_PART not in archive.namelist():
        return None
    open_elements: list[str] = []
    pieces: list[str] = []

    def text(piece: str) -> None:
        if open_elements[-1] == "title":
            pieces.append(piece)

    _parse(archive, ABOUT_PART, lambda name, _: open_elements.append(name), lambda _: open_elements.pop(), text)
    return "".join(pieces)[:LONGEST_TITLE].strip() or None


def _parse(archive: zipfile.ZipFile, part: str, start: Start, end: Piece, text: Piece) -> None:
    """Stream one part through a parser that refuses DTDs, so that no entity can be declared, and depth."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = [0]

    def refuse(*_: object) -> int:
        raise DocumentRefused("declares a DTD, which no Word document does; it was not read")

    def opened(name: str, attributes: dict[str, str]) -> None:
        depth[0] += 1
        if depth[0] > DEEPEST:
            raise DocumentRefused("is nested deeper than any document")
        named = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        start(name.rpartition(" ")[2], named.get("styleId") or named.get("val", ""))

    def closed(name: str) -> None:
        depth[0] -= 1
        end(name.rpartition(" ")[2])

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = opened, closed, text
    with archive.open(part) as stream:
        left = MOST_XML
        while chunk := stream.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise DocumentRefused("unpacks to far more than a document holds; it was not opened")
            parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003  the end of the text


def _level(style: str) -> int:
    found = HEADING_NAME.match(style)
    return int(found.group(1)) if found else 1 if style.lower() == "title" else 0
