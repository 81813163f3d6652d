"""Which merits a whole reply has, as learned from labelled replies."""

from coach.checks.context import Look, of_reply
from coach.checks.model import Weights


def merits_of(seen: Look, weights: Weights) -> tuple[str, ...]:
    """The presence rules that a reply meets, in their own order."""
    chances = weights.merit_network.probabilities(of_reply(seen))[0]
    return tuple(name for name, chance, least in zip(weights.merits, chances, weights.present, strict=True) if chance >= least)
