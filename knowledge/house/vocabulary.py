"""What taking in a document must know of each language: a page's furniture, orders to machines, endings. One checked file per language."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from knowledge.datafile import line_of, read_data
from knowledge.errors import LanguageDataError
from knowledge.language.fold import fold
from knowledge.matching.patterns import PatternFault, Syntax, bounded, to_regex
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent / "words"
NOTHING_ADDED = Syntax({}, {})


class HouseWords(Frozen):
    """The file of one language; everything but negations and endings is a pattern in the small language of the rules."""

    lines: tuple[str, ...]
    """Whole lines that stand around a page's text."""
    beginnings: tuple[str, ...]
    """What a short line of that kind begins with."""
    phrases: tuple[str, ...]
    """What makes a short paragraph furniture."""
    orders: tuple[str, ...]
    """What addresses a machine that reads the text."""
    negations: tuple[str, ...]
    """Plain words that, right before an order, turn it into honest advice."""
    endings: tuple[str, ...]
    """Endings of words that do not matter to a search."""


@cache
def house_words(language: Language) -> HouseWords:
    """The file of a language; raises LanguageDataError with file:line."""
    return read_data(FOLDER / f"{language}.yaml", HouseWords, LanguageDataError)


@cache
def furniture_lines() -> re.Pattern[str]:
    """Whole lines of all languages, for a text without its marks at the edges; pages mix languages in their menus."""
    return re.compile(rf"(?:{_any_of('lines')})|(?:{_any_of('beginnings')})(?!\w)[^\n]{{0,60}}")


@cache
def furniture_phrases() -> re.Pattern[str]:
    """Phrases of all languages, anywhere in a paragraph."""
    return re.compile(bounded(_any_of("phrases")))


@cache
def orders() -> re.Pattern[str]:
    """Orders to a machine in all languages; whoever writes them need not keep to the document's own."""
    return re.compile(bounded(_any_of("orders")))


@cache
def negations() -> re.Pattern[str]:
    """A negation of any language at the end of what stands before an order."""
    words = sorted({plain(word) for language in Language for word in house_words(language).negations})
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})[ \t]*$")


def plain(text: str) -> str:
    """A text as the patterns expect it: small letters, no diacritics."""
    return fold(text).lower()


def _any_of(part: str) -> str:
    return "|".join(expression for language in Language for expression in _expressions(language, part))


def _expressions(language: Language, part: str) -> Iterable[str]:
    for at, pattern in enumerate(getattr(house_words(language), part)):
        try:
            yield to_regex(plain(pattern), NOTHING_ADDED)
        except PatternFault as fault:
            path = FOLDER / f"{language}.yaml"
            raise LanguageDataError(path, line_of(path.read_text(encoding="utf-8"), (part, at)), f"{pattern}: {fault}") from fault
