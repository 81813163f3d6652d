"""Length-preserving changes of text, so that every offset stays valid."""

import unicodedata

from knowledge.language.words import words_of
from knowledge.models import Language

STRAIGHT = {0x2019: "'", 0x2018: "'", 0x02BC: "'", 0xA0: " ", 0x202F: " ", 0x2009: " ", 0x2011: "-"}
LEAST_WORDS_TO_FOLD = 12
"""A shorter text may lack diacritics by chance."""


def _unmarked() -> dict[int, str]:
    table = {ord("ł"): "l", ord("Ł"): "L", ord("ø"): "o", ord("Ø"): "O", ord("đ"): "d", ord("Đ"): "D"}
    for point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = "".join(c for c in unicodedata.normalize("NFD", chr(point)) if not unicodedata.combining(c))
        if len(base) == 1 and base != chr(point):
            table[point] = base
    return table


FOLDED = _unmarked() | STRAIGHT


def straighten(text: str) -> str:
    """Typographic apostrophes, spaces and hyphens as their plain forms; the length stays."""
    return text.translate(STRAIGHT)


def fold(text: str) -> str:
    """The text without diacritics and with plain apostrophes and spaces; the length stays."""
    return text.translate(FOLDED)


def typed_without_diacritics(text: str, language: Language) -> bool:
    """Whether a text of a language that has diacritics was typed without any, and is long enough to tell."""
    letters = words_of(language).letters
    if not letters or len(text.split()) < LEAST_WORDS_TO_FOLD:
        return False
    lowered = text.lower()
    return not any(letter in lowered for letter in letters)
