"""HTML to the text that a person would see, in linear time; what the sender hid is left out and counted."""

import html
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from coach.mail.containers import Part, part_of
from knowledge.concealment import Look, Sheet, drawn, sheet_of
from knowledge.markup import LONG_NUMBER, VOID, after, tag_end

MOST_CHARACTERS = 256 * 1024
DEEPEST = 100
TAG = re.compile(r"<(?=[a-zA-Z!?]|/[a-zA-Z])")
NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]{0,40})(?:\s{0,20}=\s{0,20}(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
SPACE = re.compile(r"[ \t\n\r\f]+")
WORDS = re.compile(r"[^\W\d_]{2,}")
UNSEEN = frozenset("head title script style noscript iframe object svg math select datalist audio video canvas template".split())  # noqa: SIM905
PROSE = frozenset({"noscript", "template"})
"""Unseen elements that hold words; what the others hold is for machines and is not counted."""
RAW = frozenset({"script", "style", "title"})
RAW_END = re.compile(r"</(?:script|style|title)", re.I)
PARAGRAPH = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"})
BLOCK = PARAGRAPH | frozenset(
    "div li tr blockquote section article header footer center address dl dt dd form fieldset hr main nav".split()  # noqa: SIM905
)
FEWEST_HIDDEN_WORDS = 3
"""In a comment; programs write shorter ones for themselves."""


class Page(NamedTuple):
    """What a person sees of an HTML mail."""

    text: str
    """With ``> `` before what its program marked as quoted."""
    history: str
    """What stands in a container of history, from there to the end."""
    styled: int
    """Characters hidden by style."""
    commented: int
    """Characters of words in comments."""

    @property
    def marked(self) -> bool:
        """Whether the mail's program said what is history."""
        return bool(self.history) or self.text.startswith("> ") or "\n> " in self.text


class _Open(NamedTuple):
    """An element that has not been closed yet."""

    name: str
    look: Look
    part: Part | None
    machine: bool
    """It holds nothing for people, and nothing that is counted as hidden from them."""


OUTSIDE = _Open("", Look(), None, machine=False)


@dataclass
class _Reader:
    """What is open, and the lines so far."""

    sheet: Sheet
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    too_deep: int = 0
    history_at: int | None = None
    attributed: bool = False
    """Whether the mail's program has said who wrote what it quotes."""
    styled: int = 0
    commented: int = 0

    @property
    def inside(self) -> _Open:
        return self.stack[-1] if self.stack else OUTSIDE

    def text(self, piece: str) -> None:
        inside = self.inside
        if inside.machine or not piece:
            return
        if inside.look.seen:
            self.line.append(html.unescape(LONG_NUMBER.sub("\ufffd", piece)))
        else:
            self.styled += len("".join(piece.split()))

    def comment(self, words: str) -> None:
        """Count a comment in which somebody says something."""
        if not words.startswith(("[if", "<![endif")) and len(WORDS.findall(words)) >= FEWEST_HIDDEN_WORDS:
            self.commented += len("".join(words.split()))

    def end_line(self, *, blank: bool = False) -> None:
        content = SPACE.sub(" ", "".join(self.line)).strip()
        self.line = []
        if content:
            # A forwarded mail has its dividing line where an answered one has "On 3 March Anna wrote:".
            quoted = self.inside.part is not None and not content.startswith("-----")
            # A ">" that the customer wrote is moved to where no quote begins.
            self.lines.append(f"> {content}" if quoted else f"    {content}" if content.startswith(">") else content)
        if blank and self.lines and self.lines[-1]:
            self.lines.append("")

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self._open_line(name)
        part = part_of(name, attributes, attributed=self.attributed)
        self.attributed = self.attributed or part == "attribution"
        if part == "history" and self.history_at is None and self.inside.look.seen:
            self.end_line()
            self.history_at = len(self.lines)
        if name in VOID:
            return
        if len(self.stack) >= DEEPEST:
            self.too_deep += 1
            return
        around = self.inside
        look = drawn(around.look, name, attributes, self.sheet)
        if name in UNSEEN:
            look = look._replace(gone=True)
        if part is not None and part != "history":
            self.end_line()
        within = part if part != "history" else None
        self.stack.append(_Open(name, look, around.part or within, around.machine or (name in UNSEEN and name not in PROSE)))

    def _open_line(self, name: str) -> None:
        if name == "br":
            content = "".join(self.line).strip()
            self.end_line()
            if not content and self.lines and self.lines[-1]:
                self.lines.append("")
        elif name in BLOCK:
            self.end_line(blank=name in PARAGRAPH)
            if name == "li":
                self.line.append("- ")
        elif name in ("td", "th"):
            self.line.append(" ")

    def close(self, name: str) -> None:
        if name in BLOCK or (self.inside.name == name and self.inside.part is not None):
            self.end_line(blank=name in PARAGRAPH)
        if self.too_deep:
            self.too_deep -= 1
            return
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at].name == name:
                del self.stack[at:]
                return

    def page(self) -> Page:
        """Everything that was read; a mail that is nothing but history has none."""
        self.end_line()
        cut = self.history_at
        above = self.lines[:cut] if cut is not None else []
        if not any(line and not line.startswith("> ") for line in above):
            cut = len(self.lines)
        text, history = "\n".join(self.lines[:cut]).strip(), "\n".join(self.lines[cut:]).strip()
        return Page(text, history, self.styled, self.commented)


def read_page(markup: str) -> Page:
    """What a person sees of an HTML mail; raises nothing, and looks no further than MOST_CHARACTERS."""
    markup = markup[:MOST_CHARACTERS].replace("\0", "")
    reader = _Reader(sheet_of(markup))
    at = 0
    while at < len(markup):
        tag = TAG.search(markup, at)
        if tag is None:
            reader.text(markup[at:])
            break
        reader.text(markup[at : tag.start()])
        at = _tag(markup, tag.start(), reader)
    return reader.page()


def _tag(markup: str, start: int, reader: _Reader) -> int:
    """Take in the tag or comment at a place; gives the place after it."""
    if markup.startswith("<!--", start):
        end = after(markup, "-->", start + 4)
        reader.comment(markup[start + 4 : end - 3])
        return end
    if markup.startswith(("<!", "<?"), start):
        return after(markup, ">", start)
    match = NAME.match(markup, start + 1)
    if match is None:
        return start + 1
    name, end = match.group(1).lower(), tag_end(markup, match.end())
    if markup[start + 1] == "/":
        reader.close(name)
    else:
        inside = markup[match.end() : end - 1]
        reader.open(name, _attributes(inside))
        if name in RAW:
            closing = RAW_END.search(markup, end)
            return closing.start() if closing else len(markup)
        if inside.endswith("/") and name not in VOID and ":" in name:
            reader.close(name)
    return end


def _attributes(inside: str) -> dict[str, str]:
    found = ATTRIBUTE.finditer(inside[:4000])
    return {match.group(1).lower(): (match.group(2) or "").strip("\"'") for match in found}
