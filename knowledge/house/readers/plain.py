"""Plain text and Markdown to blocks: what is a heading, an item, a wrapped line, a paragraph."""

import html
import re
from collections.abc import Iterator

from knowledge.house.readers.blocks import Block, Extract, extract
from knowledge.house.readers.encoding import decode

HEADING = re.compile(r"(#{1,6})\s+(\S[^\n]*?)\s*#*")
UNDERLINE = re.compile(r"(=|-){3,}")
ITEM = re.compile(r"\A(?:[-*+•·–▪‣◦]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S)")
BULLET = re.compile(r"\A[-*+•·–▪‣◦]\s+")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)")
LINK = re.compile(r"\[([^\]\n]{0,300})\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,100}\])")
DEFINITION = re.compile(r"(?m)^ {0,3}\[[^\]\n]{1,100}\]:[^\n]*$")
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3}|`{1,2})(?=\S)([^*_`\n]{1,500}?)(?<=\S)\1(?![\w*])")
RULE = re.compile(r"[-*_|=~:\s]{3,}")
FRONT_MATTER = re.compile(r"\A---\n(.{0,5000}?)\n---\n", re.S)
TITLE = re.compile(r"(?m)^title:\s*[\"']?([^\n\"']{1,300})")
MOST_WORDS_IN_HEADING = 12
LONGEST_HEADING = 90
LONGEST_NUMBERED_TITLE = 130
LONGEST_WRAPPED = 110
"""A longer line was not wrapped by anybody; each line of such a file is a paragraph."""
FULL = 0.7
"""Share of the longest line from which a line is taken to go on below."""


def read_text(data: bytes) -> Extract:
    """Blocks of a plain text; headings are guessed by their look. Raises DocumentRefused."""
    return extract(blocks_of(decode(data)))


def read_markdown(data: bytes) -> Extract:
    """Blocks of a Markdown text; comments and link definitions, which nobody sees, are left out. Raises DocumentRefused."""
    text = decode(data)
    title = None
    if front := FRONT_MATTER.match(text):
        named = TITLE.search(front.group(1))
        title, text = named.group(1) if named else None, text[front.end() :]
    visible = DEFINITION.sub("", COMMENT.sub("", text))
    marked = any(HEADING.fullmatch(line) for line in visible.split("\n"))
    return extract(_marked(visible) if marked else blocks_of(_unmarked(visible)), title, len(text) - len(visible))


def blocks_of(text: str, *, wrapped: bool = False) -> Iterator[Block]:
    """Blocks of plain text: wrapped lines joined (of any length, if it is known that they are), items and headings told by their look."""
    for paragraph in _joined(text.split("\n"), wrapped=wrapped):
        yield _looked_at(paragraph)


def _looked_at(paragraph: str) -> Block:
    bare = ITEM.sub("", paragraph, count=1)
    numbered_title = bare != paragraph and bare.endswith(":") and len(bare) <= LONGEST_NUMBERED_TITLE
    if numbered_title or _like_heading(bare):
        return Block("heading", 0, BULLET.sub("", paragraph, count=1))
    return Block("item", 0, BULLET.sub("", paragraph, count=1)) if ITEM.match(paragraph) else Block("text", 0, paragraph)


def _like_heading(line: str) -> bool:
    """Short, begins with a capital or a number, and is no sentence; a question may be one."""
    if len(line) > LONGEST_HEADING or len(line.split()) > MOST_WORDS_IN_HEADING or not line[:1].strip():
        return False
    return not line.endswith((".", "!", ";", ",")) and (line[0].isupper() or line[0].isdigit() or line.endswith("?"))


def _joined(lines: list[str], *, wrapped: bool) -> Iterator[str]:
    longest = max((len(line.rstrip()) for line in lines), default=0)
    wrapped = wrapped or longest <= LONGEST_WRAPPED
    collected: list[str] = []
    for line in lines:
        stripped = line.strip()
        if collected and not (stripped and wrapped and _goes_on(collected[-1], stripped, longest)):
            yield " ".join(part.strip() for part in collected)
            collected = []
        if stripped and not RULE.fullmatch(stripped):
            collected.append(line.rstrip())
    if collected:
        yield " ".join(part.strip() for part in collected)


def _goes_on(before: str, line: str, longest: int) -> bool:
    if ITEM.match(line) or len(before) < FULL * longest:
        return False
    ended = before.endswith((".", "!", "?", ":"))
    return not (ended and _like_heading(line))


def _marked(text: str) -> Iterator[Block]:
    """Blocks of a Markdown text whose headings are marked; every other line is joined to its paragraph."""
    collected: list[str] = []
    kind: Block = Block("text", 0, "")
    for raw in [*text.split("\n"), ""]:
        line = raw.strip().lstrip("> ")
        heading = HEADING.fullmatch(line)
        starts = not line or heading or ITEM.match(line) or line.startswith("|") or RULE.fullmatch(line)
        if collected and starts:
            yield kind._replace(text=_plain(" ".join(collected)))
            collected = []
        if heading:
            yield Block("heading", len(heading.group(1)), _plain(heading.group(2)))
        elif line.startswith("|") and not RULE.fullmatch(line):
            yield row([_plain(cell) for cell in line.strip("|").split("|")])
        elif line and not RULE.fullmatch(line) and not line.startswith("```"):
            kind = kind if collected else Block("item" if ITEM.match(line) else "text", 0, "")
            collected.append(BULLET.sub("", line, count=1) if not collected else line)


def row(cells: list[str]) -> Block:
    """A row of a table as one line."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return Block("row", 0, ": ".join(filled) if len(filled) == 2 else " · ".join(filled))


def _unmarked(text: str) -> str:
    return "\n".join(_plain(line) for line in text.split("\n"))


def _plain(line: str) -> str:
    line = LINK.sub(r"\1", IMAGE.sub("", TAG.sub("", line)))
    return html.unescape(EMPHASIS.sub(r"\2", line)).replace("\\", "")
