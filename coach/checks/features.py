"""What the learned critic sees of a draft: hashed n-grams of each sentence, made in one way for training and for use."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.language.fold import FOLDED
from knowledge.language.mask import FILLER, mask
from knowledge.language.sentences import split
from knowledge.models import Language, Span

VERSION = 1
"""Counts the ways of making features; weights made for another one are refused."""

Keys = NDArray[np.uint32]
Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

TOKEN = re.compile(r"\w+|[!?]+")
PLAIN = FOLDED | str.maketrans("123456789", "000000000") | {ord(FILLER): " "}
CHARACTER_GRAMS = range(2, 6)
WORD_GRAMS = range(1, 4)
STEP = np.uint32(0x01000193)
WORD_BLOCK = np.uint32(0x80000000)
"""The highest bit of a key tells words from characters."""


@dataclass(frozen=True)
class Grams:
    """The n-grams of a draft's sentences: parallel arrays, sorted by sentence and key."""

    spans: tuple[Span, ...]
    """The sentences, as code points of the draft."""
    rows: Rows
    """Index of the sentence in which the n-gram stands."""
    keys: Keys
    counts: Floats


def grams_of(draft: str, language: Language) -> Grams:
    """The n-grams of every sentence that the writer of the draft wrote, quoted mail and signature block left out."""
    return grams_in(*written(draft, language))


def written(draft: str, language: Language) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """The sentences that the writer of the draft wrote, and each as n-grams are taken from it."""
    own = mask(draft, quotes=False)
    spans = tuple(span for span in split(own, language) if own[span.start : span.end].strip(FILLER).strip())
    return spans, tuple(plain(own[span.start : span.end]) for span in spans)


def grams_in(spans: Sequence[Span], texts: Sequence[str]) -> Grams:
    """The n-grams of these plain texts, one per span."""
    if not texts:
        return Grams((), np.empty(0, np.intp), np.empty(0, np.uint32), np.empty(0, np.float32))
    pairs = np.concatenate([*_characters(texts), *_words(texts)])
    unique, counts = np.unique(pairs, return_counts=True)
    return Grams(tuple(spans), (unique >> np.uint64(32)).astype(np.intp), unique.astype(np.uint32), counts.astype(np.float32))


def whole(grams: Grams) -> Grams:
    """The n-grams of the draft as one text."""
    if not grams.spans:
        return grams
    keys, inverse = np.unique(grams.keys, return_inverse=True)
    counts = np.bincount(inverse, grams.counts).astype(np.float32)
    return Grams((Span(grams.spans[0].start, grams.spans[-1].end),), np.zeros(len(keys), np.intp), keys, counts)


def plain(text: str) -> str:
    """Lower case, no diacritics, single spaces, every digit a nought: what n-grams are taken from."""
    return " ".join(text.translate(PLAIN).lower().split())


def spelled(text: str) -> dict[int, str]:
    """Each n-gram of a sentence by its key, as it reads; a letter sequence at the edge of a word shows the edge as a space."""
    sentence = plain(text)
    words = TOKEN.findall(sentence)
    pieces = [" ".join(words[at : at + size]) for size in WORD_GRAMS for at in range(len(words) - size + 1)]
    found = {int(_words([piece])[len(TOKEN.findall(piece)) - 1][0] & np.uint64(0xFFFFFFFF)): piece for piece in pieces}
    for word in sentence.split():
        padded = f" {word} "
        for size in CHARACTER_GRAMS:
            for at in range(len(padded) - size + 1):
                found[_key_of(padded[at : at + size])] = padded[at : at + size]
    return found


def _key_of(letters: str) -> int:
    """The key of one sequence of letters, as ``_characters`` makes it."""
    points = np.frombuffer(letters.encode("utf-32-le"), np.uint32)
    hashes = points
    for size in range(2, len(points) + 1):
        hashes = hashes[:-1] * STEP + points[size - 1 :]
    return int(_mixed(hashes, len(points))[0] >> np.uint32(1))


def _characters(texts: Sequence[str]) -> list[NDArray[np.uint64]]:
    """Character n-grams that may begin or end at the edge of a word but do not cross one."""
    joined = "".join(f" {text} " for text in texts)
    points = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
    row = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(text) + 2 for text in texts])
    spaces = np.concatenate(([0], np.cumsum(points == 32)))
    found, hashes = [], points
    for size in range(2, CHARACTER_GRAMS.stop):
        hashes = hashes[:-1] * STEP + points[size - 1 :]
        count = len(hashes)
        inside = spaces[size - 1 : size - 1 + count] == spaces[1 : 1 + count]
        if size == CHARACTER_GRAMS.start:
            inside &= (points[:-1] != 32) | (points[1:] != 32)
        found.append(_pair(row[:count][inside], _mixed(hashes[inside], size) >> np.uint32(1)))
    return found


def _words(texts: Sequence[str]) -> list[NDArray[np.uint64]]:
    """Word n-grams within a sentence; runs of ! and ? count as words."""
    tokens = [TOKEN.findall(text) for text in texts]
    row = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(words) for words in tokens])
    single = np.fromiter((crc32(word.encode()) for words in tokens for word in words), np.uint32, len(row))
    found, hashes = [], single
    for size in WORD_GRAMS:
        if size > 1:
            hashes = hashes[:-1] * STEP + single[size - 1 :]
        count = len(hashes)
        inside = row[:count] == row[size - 1 :]
        found.append(_pair(row[:count][inside], _mixed(hashes[inside], size) >> np.uint32(1) | WORD_BLOCK))
    return found


def _mixed(hashes: Keys, salt: int) -> Keys:
    """Spread neighbouring hashes over all bits (the finaliser of MurmurHash3, with the length of the n-gram as salt)."""
    mixed = hashes ^ np.uint32(salt * 0x9E3779B1 & 0xFFFFFFFF)
    mixed = (mixed ^ (mixed >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    mixed = (mixed ^ (mixed >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return mixed ^ (mixed >> np.uint32(16))


def _pair(rows: NDArray[np.uint64], keys: Keys) -> NDArray[np.uint64]:
    return rows << np.uint64(32) | keys.astype(np.uint64)
