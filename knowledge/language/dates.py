"""Dates, times of day and durations in a text; ``deadlines`` says what moment they mean."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from knowledge.language.words import words_of
from knowledge.models import Language

Kind = Literal["date", "weekday", "relative", "time", "duration"]
ORDINAL = {
    Language.EN: r"\d{1,2}(?:st|nd|rd|th)",
    Language.IT: r"(?:(?<=\bil )|(?<=\bdel )|(?<=\bal ))\d{1,2}°?(?![\d:/]|[.,]\d|\s?(?:[€%]|euro|ore\b))",
    Language.FR: r"(?:(?<=\ble )|(?<=\bdu )|(?<=\bau ))\d{1,2}(?:er)?(?![\d:/]|[.,]\d|\s?(?:[€%]|euros?|h\b))",
    Language.PL: r"\d{1,2}-(?:ego|go)",
}
AT = {
    Language.EN: "at|by|before|until|from",
    Language.IT: "alle|dalle|le ore|ore|entro le",
    Language.FR: "à|avant|dès",
    Language.PL: r"godz\.?|o godzinie|godziny",
}
"""Words before a bare figure that make it a time of day."""
FIRST_WORD = re.compile(r"\w+")
FIGURES: tuple[Kind, ...] = ("date", "time", "duration")
"""Kinds that may begin with a figure."""
NUMBER_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


class Timing(NamedTuple):
    """One expression of time, with its code points in the text."""

    start: int
    end: int
    kind: Kind
    text: str


@lru_cache(maxsize=256)
def find_timings(text: str, language: Language) -> tuple[Timing, ...]:
    """Expressions of time in reading order; where two overlap the longer one stands."""
    starts = _starts(text, language)
    found = [
        Timing(match.start(), match.end(), kind, match.group())
        for kind, pattern in _patterns(language).items()
        if kind in starts
        for match in _matches(pattern, text, starts[kind])
    ]
    kept: list[Timing] = []
    for timing in sorted(found, key=lambda t: (t.start - t.end, t.start)):
        if all(timing.end <= other.start or other.end <= timing.start for other in kept):
            kept.append(timing)
    return tuple(sorted(kept))


def any_of(words: Iterable[str]) -> str:
    """A regular expression for one of these words, the longest first; a space is any white space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _starts(text: str, language: Language) -> dict[Kind, list[int]]:
    """Where expressions of each kind may begin: every one begins with a figure or with a word of its kind."""
    starts: dict[Kind, list[int]] = {}
    heads = _heads(language)
    for word in FIRST_WORD.finditer(text):
        first = word.group()
        for kind in FIGURES if first[0].isdecimal() else heads.get(first.lower(), ()):
            starts.setdefault(kind, []).append(word.start())
    return starts


def _matches(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What ``finditer`` finds, tried only at these places."""
    end = 0
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match


@cache
def _heads(language: Language) -> dict[str, tuple[Kind, ...]]:
    """The first words of expressions of time, with the kinds that may begin so."""
    words = words_of(language)
    openings: dict[Kind, Iterable[str]] = {
        "date": (form for forms in words.months for form in forms),
        "weekday": (form for forms in words.weekdays for form in forms),
        "relative": words.relative_days,
        "time": (*words.named_times, *AT[language].split("|")),
        "duration": words.numbers,
    }
    heads: dict[str, tuple[Kind, ...]] = {}
    for kind, forms in openings.items():
        for head in {first.group() for form in forms if (first := FIRST_WORD.search(form))}:
            heads[head] = (*heads.get(head, ()), kind)
    return heads


@cache
def _patterns(language: Language) -> dict[Kind, re.Pattern[str]]:
    words = words_of(language)
    months = any_of(form for forms in words.months for form in forms)
    units = any_of(form for forms in words.units.values() for form in forms)
    numbers = any_of(words.numbers)
    count = rf"(?:\d{{1,3}}(?:[.,]\d)?|{numbers})"
    sources: dict[Kind, str] = {
        "date": rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b\d{{1,2}}/\d{{1,2}}\b(?!/)"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th|er|°|º|\.)?\s+(?:of\s+|de\s+|di\s+)?(?:{months})\b(?:\.?,?\s+\d{{4}})?"
        rf"|\b(?:{months})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?|\b(?:{ORDINAL[language]})(?!\w)",
        "weekday": rf"\b(?:{any_of(f for forms in words.weekdays for f in forms if len(f) > 3)})\b",
        "relative": rf"\b(?:{any_of(words.relative_days)})(?!\w)",
        "time": rf"\b\d{{1,2}}(?::\d{{2}}|\s?h\s?\d{{0,2}}(?!\w))(?:\s?[ap](?:m\b|\.m\.))?|\b\d{{1,2}}(?:\.\d{{2}})?\s?[ap](?:m\b|\.m\.)"
        rf"|(?<=\s)(?:{AT[language]})\s+\d{{1,2}}(?:[.:]\d{{2}})?\b(?!\s?(?:{units}|{months}|%|€|zł|euro|[ap]\.?m\b))|(?<!-)\b(?:{any_of(words.named_times)})\b",
        "duration": rf"\b{count}(?:\s*[-–/]\s*{count})?\s*-?\s*(?:{units})\b",
    }
    return {kind: re.compile(source, re.I) for kind, source in sources.items()}


class Duration(NamedTuple):
    """So many units; two counts where the text gives a range."""

    counts: tuple[int, ...]
    unit: str
    """``minute, hour, working-day, day, week, month, year``."""


def duration_of(text: str, language: Language) -> Duration:
    """The counts and the unit of a timing of kind ``duration``; digits and number words mean the same."""
    words, lowered = words_of(language), " ".join(text.lower().split())
    unit = max(words.units, key=lambda name: max((len(form) for form in words.units[name] if lowered.endswith(form)), default=0))
    digits = tuple(int(match) for match in re.findall(r"\d+", lowered))
    return Duration(digits or tuple(n for word in NUMBER_WORD.findall(lowered) if (n := words.numbers.get(word))), unit)
