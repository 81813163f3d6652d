"""Agreement of readers, against textbook tables and at the edges where it is undefined."""

import numpy as np
import pytest

from evals.coefficients import Pattern, Scale, ac1, alpha, base_rate, kappa, raw_agreement

PAIRS: list[Pattern] = [(1, 1), (1, 0), (0, 1), (0, 0)]
TEXTBOOK: list[Pattern] = list(
    zip(
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
        strict=True,
    )
)
"""Krippendorff's four observers of twelve units."""


def once(patterns: list[Pattern]) -> np.ndarray:
    return np.ones((1, len(patterns)))


def counted(*numbers: int) -> np.ndarray:
    return np.array([numbers], float)


def test_kappa_of_two_readers() -> None:
    assert kappa(PAIRS, counted(20, 5, 10, 15)) == pytest.approx(0.4)


def test_a_rare_value_pulls_kappa_down_and_not_ac1() -> None:
    rare = counted(10, 25, 25, 940)

    assert raw_agreement(PAIRS, rare) == pytest.approx(0.95)
    assert base_rate(PAIRS, rare) == pytest.approx(0.035)
    assert kappa(PAIRS, rare) == pytest.approx(0.26, abs=5e-4)
    assert ac1(PAIRS, rare) == pytest.approx(0.946, abs=5e-4)


@pytest.mark.parametrize(("scale", "value"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491)])
def test_alpha_of_the_textbook(scale: Scale, value: float) -> None:
    assert alpha(TEXTBOOK, once(TEXTBOOK), scale) == pytest.approx(value, abs=5e-5)


def test_ac1_of_the_textbook() -> None:
    assert ac1(TEXTBOOK, once(TEXTBOOK)) == pytest.approx(0.7754, abs=5e-5)


def test_weighted_kappa_forgives_neighbours() -> None:
    near: list[Pattern] = [(0, 1), (1, 2), (2, 2), (3, 3), (0, 0)]
    far: list[Pattern] = [(0, 3), (1, 3), (2, 2), (3, 3), (0, 0)]

    assert kappa(near, once(near), "ordinal") > kappa(far, once(far), "ordinal")
    by_chance = sum((a - b) ** 2 for a, _ in near for _, b in near) / len(near)  # type: ignore[operator]
    assert kappa(near, once(near), "ordinal") == pytest.approx(1 - 2 / by_chance)


def test_of_more_than_two_readers_kappa_is_the_mean_of_their_pairs() -> None:
    three: list[Pattern] = [(1, 1, 0), (0, 0, 0), (1, 1, 1), (0, 0, 1)]
    pairs = [[(one[a], one[b]) for one in three] for a, b in ((0, 1), (0, 2), (1, 2))]

    assert kappa(three, once(three)) == pytest.approx(np.mean([kappa(pair, once(pair)) for pair in pairs]))


def test_each_row_of_counts_has_its_own_answer() -> None:
    rows = np.array([[20, 5, 10, 15], [10, 25, 25, 940]], float)

    for figure in (raw_agreement, base_rate, kappa, alpha, ac1):
        both = figure(PAIRS, rows)
        assert both == pytest.approx([figure(PAIRS, rows[:1])[0], figure(PAIRS, rows[1:])[0]])


@pytest.mark.parametrize("patterns", [[], [(1.0,)], [(1.0, None), (None, 0.0)]], ids=["nothing", "one reader", "nothing in common"])
def test_nobody_to_compare_with_is_undefined(patterns: list[Pattern]) -> None:
    assert all(np.isnan(figure(patterns, once(patterns))).all() for figure in (raw_agreement, kappa, alpha, ac1))


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_the_same_of_everything_is_agreement_that_kappa_and_alpha_cannot_tell_from_chance(value: float) -> None:
    same: list[Pattern] = [(value, value)] * 3

    assert raw_agreement(same, once(same)) == ac1(same, once(same)) == 1
    assert np.isnan(kappa(same, once(same))).all()
    assert np.isnan(alpha(same, once(same))).all()
