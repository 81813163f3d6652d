"""Intervals against figures from outside: Wilson's textbook values, and a share whose bootstrap is known."""

import numpy as np
import pytest

from evals.stats import Cases, ratio, wilson


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)],
)
def test_wilson(right: int, count: int, low: float, high: float) -> None:
    estimate = wilson(right, count)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=5e-5)
    assert estimate.value == right / count


def test_nothing_measured_says_nothing() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high, wilson(0, 0).count) == (0, 1, 0)


def test_the_bootstrap_draws_whole_cases() -> None:
    spread = np.array([[1.0, 1.0], [0.0, 1.0]] * 50)
    lumped = np.array([[10.0, 10.0], [0.0, 10.0]] * 5)

    def share(sums: np.ndarray) -> np.ndarray:
        return ratio(sums[:, 0], sums[:, 1])

    narrow, wide = Cases(spread).estimate(share, 100), Cases(lumped).estimate(share, 100)
    assert narrow.value == wide.value == 0.5
    assert narrow.high - narrow.low == pytest.approx(2 * 1.96 * 0.05, abs=0.03)
    assert wide.high - wide.low == pytest.approx(2 * 1.96 * 0.158, abs=0.06)
    assert Cases(spread).estimate(share, 100) == narrow
