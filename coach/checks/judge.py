"""What a model sees in a draft beside the rules and the learned critic: one question a rule, and no verdict without words of the draft."""

import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from coach.checks.findings import Candidate
from coach.prompting import ENGLISH, fenced, template
from knowledge.language.fold import straighten
from knowledge.language.sentences import split
from knowledge.models import Language, Severity, Span
from knowledge.rule import Rule, Status

LONGEST = 12_000
"""Code points of a draft or a mail that a model is given."""
LEAST_QUOTE = 4
"""Letters and digits; fewer say nothing and stand everywhere."""
OF_ITS_OWN = frozenset({"wrong-language", "unanswered-ask", "unauthorised-promise"})
"""Rules that are decided by comparing the draft with mail, offer and policy, which a model would only guess at."""

Shape = TypeVar("Shape", bound=BaseModel)
Answer = TypeVar("Answer", covariant=True)


class Item(BaseModel):
    """A model's verdict on one rule; the quote comes first, so that it is sought before it is needed."""

    model_config = ConfigDict(extra="forbid")

    rule: str
    quote: str = Field(description="Words of the draft that carry the fault, verbatim; empty when there are none")
    violated: bool
    rewrite: str = Field(description="What could stand in place of the quote; empty when unsure")


class Verdicts(BaseModel):
    """A model's verdict on every rule it was asked about."""

    model_config = ConfigDict(extra="forbid")

    items: list[Item]


class Answered(Protocol[Answer]):
    """An answer of a chat model."""

    @property
    def value(self) -> Answer:
        """The answer in the agreed shape."""
        ...


class Asks(Protocol):
    """A chat model that answers in JSON of a given shape."""

    async def ask(self, system: str, user: str, shape: type[Shape]) -> Answered[Shape]:
        """One answer; raises a ModelError that says what to do."""
        ...


class Judge:
    """Asks a model about every rule that forbids something; it can add findings and never clears one."""

    def __init__(self, name: str, chat: Asks) -> None:
        self.name = name
        """The model as it is configured, ``provider:name``."""
        self._chat = chat

    async def candidates(self, draft: str, mail: str | None, lang: Language, rules: Iterable[Rule]) -> tuple[Candidate, ...]:
        """Faults whose words stand verbatim in one sentence of the draft; raises a ModelError when there is no answer."""
        asked = {rule.id: rule for rule in rules if _judged(rule, lang)}
        system, user = prompt(draft, mail, lang, tuple(asked.values()), secrets.token_hex(4))
        said = await self._chat.ask(system, user, Verdicts)
        return tuple(_candidates(said.value.items, draft, lang, asked))


def prompt(draft: str, mail: str | None, lang: Language, rules: Sequence[Rule], nonce: str) -> tuple[str, str]:
    """System and user message; draft and mail stand in the user message only, each line behind a fresh mark."""
    mark = f"[{nonce}]"
    system = template("judge").substitute(language=ENGLISH[lang], questions="\n".join(f"- `{rule.id}`: {rule.judge}" for rule in rules))
    user = template("judged").substitute(
        mark=mark, draft=fenced(draft, mark, LONGEST), mail=fenced(mail, mark, LONGEST) if mail else "(not given)"
    )
    return system, user


def locate(quote: str, draft: str, sentences: Iterable[Span]) -> Span | None:
    """Where a quote stands within one sentence, whatever its case, accents, apostrophes and spacing; None where it does not."""
    wanted = "".join(letter for letter, _ in _letters(quote)).strip()
    if sum(map(str.isalnum, wanted)) < LEAST_QUOTE:
        return None
    letters = list(_letters(draft))
    text = "".join(letter for letter, _ in letters)
    homes = tuple(sentences)
    at = text.find(wanted)
    while at >= 0:
        found = Span(letters[at][1], letters[at + len(wanted) - 1][1] + 1)
        if any(home.start <= found.start and found.end <= home.end for home in homes):
            return found
        at = text.find(wanted, at + 1)
    return None


def _judged(rule: Rule, lang: Language) -> bool:
    return rule.kind == "forbid" and rule.status is Status.ACTIVE and lang in rule.only and rule.id not in OF_ITS_OWN


def _candidates(items: Iterable[Item], draft: str, lang: Language, asked: dict[str, Rule]) -> Iterator[Candidate]:
    sentences = split(draft, lang)
    for item in items:
        rule = asked.get(item.rule)
        span = locate(item.quote, draft, sentences) if item.violated and rule is not None else None
        if rule is not None and span is not None:
            yield Candidate(
                rule=rule.id,
                start=span.start,
                end=span.end,
                # Until it was measured beside people's labels, a model may warn and not block.
                severity=Severity.WARNING if rule.severity is Severity.ERROR else rule.severity,
                origin="judge",
                rewrite=item.rewrite.strip() or None,
            )


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """The text as quotes are compared, each letter with the place it comes from: one space for any, no case, no accents."""
    space = True
    for place, character in enumerate(straighten(text)):
        if character.isspace():
            if not space:
                yield " ", place
            space = True
            continue
        space = False
        for letter in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(letter):
                yield letter, place
