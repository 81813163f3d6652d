"""Which merits a whole reply has, as learned from labelled replies."""

from coach.checks.features import Grams, whole
from coach.checks.model import Weights


def merits_of(grams: Grams, weights: Weights) -> tuple[str, ...]:
    """The presence rules that a reply meets, in their own order."""
    if not grams.spans:
        return ()
    scores = weights.reply.scores(whole(grams))[0]
    return tuple(name for name, score, least in zip(weights.merits, scores, weights.present, strict=True) if score >= least)
