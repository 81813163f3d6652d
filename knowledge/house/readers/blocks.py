"""What every reader hands on: the blocks of a document, freed of characters that nobody sees."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal, NamedTuple

from knowledge.errors import DocumentRefused

Kind = Literal["heading", "text", "item", "row"]
MOST_CHARACTERS = 400_000
"""Some 150 pages; whoever has more splits it, and finds things sooner."""
MOST_BLOCKS = 20_000
UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
SPACE = re.compile(r"\s+")


class Block(NamedTuple):
    """A paragraph, a heading, an item of a list or a row of a table."""

    kind: Kind
    level: int
    """1 to 6 for a heading that was marked as one, 0 for everything else and for headings that only look like one."""
    text: str


class Extract(NamedTuple):
    """What a reader found."""

    blocks: tuple[Block, ...]
    title: str | None
    """What the document calls itself, where its format has a place for that."""
    unseen: int
    """Characters that a person looking at the document would not have seen; they are left out."""


def extract(blocks: Iterable[Block], title: str | None = None, unseen: int = 0) -> Extract:
    """Tidy what a reader found; raises DocumentRefused when that is too much, or nothing."""
    kept: list[Block] = []
    size = 0
    for block in blocks:
        text, dropped = tidy(block.text)
        unseen += dropped
        size += len(text)
        if size > MOST_CHARACTERS or len(kept) >= MOST_BLOCKS:
            raise DocumentRefused("holds more text than one document may; split it into several")
        if text:
            kept.append(block._replace(text=text))
    if not kept:
        raise DocumentRefused("holds no text that could be read; a scan needs text recognition first")
    return Extract(tuple(kept), tidy(title)[0] or None if title else None, unseen)


def tidy(text: str) -> tuple[str, int]:
    """A text in one line without characters that nobody sees, and how many of those there were."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if not _unseen(c))
    return SPACE.sub(" ", seen).strip(), len(text) - len(seen) if len(text) > len(seen) else 0


def _unseen(character: str) -> bool:
    if character.isascii():
        return character < " " and character not in "\n\t\r\f\v"
    # Variation selectors count as marks, and can spell a text that nobody sees.
    return unicodedata.category(character) in UNSEEN or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000"
