"""One language's phrasebook: sentence templates by move and kind, each with its conditions and an example that is a test."""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from coach.models import MoveName
from coach.writers.template import Node, count_ways, named, parse, required
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent.parent / "phrasebook"
ANY, EVERY = "any", "every"
APART = frozenset({"bereavement", "praise", "public", "sarcasm"})
"""Kinds that ``every`` does not fit."""


def _template(text: str) -> str:
    parse(text)
    return text


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {text} ({error})") from error
    return text


Template = Annotated[str, AfterValidator(_template)]


class Entry(Frozen):
    """One sentence, or a sentence with a verified fact behind it."""

    say: Template
    example: str
    """The sentence as a customer may read it; a test proves that the template says it."""
    when: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Details of the move that must have one of these values."""

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The parsed template."""
        return parse(self.say)

    @cached_property
    def needs(self) -> frozenset[str]:
        """The slots without which it cannot be said."""
        return required(self.nodes)

    @cached_property
    def ways(self) -> int:
        """How many different sentences it makes, slots aside."""
        return count_ways(self.nodes)

    @cached_property
    def may_name(self) -> frozenset[str]:
        """The slots of its optional parts."""
        return named(self.nodes) - self.needs


class Deadline(Frozen):
    """How an offer's ``by`` is said: the first rule whose expression it matches wins."""

    match: Annotated[str, AfterValidator(_expression)]
    say: str
    """With ``{by}`` where the agent's words stand."""


class Detail(Frozen):
    """How a date or an amount of the mail is named within a sentence: the first rule whose expression it matches wins."""

    match: Annotated[str, AfterValidator(_expression)]
    say: str
    """With ``{detail}`` where the customer's words stand; empty for what means nothing on its own."""


class Within(Frozen):
    """How the policy's bounded update is said."""

    one: str
    many: str
    """With ``{count}``."""
    counts: dict[int, str]
    """Number words in the case that ``many`` asks for; a count that is not there is said in digits."""


class Phrasebook(Frozen):
    """Everything the built-in writer says in one language."""

    within: Within
    quotes: tuple[str, str]
    last_joint: str
    """Between the last two of several: ``and`` with its spaces."""
    blank_subject: str
    """The subject of a reply to a mail that had none."""
    address: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By grammatical gender, words that address the customer, as slots; only languages that need it have it."""
    deadlines: tuple[Deadline, ...]
    details: tuple[Detail, ...] = ()
    """A language without rules says them as they are."""
    sentences: dict[MoveName, dict[str, tuple[Entry, ...]]]

    @model_validator(mode="after")
    def _covers_every_move(self) -> "Phrasebook":
        missing = [name for name in MoveName if name is not MoveName.CLOSE and not self.sentences.get(name)]
        if missing:
            raise ValueError(f"sentences: nothing to say for the move {missing[0]}; add it")
        return self

    def entries(self, name: MoveName, kind: str) -> tuple[Entry, ...]:
        """What can be said for a kind of a move; a kind without entries of its own is said as ``any``, and ``every`` fits all kinds."""
        kinds = self.sentences[name]
        return (kinds.get(kind) or kinds[ANY]) + (kinds.get(EVERY, ()) if kind not in APART else ())

    def update_within(self, working_days: int) -> str:
        """The bounded update, such as ``within two working days``."""
        if working_days == 1:
            return self.within.one
        return self.within.many.format(count=self.within.counts.get(working_days, working_days))

    def deadline(self, by: str) -> str:
        """An offer's deadline with the preposition it needs."""
        return next((rule.say.format(by=by) for rule in self.deadlines if re.search(rule.match, by, re.IGNORECASE)), by)

    def detail(self, text: str) -> str:
        """A detail with the article it needs; empty when it had better not be said."""
        if not self.details:
            return text
        return next((rule.say.format(detail=text) for rule in self.details if re.search(rule.match, text, re.IGNORECASE)), "")


@cache
def phrasebook_of(language: Language) -> Phrasebook:
    """The phrasebook of a language; raises LanguageDataError with file:line."""
    return read_data(FOLDER / f"{language}.yaml", Phrasebook, LanguageDataError)
