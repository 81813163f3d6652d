"""Street addresses, as far as they can be recognised: a word for a street, a name, a number, and a town where one follows."""

import re
from functools import cache
from pathlib import Path

from coach.errors import SettingsError
from knowledge.datafile import read_data
from knowledge.models import Frozen, Language

WORDS = Path(__file__).parent / "streets.yaml"
NAME = r"[A-ZÀ-ÖØ-ÝŁŚŻŹĆ](?:\.|[\w’'-]+(?:\.[\w’'-]+)*|(?!\w))|\d{1,2}(?=[ ]\D)"
NUMBER = r"\d{1,4}(?:[ ]?(?:bis|ter|[A-Za-z](?![\w’'.])))?(?:/\w{1,4})?(?:[ ](?:m\.|lok\.|int\.|apt\.?)[ ]?\d{1,4})?"
GAP = r"(?:,?[ ]|,?\n(?:\[\w+\][ ])?)"
"""Between the parts of an address: a space or a line's end, and the mark before a line in a prompt."""


class AddressError(SettingsError):
    """A file of street words that must not be used; says file:line."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")


class StreetWords(Frozen):
    """How one language writes a street address."""

    number_first: bool
    before: tuple[str, ...]
    after: tuple[str, ...]
    small: tuple[str, ...]
    """Words in small letters that a name may hold."""
    postcode: str
    """A regular expression."""
    postcode_first: bool
    """Whether the postcode stands before the town."""


class _Languages(Frozen):
    en: StreetWords
    it: StreetWords
    fr: StreetWords
    pl: StreetWords


@cache
def street_patterns() -> tuple[re.Pattern[str], ...]:
    """One pattern a language; raises AddressError with file:line."""
    languages = read_data(WORDS, _Languages, AddressError)
    return tuple(re.compile(_pattern(getattr(languages, language))) for language in Language)


def _pattern(words: StreetWords) -> str:
    small = _any(words.small)
    name = rf"(?:(?:{NAME}|{small}){GAP}?){{0,6}}?(?:{NAME})"
    name = rf"(?:(?:{small}){GAP}?)*{name}"
    if words.after:
        street = rf"{NUMBER}{GAP}(?:(?:{NAME}|{small})[ ]){{1,4}}{_any(words.after)}"
    elif words.number_first:
        street = rf"{NUMBER}{GAP}{_any(words.before)}[ ]{name}"
    else:
        street = rf"{_any(words.before)}[ ]{name}{GAP}(?:(?:{small})[ ])*{NUMBER}"
    town = rf"(?:{NAME})(?:[ -](?:{NAME}))*"
    place = rf"(?:{words.postcode})[ ]{town}" if words.postcode_first else rf"(?:{town}{GAP})?(?:{words.postcode})"
    return rf"(?<![\w.,/-]){street}(?:{GAP}{place})?(?!\w)"


def _any(words: tuple[str, ...]) -> str:
    """Any of these words, whole and in any case."""
    parts = "|".join(re.escape(word) + ("" if word[-1] in ".'°" else r"\b") for word in sorted(words, key=len, reverse=True))
    return rf"(?i:{parts})"
