"""Brings the two ways of looking together: nearness of meaning, and rare words in common."""

from collections.abc import Mapping, Sequence

RARE_WORDS = 0.2
"""Share of rare words beside 1 for meaning; rank fusion was tried and is worse, for it trusts chance matches of common words."""

HOUSE_TRUST = 2.5
"""Two fifths of a question covered, with a statement right beside it, rank like the best statement."""
LEAST_NEAR = 0.2


def fuse(near: Sequence[tuple[str, float]], worded: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
    """Ids and scores (0 to 1) of the best, from cosines and from rare-word scores, each stretched over the range it has in this search."""
    meaning, wording = _stretched(dict(near)), _stretched(worded)
    shares = (1.0 if meaning else 0.0) + (RARE_WORDS if wording else 0.0)
    scores = {id: (meaning.get(id, 0.0) + RARE_WORDS * wording.get(id, 0.0)) / shares for id in meaning.keys() | wording.keys()}
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))[:limit]


def rank_of_house(covered: float, nearest: float) -> float:
    """The place of a house passage among guideline statements, as a score (0 to 1).

    It tells by how much of the question the passage covers, against how near the nearest statement is: whoever asks for
    a propeller is near to no guideline, and whoever asks how to calm somebody is, though the house has words in common.
    """
    return min(1.0, HOUSE_TRUST * covered / max(nearest, LEAST_NEAR))


def _stretched(scores: Mapping[str, float]) -> dict[str, float]:
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    return {id: (score - low) / (high - low) for id, score in scores.items()} if high > low else {}
