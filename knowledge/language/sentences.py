"""Sentences with their offsets; abbreviations, dates and numbered addresses stay whole."""

import re
from functools import lru_cache

from knowledge.language.words import words_of
from knowledge.models import Language, Span

STOP = re.compile(r"(?:[.!?…]+(?:[\"'”)\]]|[ \u00a0\u202f]?»)*(?=\s|$))|\n+")
LAST_WORD = re.compile(r"(?:[^\W\d_](?:[\w'’]|\.(?=\w))*|\d+)\.$")
INITIAL = re.compile(r"(?:^|[\s(\"'])[^\W\d_]\.$")
NEXT = re.compile(r"\s*(\S)")

LEAST_WRAPPED = 55
"""Characters from which a line may have been wrapped; shorter ones are greetings, list items and signatures."""


@lru_cache(maxsize=64)
def split(text: str, language: Language | None) -> tuple[Span, ...]:
    """Spans of the sentences of a text, without the white space around them; a line break ends one unless it only wraps a line."""
    spans: list[Span] = []
    start = 0
    for stop in STOP.finditer(text):
        if stop.group()[0] == "\n":
            if is_soft_break(text, stop.start()):
                continue
            _add(spans, text, start, stop.start())
            start = stop.end()
        elif not _goes_on(text, start, stop, language):
            _add(spans, text, start, stop.end())
            start = stop.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def is_soft_break(text: str, at: int) -> bool:
    """Whether the line break at ``at`` only wraps a long line, as plain-text mail does: the sentence goes on in small letters."""
    before = text[text.rfind("\n", 0, at) + 1 : at].rstrip()
    return len(before) >= LEAST_WRAPPED and before[-1] not in ".!?…:" and text[at + 1 : at + 2].islower()


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        at = start + piece.index(stripped)
        spans.append(Span(at, at + len(stripped)))


def _goes_on(text: str, start: int, stop: re.Match[str], language: Language | None) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial, a date or a numbered thing."""
    if stop.group() != ".":
        return stop.group() in ("...", "…") and _next_is_lower(text, stop.end())
    if "\n" in text[stop.end() : stop.end() + 1]:
        return False
    left = text[start : stop.end()]
    following = NEXT.match(text, stop.end())
    if following is None:
        return False
    if following.group(1).islower():
        return True
    if INITIAL.search(left[-3:]) and not left.endswith(" I."):
        return _initial_goes_on(left, following.group(1), language)
    word = LAST_WORD.search(left.rsplit(None, 1)[-1])
    if word is None or language is None:
        return False
    known, bare = words_of(language), word.group()[:-1].lower()
    if bare in known.abbreviations:
        return True
    return bare in known.numeric_abbreviations and following.group(1).isdigit()


def _initial_goes_on(left: str, following: str, language: Language | None) -> bool:
    """``J. Smith`` goes on; ``m. 2`` does when the language numbers things so."""
    letter = left[-2]
    if letter.isupper():
        return following.isupper()
    return language is not None and following.isdigit() and letter in words_of(language).numeric_abbreviations


def _next_is_lower(text: str, at: int) -> bool:
    following = NEXT.match(text, at)
    return following is not None and following.group(1).islower()
