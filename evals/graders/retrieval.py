"""How well a ranking of statements answers one labelled question.

A hit is a statement of grade 2. Recall@5 is the share of the relevant statements among the first five, of as many as fit there.
nDCG@5 discounts each grade by the logarithm of its rank, and divides by the best ranking that there could be.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evals.models import GoldQuery
from evals.steps.collect import ANSWERS

DEPTH = 5
"""Statements of a ranking that are looked at."""


class RankingGrade(NamedTuple):
    """The grade of one ranking."""

    hit1: float
    """1 for a hit, 0 for none."""
    hit3: float
    recall5: float
    ndcg5: float


def grade_ranking(query: GoldQuery, ranked: Sequence[str]) -> RankingGrade:
    """Grade statement ids, best first; one that comes again counts where it came first."""
    best = tuple(dict.fromkeys(ranked))[:DEPTH]
    grades = [query.relevant.get(id, 0) for id in best]
    return RankingGrade(
        hit1=float(ANSWERS in grades[:1]),
        hit3=float(ANSWERS in grades[:3]),
        recall5=sum(grade > 0 for grade in grades) / min(DEPTH, len(query.relevant)),
        ndcg5=_gain(grades) / _gain(sorted(query.relevant.values(), reverse=True)[:DEPTH]),
    )


def _gain(grades: Iterable[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
