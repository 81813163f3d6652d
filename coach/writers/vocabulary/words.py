"""One language's vocabulary file, validated at load with file:line errors."""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from coach.writers.template import parse
from coach.writers.vocabulary.patterns import Finder, compile_patterns
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent


def _patterns(patterns: tuple[str, ...]) -> tuple[str, ...]:
    compile_patterns(patterns)
    return patterns


def _templates(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        parse(text)
    return texts


Patterns = Annotated[tuple[str, ...], AfterValidator(_patterns)]
Templates = Annotated[tuple[str, ...], Field(min_length=1), AfterValidator(_templates)]


class Noun(Frozen):
    """A thing that mails are about: how to find it and how to decline it."""

    find: Patterns = ()
    say: tuple[str, ...] = Field(min_length=1)
    """The noun; in Polish its nominative, genitive, accusative, instrumental."""
    gender: Literal["m", "f", "n"] | None = None
    plural: bool = False
    ours: bool = False
    """Whether it is named with the article, as ours or nobody's, instead of as the customer's."""

    @cached_property
    def finder(self) -> Finder:
        """The patterns as one expression."""
        return Finder(self.find)


class Phrase(Frozen):
    """Something that mails say: how to find it, and wordings to say it back."""

    find: Patterns = ()
    say: Templates
    issues: tuple[str, ...] = ()
    """Issues it belongs to; a mail about one of them is likelier to mean it."""

    @cached_property
    def finder(self) -> Finder:
        """The patterns as one expression."""
        return Finder(self.find)


class Vocabulary(Frozen):
    """What mails of one language speak of; ids are the same in every language."""

    references: dict[str, Noun]
    """What a number names: an order, an invoice, a contract."""
    things: dict[str, Noun]
    """Goods and services that mails are about."""
    issues: dict[str, Noun]
    """The issue as a noun, for when nothing more specific was found."""
    happenings: dict[str, Phrase]
    """What went wrong, as a clause; earlier ones are said first."""
    circumstances: dict[str, Phrase]
    """What makes it worse for this customer, to be added after a comma."""
    questions: dict[str, Phrase]
    """What customers ask, as an indirect question."""
    teams: dict[str, Phrase]
    """Who looks into an issue; found nowhere, named only."""
    signals: dict[str, Patterns]
    """Situations that change the plan: bereavement, abuse, praise, urgent, hazards; and threats, which are not quoted back."""
    waits: tuple[str, ...]
    """Regular expressions for the customer's own words that say how long it has gone on, to be repeated as they are."""
    loyalty: Patterns
    """Words that show that a duration is not a wait."""
    contacts: Patterns
    """Words for getting in touch with us."""
    first_person: Patterns
    """Words by which customers speak of themselves."""
    further: Patterns
    """A joint and the word that begins a second question in the same sentence."""
    openers: frozenset[str] = frozenset()
    """Words that tie a sentence to the one before, and that a quotation leaves out."""
    unquotable: Patterns
    """Words that show that a sentence is aimed at us, or a courtesy, and tells no story."""
    counts: dict[int, Patterns]
    """How often: words for two times, three times and so on."""
    times: dict[int, str]
    """How often, as an adverb: ``three times``."""
    titles: dict[str, str]
    """Titles before a name in a signature, without full stop and in lower case, to how a greeting says them."""
    closings: Patterns
    """Courtesies that stand before a signature."""
    organisations: Patterns
    """Words in a signature by which a company, a team or a role signs, and no person to be greeted by name."""

    @cached_property
    def signal_finders(self) -> dict[str, Finder]:
        """The patterns of each signal as one expression."""
        return {name: Finder(patterns) for name, patterns in self.signals.items()}

    @cached_property
    def wait_finder(self) -> re.Pattern[str]:
        """The waits as one expression, for the mail as it is written."""
        return re.compile("|".join(f"(?:{wait})" for wait in self.waits), re.IGNORECASE)


@cache
def vocabulary_of(language: Language) -> Vocabulary:
    """The vocabulary of a language; raises LanguageDataError with file:line."""
    return read_data(FOLDER / f"{language}.yaml", Vocabulary, LanguageDataError)
