"""What the referee sees of a sentence: word stems with gaps between them, and letters with gaps; nothing that the critic sees."""

import re
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 16
STEM = 5
"""Letters of a word that count; endings vary with person and number."""
GAPS = range(1, 5)
"""How far apart two stems may stand."""
LETTERS = 4
"""Words longer than this also show their letters in threes with one skipped."""
WORD = re.compile(r"[^\W\d_]+|\d+|[!?]+|[€£$%]")

Buckets = NDArray[np.intp]


def traits(sentence: str) -> Buckets:
    """The buckets of everything a sentence shows, each once, ascending; never empty."""
    words = [_stem(word) for word in WORD.findall(sentence.casefold().replace("’", "'"))]
    found = {*_words(words), *(piece for word in set(words) for piece in _letters(word)), "="}
    return np.unique(np.fromiter((crc32(one.encode()) % BUCKETS for one in found), np.intp, len(found)))


def _stem(word: str) -> str:
    return "0" if word.isdigit() else word[: STEM + 2]


def _words(words: list[str]) -> Iterator[str]:
    stems = [word[:STEM] for word in words]
    yield from stems
    yield from (f"{one}_{other}" for one, other in pairwise(["^", *words, "$"]))
    for gap in GAPS:
        yield from (f"{one}{gap // 2}{other}" for one, other in zip(stems, stems[gap:], strict=False))


def _letters(word: str) -> Iterator[str]:
    if len(word) > LETTERS:
        yield from (f"~{word[at]}{word[at + 1]}.{word[at + 3]}" for at in range(len(word) - 3))
