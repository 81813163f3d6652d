"""Agreement of readers beyond chance: kappa, Krippendorff's alpha and Gwet's AC1.

A pattern is what each reader said of one thing, None where he said nothing. Each coefficient takes the patterns that occur and
rows of how often each does, and gives a value per row: so that a bootstrap asks once for all its draws. Undefined is NaN: nobody
can agree or disagree where fewer than two readers spoke, and kappa and alpha say nothing where everybody said the same of
everything.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

import numpy as np

from evals.stats import Sums

Pattern = tuple[float | None, ...]
Scale = Literal["nominal", "ordinal", "interval"]
"""How far apart two values are: all alike, by rank, or by squared distance."""


def raw_agreement(patterns: Sequence[Pattern], counts: Sums) -> Sums:
    """Share of pairs of readers that said the same, each thing counting once."""
    pairs = np.array([len(_said(one)) > 1 for one in patterns], float)
    return _divided(counts @ np.array([_alike(one) for one in patterns]), counts @ pairs)


def base_rate(patterns: Sequence[Pattern], counts: Sums) -> Sums:
    """Share of all that was said that is not 0."""
    positive = np.array([sum(value != 0 for value in _said(one)) for one in patterns], float)
    return _divided(counts @ positive, counts @ np.array([len(_said(one)) for one in patterns], float))


def kappa(patterns: Sequence[Pattern], counts: Sums, scale: Scale = "nominal") -> Sums:
    """Cohen's kappa, weighted by squared ranks unless nominal; of more than two readers, the mean over their pairs."""
    values = _values(patterns)
    readers = range(len(patterns[0]) if patterns else 0)
    weights = _by_rank(len(values)) if scale != "nominal" else 1 - np.eye(len(values))
    of_pairs = [weighted_kappa(_joint(patterns, counts, values, pair), weights) for pair in combinations(readers, 2)]
    defined = [~np.isnan(one) for one in of_pairs]
    if not of_pairs:
        return np.full(len(counts), np.nan)
    return _divided(np.nansum(of_pairs, axis=0), np.sum(defined, axis=0).astype(float))


def weighted_kappa(joint: Sums, weights: Sums) -> Sums:
    """Kappa of tables of two readers (rows x values x values) for disagreements of these weights."""
    shares = _divided(joint, joint.sum(axis=(1, 2), keepdims=True))
    by_chance = shares.sum(axis=2)[:, :, None] * shares.sum(axis=1)[:, None, :]
    return 1 - _divided((weights * shares).sum(axis=(1, 2)), (weights * by_chance).sum(axis=(1, 2)))


def alpha(patterns: Sequence[Pattern], counts: Sums, scale: Scale = "nominal") -> Sums:
    """Krippendorff's alpha for any number of readers, with gaps."""
    values = _values(patterns)
    each = np.array([_coincidences(one, values) for one in patterns]).reshape(len(patterns), len(values), len(values))
    observed: Sums = np.tensordot(counts, each, axes=1)
    totals = observed.sum(axis=2)
    number = totals.sum(axis=1)
    distance = _distance(values, totals, scale)
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    return 1 - _divided((number - 1) * (observed * distance).sum(axis=(1, 2)), expected)


def ac1(patterns: Sequence[Pattern], counts: Sums) -> Sums:
    """Gwet's AC1, which a rare value does not pull down as it does kappa; 1 where everybody always said the same."""
    values = _values(patterns)
    shares = np.array([[_share(one, value) for value in values] for one in patterns]).reshape(len(patterns), len(values))
    spoken = counts @ np.array([bool(_said(one)) for one in patterns], float)
    mean = _divided(counts @ shares, spoken[:, None])
    by_chance = (mean * (1 - mean)).sum(axis=1) / max(1, len(values) - 1)
    return _divided(raw_agreement(patterns, counts) - by_chance, 1 - by_chance)


def _said(pattern: Pattern) -> list[float]:
    return [value for value in pattern if value is not None]


def _values(patterns: Sequence[Pattern]) -> list[float]:
    return sorted({value for pattern in patterns for value in _said(pattern)})


def _alike(pattern: Pattern) -> float:
    pairs = [one == other for one, other in combinations(_said(pattern), 2)]
    return sum(pairs) / len(pairs) if pairs else 0.0


def _share(pattern: Pattern, value: float) -> float:
    said = _said(pattern)
    return said.count(value) / len(said) if said else 0.0


def _joint(patterns: Sequence[Pattern], counts: Sums, values: Sequence[float], pair: tuple[int, int]) -> Sums:
    joint = np.zeros((len(counts), len(values), len(values)))
    for column, pattern in enumerate(patterns):
        one, other = pattern[pair[0]], pattern[pair[1]]
        if one is not None and other is not None:
            joint[:, values.index(one), values.index(other)] += counts[:, column]
    return joint


def _coincidences(pattern: Pattern, values: Sequence[float]) -> Sums:
    said = _said(pattern)
    table = np.zeros((len(values), len(values)))
    for at, one in enumerate(said):
        for other in (*said[:at], *said[at + 1 :]):
            table[values.index(one), values.index(other)] += 1 / (len(said) - 1)
    return table


def _by_rank(size: int) -> Sums:
    ranks = np.arange(size, dtype=float)
    return (ranks[:, None] - ranks[None, :]) ** 2


def _distance(values: Sequence[float], totals: Sums, scale: Scale) -> Sums:
    if scale == "nominal":
        return np.broadcast_to(1 - np.eye(len(values)), (len(totals), len(values), len(values)))
    if scale == "interval":
        places = np.array(values, float)
        return np.broadcast_to((places[:, None] - places[None, :]) ** 2, (len(totals), len(values), len(values)))
    # Between two ranks lie those who chose a rank between them, and half of those who chose either.
    middle = totals.cumsum(axis=1) - totals / 2
    return (middle[:, :, None] - middle[:, None, :]) ** 2


def _divided(part: Sums, whole: Sums) -> Sums:
    """Part by whole, NaN where there is nothing to divide by."""
    whole = np.broadcast_to(whole, part.shape)
    quotient: Sums = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole != 0)
    return quotient
