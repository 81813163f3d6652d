"""HTML pages to blocks in linear time: what a reader of the page would take for its text."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from knowledge.concealment import Look, Sheet, drawn, sheet_of
from knowledge.errors import DocumentRefused
from knowledge.house.readers.blocks import MOST_BLOCKS, Block, Extract, extract
from knowledge.house.readers.encoding import decode
from knowledge.house.readers.plain import row
from knowledge.markup import LONG_NUMBER, VOID, after, tag_end

MOST_TAGS = 60_000
DEEPEST = 250
LEAST_MAIN = 200
"""Characters from which a page's own main part is trusted to hold its text."""
NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]{0,40})(?:\s{0,20}=\s{0,20}(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
RAW = frozenset(("script", "style", "textarea", "title", "xmp"))
MACHINE = frozenset("head script style template noscript iframe object svg math audio video canvas".split())  # noqa: SIM905
CONTROLS = frozenset("nav aside footer button select option datalist textarea label legend dialog menu".split())  # noqa: SIM905
ROLES = frozenset("navigation banner contentinfo search dialog alertdialog menu menubar complementary toolbar".split())  # noqa: SIM905
FURNITURE = frozenset(
    "breadcrumb breadcrumbs navbar navigation menubar sidebar cookie cookies consent newsletter subscribe share sharing social "  # noqa: SIM905
    "pagination pager popup modal skip sitemap toolbar advert ads comments respond related".split()
)
"""Words in a class or an id that name what stands around a page's text."""
IDENTITY = re.compile(r"[a-z]+")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCK = frozenset(
    "p div li tr blockquote section article main header footer center address dl dt dd ul ol table tbody thead form fieldset hr pre "  # noqa: SIM905
    "figure figcaption details summary body html caption".split()
) | frozenset(HEADINGS)


class _Open(NamedTuple):
    """An element that has not been closed yet; what holds for it holds for everything inside."""

    name: str
    skipped: bool
    look: Look
    main: bool
    form: bool


class _Found(NamedTuple):
    block: Block
    main: bool
    form: bool


TEXT = Block("text", 0, "")
OUTSIDE = _Open("", skipped=False, look=Look(), main=False, form=False)


@dataclass
class _Page:
    """What is open, and the blocks so far."""

    sheet: Sheet
    found: list[_Found] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    kind: Block = TEXT
    cells: list[str] | None = None
    stack: list[_Open] = field(default_factory=list)
    unseen: int = 0
    title: str | None = None

    @property
    def inside(self) -> _Open:
        return self.stack[-1] if self.stack else OUTSIDE

    def text(self, piece: str) -> None:
        if not self.inside.look.seen:
            self.unseen += len(piece.strip())
        elif not self.inside.skipped and piece:
            self.line.append(html.unescape(LONG_NUMBER.sub("\ufffd", piece)))

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in BLOCK or (name == "br" and self.cells is None):
            self.end_block()
        if name in VOID:
            self.line.append(" ")
            return
        if len(self.stack) >= DEEPEST:
            raise DocumentRefused("is nested deeper than any page that people read")
        self._begin(name)
        around = self.inside
        self.stack.append(
            _Open(
                name,
                around.skipped or name in MACHINE or (name != "body" and _is_furniture(name, attributes, in_main=around.main)),
                around.look if name in MACHINE else drawn(around.look, name, attributes, self.sheet),
                around.main or name in ("main", "article") or attributes.get("role") == "main",
                around.form or name == "form",
            )
        )

    def _begin(self, name: str) -> None:
        if name in HEADINGS:
            self.kind = Block("heading", HEADINGS[name], "")
        elif name in ("li", "dt", "summary"):
            self.kind = Block("item" if name == "li" else "heading", 0, "")
        elif name == "tr":
            self.cells = []
        elif name in ("td", "th"):
            self._end_cell()

    def close(self, name: str) -> None:
        if name in ("td", "th"):
            self._end_cell()
        elif name == "tr":
            self._end_cell()
            if self.cells:
                self._add(row(self.cells))
            self.cells = None
        elif name in BLOCK:
            self.end_block()
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at].name == name:
                del self.stack[at:]
                return

    def end_block(self) -> None:
        """What has been collected is a block, unless a table's row will be one."""
        if self.cells is not None:
            self.line.append(" ")
            return
        text = "".join(self.line).strip()
        self.line = []
        if text:
            self._add(self.kind._replace(text=text))
        self.kind = TEXT

    def _end_cell(self) -> None:
        text = "".join(self.line).strip()
        self.line = []
        if self.cells is not None and text:
            self.cells.append(text)

    def _add(self, block: Block) -> None:
        if len(self.found) >= MOST_BLOCKS:
            raise DocumentRefused("holds more text than one document may; split it into several")
        self.found.append(_Found(block, self.inside.main, self.inside.form))


def read_page(data: bytes) -> Extract:
    """Blocks of a page's own text, without menus, forms and whatever is concealed; raises DocumentRefused."""
    markup = decode(data)
    page = _Page(sheet_of(markup))
    at = tags = 0
    while at < len(markup):
        start = markup.find("<", at)
        if start < 0:
            page.text(markup[at:])
            break
        page.text(markup[at:start])
        at = _tag(markup, start, page)
        tags += 1
        if tags > MOST_TAGS:
            raise DocumentRefused("has more tags than any page that people read")
    page.end_block()
    return extract(_own(page.found), page.title, page.unseen)


def _own(found: list[_Found]) -> list[Block]:
    """The main part where the page names one, and no forms, unless the whole page stands in one."""
    main = [one for one in found if one.main]
    if sum(len(one.block.text) for one in main) >= LEAST_MAIN:
        found = main
    loose = [one for one in found if not one.form]
    return [one.block for one in (loose if 2 * _size(loose) > _size(found) else found)]


def _size(found: list[_Found]) -> int:
    return sum(len(one.block.text) for one in found)


def _is_furniture(name: str, attributes: Mapping[str, str], *, in_main: bool) -> bool:
    if name in CONTROLS or attributes.get("role", "").lower() in ROLES or (name == "header" and not in_main):
        return True
    named = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
    return name not in ("main", "article", "html") and not FURNITURE.isdisjoint(IDENTITY.findall(named))


def _tag(markup: str, start: int, page: _Page) -> int:
    """Take in the tag, comment or lone bracket at a place; gives the place after it."""
    if markup.startswith("<!--", start):
        end = after(markup, "-->", start + 4)
        page.unseen += end - start
        return end
    if markup.startswith(("<!", "<?"), start):
        return after(markup, ">", start)
    match = NAME.match(markup, start + 1)
    if match is None:
        page.text("<")
        return start + 1
    name, end = match.group(1).lower(), tag_end(markup, match.end())
    if markup[start + 1] == "/":
        page.close(name)
        return end
    inside = markup[match.end() : end - 1]
    page.open(name, _attributes(inside))
    if name in RAW:
        return _raw(markup, name, end, page)
    return end


def _raw(markup: str, name: str, at: int, page: _Page) -> int:
    """Past the content of an element in which tags are not tags; a title is kept."""
    closing = re.compile(rf"</{name}", re.I).search(markup, at)
    end = closing.start() if closing else len(markup)
    if name == "title" and page.title is None and end - at < 2000:
        page.title = html.unescape(markup[at:end]).strip() or None
    return end


def _attributes(inside: str) -> dict[str, str]:
    return {match.group(1).lower(): (match.group(2) or "").strip("\"'") for match in ATTRIBUTE.finditer(inside[:4000])}
