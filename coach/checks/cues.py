"""Words that hint at person, mood, certainty and time: the same columns in every language, from one data file each."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from coach.checks.features import Floats, plain
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.language.fold import fold
from knowledge.language.words import words_of
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent / "cuewords"
WORD = re.compile(r"\w+(?:'\w+)?")
CLOCK = re.compile(r"\d{1,2}[:.h]\d\d|\d ?(?:am|pm|h)\b")
NUMBER = re.compile(r"\d+")
MOST = 3
"""More hits of one kind in a sentence say no more."""
LONGEST_STEM = 12
RECENT = 256
"""Sentences whose cues are kept: a draft is critiqued again after small changes."""

Words = tuple[str, ...]


class CueWords(Frozen):
    """The words of each kind; a star at the end of one stands for any ending."""

    you: Words
    i: Words
    we: Words
    others: Words
    negation: Words
    must: Words
    would: Words
    contrast: Words
    condition: Words
    certain: Words
    vague: Words
    small: Words
    obvious: Words
    evidence: Words
    apology: Words
    fault: Words
    feeling: Words
    change: Words
    choice: Words
    contact: Words
    done: Words
    will: Words


COLUMNS = (*CueWords.model_fields, "dates", "units", "clock", "numbers")
"""The kinds of words, days and months and units of time from the language's own data, times of day, and figures."""


def cues_of(texts: Sequence[str], language: Language) -> Floats:
    """A row per text: how often each kind of cue stands in it, at most MOST times."""
    rows = [_row(text, language) for text in texts]
    return np.array(rows, np.float32).reshape(len(texts), len(COLUMNS))


@lru_cache(maxsize=RECENT)
def _row(text: str, language: Language) -> tuple[int, ...]:
    row = [0] * len(COLUMNS)
    for word in WORD.findall(plain(text)):
        for kind in _kinds_of(word, language):
            row[kind] += 1
    numbers = NUMBER.findall(text)
    row[-2] = bool(numbers) and CLOCK.search(text) is not None
    row[-1] = len(numbers)
    return tuple(min(count, MOST) for count in row)


@lru_cache(maxsize=20_000)
def _kinds_of(word: str, language: Language) -> tuple[int, ...]:
    """The columns that a word counts for, its parts around an apostrophe included."""
    kinds = _kinds(language)
    found: list[int] = []
    for part in (word, *(word.split("'") if "'" in word else ())):
        stems = (f"{part[:length]}*" for length in range(1, min(len(part), LONGEST_STEM) + 1))
        found += (kind for key in (part, *stems) for kind in kinds.get(key, ()))
    return tuple(found)


def fingerprint(language: Language) -> str:
    """A hash of the language's cues: weights that were learned with others do not fit."""
    return sha256((FOLDER / f"{language}.yaml").read_bytes()).hexdigest()


@cache
def _kinds(language: Language) -> dict[str, tuple[int, ...]]:
    """Columns by word or stem; raises LanguageDataError with file:line."""
    cues = read_data(FOLDER / f"{language}.yaml", CueWords, LanguageDataError)
    own = words_of(language)
    known = dict(cues) | {
        "dates": [fold(day) for names in (*own.weekdays, *own.months) for day in names] + [fold(day) for day in own.relative_days],
        "units": [fold(unit) for units in own.units.values() for unit in units],
    }
    kinds: dict[str, tuple[int, ...]] = {}
    for column, name in enumerate(known):
        for word in dict.fromkeys(known[name]):
            kinds[word] = (*kinds.get(word, ()), column)
    return kinds
