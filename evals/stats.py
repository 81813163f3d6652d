"""How far to trust a figure: Wilson intervals for shares, bootstrap intervals over whole cases for everything else, and exact tests."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.estimate import Estimate

Z = 1.959963984540054
DRAWS = 1000
SEED = 1

Sums = NDArray[np.float64]


def wilson(right: int, count: int) -> Estimate:
    """A share of independent observations; with none, 0 in an interval that says nothing."""
    if not count:
        return Estimate(value=0, low=0, high=1, count=0)
    share = right / count
    middle = share + Z * Z / (2 * count)
    reach = Z * float(np.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)))
    scale = 1 + Z * Z / count
    return Estimate(value=share, low=max(0.0, (middle - reach) / scale), high=min(1.0, (middle + reach) / scale), count=count)


def mcnemar(worse: int, better: int) -> float:
    """Exact two-sided p-value of the pairs that differ, where either side was as likely; 1 when none differs."""
    pairs = worse + better
    tail = sum(math.comb(pairs, few) for few in range(min(worse, better) + 1))
    return min(1.0, 2 * tail / (1 << pairs))


def holm(values: Sequence[float]) -> tuple[float, ...]:
    """P-values of several tests, raised so that together they hold to the level that one alone would."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    raised, highest = dict.fromkeys(order, 1.0), 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[at]))
        raised[at] = highest
    return tuple(raised[at] for at in range(len(values)))


def could_still_be(count: int) -> float:
    """The highest rate of failures that a run of ``count`` without a failure leaves open, at 95 %; 1 for an empty run."""
    return float(1 - 0.05 ** (1 / count)) if count else 1.0


class Cases:
    """Sums of whole cases drawn again, the same draws for every figure; ``sums`` has a row per case."""

    def __init__(self, sums: Sums) -> None:
        cases = len(sums)
        weights = np.random.default_rng(SEED).multinomial(cases, np.full(cases, 1 / cases), DRAWS)
        self._draws: Sums = weights.astype(float) @ sums
        self.total: Sums = sums.sum(axis=0, keepdims=True)

    def estimate(self, figure: Callable[[Sums], Sums], count: int) -> Estimate:
        """A figure with its interval over cases; ``figure`` takes rows of column sums and gives a figure for each."""
        return self._around(float(figure(self.total)[0]), figure(self._draws), count)

    def defined(self, figure: Callable[[Sums], Sums], count: int) -> Estimate | None:
        """Likewise for a figure that may be undefined (NaN): None when it is, and draws in which it is are left out."""
        value = float(figure(self.total)[0])
        if math.isnan(value):
            return None
        drawn = figure(self._draws)
        return self._around(value, drawn[~np.isnan(drawn)], count)

    @staticmethod
    def _around(value: float, drawn: Sums, count: int) -> Estimate:
        low, high = np.quantile(drawn, (0.025, 0.975)) if len(drawn) else (value, value)
        return Estimate(value=value, low=min(value, float(low)), high=max(value, float(high)), count=count)


def ratio(part: Sums, whole: Sums) -> Sums:
    """Part by whole, 0 where there is nothing."""
    share: Sums = np.divide(part, whole, out=np.zeros_like(part, dtype=float), where=whole > 0)
    return share
