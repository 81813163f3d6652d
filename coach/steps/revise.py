"""Last step: hand a draft back to its writer with the objections against it."""

from collections.abc import Iterable

from coach.checks.gate import Objection
from coach.models import Brief, Draft, MoveName

MOST_REVISIONS = 2
"""After that many the draft is held with its reasons."""


SPARE = frozenset({MoveName.ACKNOWLEDGE, MoveName.APOLOGISE, MoveName.RESTATE, MoveName.PREVENT, MoveName.INVITE})
"""Moves that a reply can do without at need."""


def revise(brief: Brief, objections: Iterable[Objection]) -> Brief:
    """The brief for another attempt: the same task, and all that was wrong with the ones before."""
    return brief.model_copy(update={"objections": (*brief.objections, *(f"{one.quote} — {one.reason}" for one in objections))})


def without(draft: Draft, objections: Iterable[Objection]) -> Draft:
    """The draft without the sentences that are objected to, where it can spare them."""
    blamed = [one.quote for one in objections]
    paragraphs = (
        tuple(one for one in paragraph if one.asks or one.move not in SPARE or not any(quote in one.text for quote in blamed))
        for paragraph in draft.paragraphs
    )
    return draft.model_copy(update={"paragraphs": tuple(paragraph for paragraph in paragraphs if paragraph)})
