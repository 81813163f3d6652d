"""Replies whose commitments were labelled by hand (see LABELLING.md), and what the product says of the same replies."""

from datetime import datetime
from pathlib import Path

from pydantic import Field

from coach.checks.authority import granted
from coach.checks.promises import backing, find_commitments
from coach.models import Commitment
from coach.policy import Policy
from coach.requests import Offer, VerifiedFact
from knowledge.models import Frozen, Language

OWN = Path(__file__).parent


class LabelledReply(Frozen):
    """A reply, what may back its commitments beside the policy, and the commitments in it."""

    id: str = Field(min_length=1)
    lang: Language
    now: datetime
    """When the reply is written, in the time of the house."""
    facts: tuple[VerifiedFact, ...]
    offer: tuple[Offer, ...]
    reply: str = Field(min_length=1)
    commitments: tuple[Commitment, ...]


def said_of(one: LabelledReply, policy: Policy) -> tuple[Commitment, ...]:
    """The commitments that ``coach review`` would report."""
    backed = backing(granted(one.facts, one.offer, policy, one.lang), one.lang, one.now)
    return find_commitments(one.reply, one.lang, backed, policy.refund_without_approval, one.now)
