"""What the agent knows and may promise in the drafts that are measured: made up from the kind of issue, always alike for the same case."""

import hashlib
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple, get_args

from pydantic import field_validator

from coach.models import Issue
from coach.requests import Offer, VerifiedFact
from evals.errors import CasesError
from evals.models import GoldCase
from knowledge.datafile import read_data
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent
LEAST = 2
"""Facts and offers that each kind of issue needs, so that two can be given at once."""


class Amount(StrEnum):
    """How much the agent has to go by."""

    NONE = "none"
    PARTIAL = "partial"
    """One verified fact, or one offer."""
    FULL = "full"
    """Two verified facts, and an offer or two to choose from."""


class Given(NamedTuple):
    """What the agent tells the coach."""

    facts: tuple[VerifiedFact, ...] = ()
    offers: tuple[Offer, ...] = ()


class Material(Frozen):
    """What can be known and offered in one language, by the kind of issue."""

    facts: dict[Issue, tuple[str, ...]]
    offers: dict[Issue, tuple[Offer, ...]]

    @field_validator("facts", "offers")
    @classmethod
    def _for_every_issue(cls, value: dict[Issue, tuple[object, ...]]) -> dict[Issue, tuple[object, ...]]:
        if lacking := [issue for issue in get_args(Issue) if len(value.get(issue, ())) < LEAST]:
            raise ValueError(f"{lacking[0]} needs at least {LEAST}")
        return value


def given(case: GoldCase, amount: Amount) -> Given:
    """What the agent has for a case; full holds all that partial does. Raises CasesError with file:line for material that lacks some."""
    material = material_of(case.lang)
    draw = Random(hashlib.sha256(case.id.encode()).digest())  # noqa: S311  variety, not secrecy
    issue: Issue = case.reading.issues[0] if case.reading else "other"
    facts = tuple(VerifiedFact(text=text) for text in draw.sample(material.facts[issue], LEAST))
    offers = tuple(draw.sample(material.offers[issue], draw.randint(1, LEAST)))
    if amount is Amount.FULL:
        return Given(facts, offers)
    if amount is Amount.NONE:
        return Given()
    return Given(facts=facts[:1]) if draw.random() < 1 / 2 else Given(offers=offers[:1])


@cache
def material_of(language: Language) -> Material:
    """The material of a language."""
    return read_data(FOLDER / f"{language}.yaml", Material, lambda file, line, said: CasesError(f"{file}:{line}: {said}"))
