"""A cleaned document to passages that each say one thing, with ids that stay when other passages change."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from knowledge.house.readers.blocks import Block
from knowledge.language.sentences import split
from knowledge.models import Frozen, Language

MOST_WORDS = 90
"""Longer passages answer many questions badly instead of one well."""
BETWEEN = "\n"


class Passage(Frozen):
    """A part of a document's text; ``text`` is ``document.text[start:end]``."""

    id: str
    """Eight signs that depend on heading and text alone, so that they outlive a new version of the document."""
    heading: str
    text: str
    start: int
    end: int


class Divided(NamedTuple):
    """The text of a document, and its passages in reading order."""

    text: str
    passages: tuple[Passage, ...]


class _Piece(NamedTuple):
    headings: tuple[str, ...]
    start: int
    end: int
    words: int


def divide(blocks: Sequence[Block], title: str, language: Language) -> Divided:
    """One text of all blocks, cut where headings stand and where a passage would grow too long."""
    text = BETWEEN.join(block.text for block in blocks)
    passages: list[Passage] = []
    taken: set[str] = set()
    for piece in _gathered(_pieces(blocks, text, title, language)):
        heading, content = " · ".join(piece.headings), text[piece.start : piece.end]
        id = _free_id(f"{heading}\n{content}", taken)
        passages.append(Passage(id=id, heading=heading, text=content, start=piece.start, end=piece.end))
    return Divided(text, tuple(passages))


def _pieces(blocks: Sequence[Block], text: str, title: str, language: Language) -> Iterator[_Piece]:
    """Every block, and every sentence of a block that is too long by itself."""
    headings: list[Block] = []
    at = 0
    for block in blocks:
        start, at = at, at + len(block.text) + len(BETWEEN)
        if block.kind == "heading":
            headings = [above for above in headings if block.level and above.level and above.level < block.level]
            headings.append(block)
            continue
        named = tuple(above.text for above in headings if above.text != title)
        words = len(block.text.split())
        if words <= MOST_WORDS:
            yield _Piece(named, start, start + len(block.text), words)
        else:
            for span in split(block.text, language):
                yield _Piece(named, start + span.start, start + span.end, len(text[start + span.start : start + span.end].split()))


def _gathered(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Neighbours under the same headings joined as long as they stay short."""
    last: _Piece | None = None
    for piece in pieces:
        if last and last.headings == piece.headings and last.words + piece.words <= MOST_WORDS:
            last = _Piece(last.headings, last.start, piece.end, last.words + piece.words)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _free_id(content: str, taken: set[str]) -> str:
    times = 0
    while True:
        id = hashlib.sha256(f"{content}\n{times or ''}".encode()).hexdigest()[:8]
        if id not in taken:
            taken.add(id)
            return id
        times += 1
