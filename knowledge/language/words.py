"""Each language's data file, validated at load with file:line errors."""

from functools import cache
from pathlib import Path

from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent


class LanguageWords(Frozen):
    """What the text layer must know of one language; all words in lower case."""

    function_words: frozenset[str]
    """Frequent small words by which the language is recognised."""
    letters: str
    """Letters with diacritics that the language uses."""
    abbreviations: frozenset[str]
    """Words that keep their full stop without ending a sentence, written without it."""
    numeric_abbreviations: frozenset[str]
    """Abbreviations that only keep a sentence going before a number, such as ``no`` or ``m``."""
    months: tuple[tuple[str, ...], ...]
    """For January to December, every form a date may use."""
    weekdays: tuple[tuple[str, ...], ...]
    """For Monday to Sunday, every form."""
    relative_days: dict[str, int]
    """``tomorrow`` and its like, in days from today."""
    units: dict[str, tuple[str, ...]]
    """``minute, hour, day, working-day, week, month, year`` and every form of each."""
    numbers: dict[str, int]
    """Number words that durations and counts use."""
    named_times: dict[str, int]
    """Times of day that have a name, and their hour."""
    currencies: tuple[str, ...]
    """Currency words and signs beside € $ £."""


@cache
def words_of(language: Language) -> LanguageWords:
    """The data file of a language; raises LanguageDataError with file:line."""
    return read_data(FOLDER / f"{language}.yaml", LanguageWords, LanguageDataError)
