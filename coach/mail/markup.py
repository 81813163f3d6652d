"""HTML to the text that a person would see, in linear time; what the sender hid is left out."""

import html
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from coach.mail.hiding import darkens, hidden_classes, hides
from knowledge.markup import LONG_NUMBER, VOID, after, tag_end

MOST_CHARACTERS = 256 * 1024
DEEPEST = 100
NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]*)")
ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
SPACE = re.compile(r"[ \t\n\r\f]+")
UNSEEN = frozenset("head title script style template noscript iframe object svg math select datalist audio video canvas".split())  # noqa: SIM905
RAW = frozenset({"script", "style", "title"})
RAW_END = re.compile(r"</(?:script|style|title)", re.I)
PARAGRAPH = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"})
BLOCK = PARAGRAPH | frozenset(
    "div li tr blockquote section article header footer center address dl dt dd form fieldset hr main nav".split()  # noqa: SIM905
)
HISTORY_IDS = ("appendonsend", "divrplyfwdmsg", "stopspelling", "yahoo_quoted", "mail-editor-reference-message-container")
HISTORY_BORDER = re.compile(r"border(?:-top)?\s*:\s*(?:none\s*;\s*border-top\s*:\s*)?solid\s+#(?:e1e1e1|b5c4df)", re.I)
HISTORY_MARK = "-----Original Message-----"


class _Open(NamedTuple):
    """An element that has not been closed yet."""

    name: str
    hidden: bool
    quoted: bool
    dark: bool
    """On a ground that white text can be read on."""


@dataclass
class _Reader:
    """What is open, and the lines so far; quoted blocks get the ``> `` of plain mails."""

    unseen_classes: frozenset[str]
    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    too_deep: int = 0

    @property
    def hidden(self) -> bool:
        return bool(self.stack) and self.stack[-1].hidden

    @property
    def quoted(self) -> bool:
        return bool(self.stack) and self.stack[-1].quoted

    def text(self, piece: str) -> None:
        if not self.hidden and piece:
            self.line.append(html.unescape(LONG_NUMBER.sub("\ufffd", piece)))

    def end_line(self, *, blank: bool = False) -> None:
        content = SPACE.sub(" ", "".join(self.line)).strip()
        self.line = []
        if content:
            self.lines.append(("> " if self.quoted else "") + content)
        if blank and self.lines and self.lines[-1]:
            self.lines.append("")

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self._open_line(name)
        if _starts_history(attributes) and not self.hidden:
            self.end_line()
            self.lines.append(HISTORY_MARK)
        if name in VOID:
            return
        if len(self.stack) >= DEEPEST:
            self.too_deep += 1
            return
        dark = darkens(attributes, dark=bool(self.stack) and self.stack[-1].dark)
        hidden = self.hidden or name in UNSEEN or hides(attributes, self.unseen_classes, dark=dark)
        self.stack.append(_Open(name, hidden, self.quoted or name == "blockquote", dark))

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
        if name in BLOCK:
            self.end_line(blank=name in PARAGRAPH)
        if self.too_deep:
            self.too_deep -= 1
            return
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at].name == name:
                del self.stack[at:]
                return


def text_of(markup: str) -> str:
    """The visible text of an HTML mail; quoted blocks are marked with ``> `` and Outlook's history with its usual line."""
    markup = markup[:MOST_CHARACTERS]
    reader = _Reader(hidden_classes(markup))
    at = 0
    while at < len(markup):
        start = markup.find("<", at)
        if start < 0:
            reader.text(markup[at:])
            break
        reader.text(markup[at:start])
        at = _tag(markup, start, reader)
    reader.end_line()
    return "\n".join(reader.lines).strip()


def _tag(markup: str, start: int, reader: _Reader) -> int:
    """Take in the tag, comment or lone bracket at a place; gives the place after it."""
    if markup.startswith("<!--", start):
        return after(markup, "-->", start + 4)
    if markup.startswith(("<!", "<?"), start):
        return after(markup, ">", start)
    match = NAME.match(markup, start + 1)
    if match is None:
        reader.text("<")
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


def _starts_history(attributes: dict[str, str]) -> bool:
    """Whether an element is where Outlook or Yahoo begins the mail that is answered."""
    identity = attributes.get("id", "").lower()
    if any(known in identity for known in HISTORY_IDS):
        return True
    return bool(HISTORY_BORDER.search(attributes.get("style", "")))
