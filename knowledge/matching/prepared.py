"""A text as the patterns look at it, with the way back to the offsets of the text that was given."""

import re
import unicodedata
from typing import NamedTuple

from knowledge.language.fold import fold, straighten, typed_without_diacritics
from knowledge.language.mask import FILLER, mask
from knowledge.language.sentences import is_soft_break, split
from knowledge.models import Language, Span

LINE_BREAK = re.compile("\n")


class Prepared(NamedTuple):
    """What patterns see: composed letters, plain apostrophes, quotes blanked out, diacritics gone if the writer used none."""

    text: str
    folded: bool
    sentences: tuple[Span, ...]
    origins: tuple[int, ...] | None
    """For each place of ``text`` the offset in the given text; None when they are the same."""

    def given(self, start: int, end: int) -> Span:
        """The span of the given text that a span of ``text`` stands for."""
        return Span(start, end) if self.origins is None else Span(self.origins[start], self.origins[end])


def prepare(text: str, language: Language) -> Prepared:
    """Look at a text as patterns do; lengths change only where letters were written in pieces."""
    origins = None
    if not unicodedata.is_normalized("NFC", text):
        text, origins = _composed(text)
    visible = _unwrapped(straighten(mask(text)))
    sentences = tuple(span for span in split(visible, language) if visible[span.start : span.end].strip(FILLER + " "))
    folded = typed_without_diacritics(visible, language)
    return Prepared(fold(visible) if folded else visible, folded, sentences, origins)


def _unwrapped(text: str) -> str:
    """The text with a space wherever a line break only wraps a line, so that patterns run across it."""
    return LINE_BREAK.sub(lambda found: " " if is_soft_break(text, found.start()) else "\n", text)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    """The text in NFC, and the offset of each of its characters (and of its end) in the given text."""
    pieces: list[str] = []
    origins: list[int] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            piece = unicodedata.normalize("NFC", text[start:at])
            pieces.append(piece)
            origins += [start] * len(piece)
            start = at
    return "".join(pieces), (*origins, len(text))
