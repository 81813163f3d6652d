"""How far to trust a figure: Wilson intervals for shares, bootstrap intervals over whole cases for everything else."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from knowledge.models import Frozen

Z = 1.959963984540054
DRAWS = 1000
SEED = 1

Sums = NDArray[np.float64]


class Estimate(Frozen):
    """A figure between 0 and 1 with its 95 % interval."""

    value: float
    low: float
    high: float
    count: int = Field(ge=0)
    """How many observations it rests on; 0 means that nothing was measured."""


def wilson(right: int, count: int) -> Estimate:
    """A share of independent observations; with none, 0 in an interval that says nothing."""
    if not count:
        return Estimate(value=0, low=0, high=1, count=0)
    share = right / count
    middle = share + Z * Z / (2 * count)
    reach = Z * float(np.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)))
    scale = 1 + Z * Z / count
    return Estimate(value=share, low=max(0.0, (middle - reach) / scale), high=min(1.0, (middle + reach) / scale), count=count)


def over_cases(sums: Sums, figure: Callable[[Sums], Sums], count: int) -> Estimate:
    """A figure computed from column sums, with an interval from drawing whole cases again.

    ``sums`` has a row per case; ``figure`` takes rows of sums over cases and gives a figure for each.
    """
    cases = len(sums)
    weights = np.random.default_rng(SEED).multinomial(cases, np.full(cases, 1 / cases), DRAWS)
    low, high = np.quantile(figure(weights @ sums), (0.025, 0.975))
    value = float(figure(sums.sum(axis=0, keepdims=True))[0])
    return Estimate(value=value, low=min(value, float(low)), high=max(value, float(high)), count=count)


def ratio(part: Sums, whole: Sums) -> Sums:
    """Part by whole, 0 where there is nothing."""
    share: Sums = np.divide(part, whole, out=np.zeros_like(part, dtype=float), where=whole > 0)
    return share
