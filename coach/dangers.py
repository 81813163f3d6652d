"""The dangers that no ordinary reply may answer, unless a person has read the mail and ruled them out."""

from collections.abc import Collection, Iterable
from typing import get_args

from coach.models import Risk
from coach.requests import Danger

PERSON_ONLY: frozenset[str] = frozenset(get_args(Danger))
"""Risks that are such a danger."""


def dangers(risks: Iterable[Risk], cleared: Collection[Danger] = ()) -> tuple[Risk, ...]:
    """The risks that are a danger to a person, without those that a person has ruled out."""
    return tuple(risk for risk in risks if risk.risk in PERSON_ONLY.difference(cleared))
