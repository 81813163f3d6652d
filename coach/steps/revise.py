"""Last step: hand a draft back to its writer with the objections against it."""

from collections.abc import Iterable

from coach.checks.gate import Objection
from coach.models import Brief

MOST_REVISIONS = 2
"""After that many the draft is held with its reasons."""


def revise(brief: Brief, objections: Iterable[Objection]) -> Brief:
    """The brief for another attempt: the same task, and all that was wrong with the ones before."""
    return brief.model_copy(update={"objections": (*brief.objections, *(f"{one.quote} — {one.reason}" for one in objections))})
