"""Intervals against figures from outside: Wilson's textbook values, and a share whose bootstrap is known."""

import numpy as np
import pytest

from evals.stats import Cases, could_still_be, holm, mcnemar, ratio, wilson


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),
        (2, 5, 0.1176, 0.7693),
        (95, 100, 0.8882, 0.9785),
        (60, 60, 0.9398, 1.0),
        (300, 300, 0.9874, 1.0),
    ],
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


@pytest.mark.parametrize(
    ("worse", "better", "probability"),
    [(0, 0, 1), (1, 1, 1), (5, 0, 0.0625), (6, 0, 0.03125), (6, 1, 0.125), (8, 2, 0.1094), (10, 3, 0.0923), (3, 10, 0.0923)],
)
def test_mcnemar_is_exact_and_has_two_sides(worse: int, better: int, probability: float) -> None:
    assert mcnemar(worse, better) == pytest.approx(probability, abs=5e-5)


def test_holm_raises_the_smallest_most_and_never_turns_an_order_round() -> None:
    # Holm (1979): four tests; 0.01 x 4, 0.02 x 3, 0.03 x 2 that may not fall below the one before, 0.9.
    assert holm([0.03, 0.01, 0.9, 0.02]) == pytest.approx((0.06, 0.04, 0.9, 0.06))
    assert holm([0.6, 0.7]) == (1, 1)
    assert holm([]) == ()


@pytest.mark.parametrize(("rate", "needed"), [(0.05, 59), (0.03, 99), (0.02, 149), (0.01, 299)])
def test_how_many_must_pass_to_show_that_few_fail(rate: float, needed: int) -> None:
    assert could_still_be(needed) <= rate < could_still_be(needed - 1)


def test_nothing_that_failed_is_not_proof() -> None:
    assert could_still_be(60) == pytest.approx(0.049, abs=5e-4)
    assert could_still_be(0) == 1


def test_a_figure_that_is_undefined_is_none_and_draws_in_which_it_is_are_left_out() -> None:
    def share(sums: np.ndarray) -> np.ndarray:
        return np.divide(sums[:, 0], sums[:, 1], out=np.full(len(sums), np.nan), where=sums[:, 1] > 0)

    assert Cases(np.zeros((3, 2))).defined(share, 0) is None
    seldom = Cases(np.array([[1.0, 2.0], [0.0, 0.0], [0.0, 0.0]])).defined(share, 2)
    assert seldom is not None
    assert (seldom.value, seldom.low, seldom.high) == (0.5, 0.5, 0.5)
