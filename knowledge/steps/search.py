"""Brings the two ways of looking together: nearness of meaning, and rare words in common."""

from collections.abc import Mapping, Sequence

RARE_WORDS = 0.2
"""Share of rare words beside 1 for meaning; rank fusion was tried and is worse, for it trusts chance matches of common words."""


def fuse(near: Sequence[tuple[str, float]], worded: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
    """Ids and scores (0 to 1) of the best, from cosines and from rare-word scores, each stretched over the range it has in this search."""
    meaning, wording = _stretched(dict(near)), _stretched(worded)
    shares = (1.0 if meaning else 0.0) + (RARE_WORDS if wording else 0.0)
    scores = {id: (meaning.get(id, 0.0) + RARE_WORDS * wording.get(id, 0.0)) / shares for id in meaning.keys() | wording.keys()}
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))[:limit]


def _stretched(scores: Mapping[str, float]) -> dict[str, float]:
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    return {id: (score - low) / (high - low) for id, score in scores.items()} if high > low else {}
