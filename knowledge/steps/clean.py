"""Takes what is no text of a document's own out of it: furniture of pages, what stands there twice, headings with nothing below."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.house.readers.blocks import Block
from knowledge.house.vocabulary import furniture_lines, furniture_phrases, plain

MOST_WORDS_IN_FURNITURE = 45
"""A longer paragraph is text, even when it speaks of cookies."""
LEAST_WORDS_OF_TEXT = 12
SHINGLE = 5
"""Words in a row by which text is recognised when it comes again."""
REPEATED = 0.9
LEAST_WORDS_REPEATED = 8
"""A shorter block must come again word for word."""
MOST_WORDS_IN_CONTENTS = 9
NEAR_THE_BEGINNING = 12
"""Blocks among which a title is looked for."""
TAKEN_UP = 0.4
"""Share of a title's words that come again in the text; those of a site's menu hardly do."""
LONGEST_SMALL_WORD = 3
EDGE_MARKS = " \t.:;!?…•·|>»«<*-–—()[]*"
WORD = re.compile(r"\w+")


class Cleaned(NamedTuple):
    """What is left of a document, and what is not."""

    blocks: tuple[Block, ...]
    title: str | None
    furniture: tuple[str, ...]
    """Texts of menus, forms, notices and headings without text."""
    repeated: tuple[str, ...]
    """Texts that stood there before."""


def clean(blocks: Sequence[Block]) -> Cleaned:
    """A document without furniture and repetitions, in its order."""
    around = _furniture(blocks)
    kept, furniture = _split(blocks, around)
    kept, repeated = _split(kept, _repetitions(kept))
    kept, contents = _split(kept, _listed_elsewhere(kept))
    kept, empty = _split(kept, _headings_without_text(kept))
    return Cleaned(tuple(kept), _title(blocks, around), (*furniture, *contents, *empty), tuple(repeated))


def _split(blocks: Sequence[Block], leave_out: Sequence[bool]) -> tuple[list[Block], list[str]]:
    pairs = list(zip(blocks, leave_out, strict=True))
    return [block for block, out in pairs if not out], [block.text for block, out in pairs if out]


def _furniture(blocks: Sequence[Block]) -> list[bool]:
    """Furniture by its words; but a heading such as Contact, right above a paragraph, is a heading."""
    found = [_is_furniture(block) for block in blocks]
    for at in range(len(blocks) - 2, -1, -1):
        below = blocks[at + 1]
        amid_furniture = at > 0 and _is_furniture(blocks[at - 1])
        if found[at] and blocks[at].kind == "heading" and below.kind != "heading" and not found[at + 1] and not amid_furniture:
            found[at] = len(below.text.split()) < LEAST_WORDS_OF_TEXT
    return found


def _is_furniture(block: Block) -> bool:
    text = plain(block.text)
    bare = text.strip(EDGE_MARKS)
    if not bare or text.startswith(("©", "(c) ")) or furniture_lines().fullmatch(bare):
        return True
    return len(bare.split()) <= MOST_WORDS_IN_FURNITURE and bool(furniture_phrases().search(text))


def _repetitions(blocks: Sequence[Block]) -> list[bool]:
    """Blocks of which nearly every run of words stood in the document before, and what stands between them."""
    seen_runs: set[tuple[str, ...]] = set()
    seen: set[tuple[str, ...]] = set()
    repeated: list[bool] = []
    for block in blocks:
        words = tuple(WORD.findall(plain(block.text)))
        runs = [words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1)]
        again = len(words) >= LEAST_WORDS_REPEATED and sum(run in seen_runs for run in runs) >= REPEATED * len(runs)
        # A heading may come again with new text below it, and rows of tables be alike; right after a repetition they are part of it.
        loose = block.kind in ("heading", "row")
        repeated.append(again or (words in seen and (not loose or (bool(repeated) and repeated[-1]))))
        seen_runs.update(runs)
        seen.add(words)
    return repeated


def _listed_elsewhere(blocks: Sequence[Block]) -> list[bool]:
    """Short items with which another block begins: a table of contents."""
    wordings = [tuple(WORD.findall(plain(block.text))) for block in blocks]
    beginnings = {words[:length] for words in wordings for length in range(2, min(len(words) - 1, MOST_WORDS_IN_CONTENTS) + 1)}
    return [block.kind in ("item", "text") and words in beginnings for block, words in zip(blocks, wordings, strict=True)]


def _headings_without_text(blocks: Sequence[Block]) -> list[bool]:
    """Headings with no text before the next one of their rank; of headings that only look like one, every one before another."""
    return [block.kind == "heading" and not _has_text(blocks, at) for at, block in enumerate(blocks)]


def _has_text(blocks: Sequence[Block], at: int) -> bool:
    level = blocks[at].level
    for below in range(at + 1, len(blocks)):
        block = blocks[below]
        if block.kind != "heading":
            return True
        if not level or not block.level or block.level <= level:
            return False
    return False


def _title(blocks: Sequence[Block], furniture: Sequence[bool]) -> str | None:
    """The one heading of the first rank, or the first heading near the beginning whose words the text takes up."""
    first = [block.text for block in blocks if block.level == 1]
    if len(first) == 1:
        return first[0]
    spread = Counter(word for block in blocks for word in set(WORD.findall(plain(block.text))))
    for block, out in zip(blocks[:NEAR_THE_BEGINNING], furniture, strict=False):
        words = [word for word in WORD.findall(plain(block.text)) if len(word) > LONGEST_SMALL_WORD]
        if block.kind == "heading" and not out and words and sum(spread[word] > 1 for word in words) >= TAKEN_UP * len(words):
            return block.text
    return None
