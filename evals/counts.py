"""The counts of cases by name, and figures of their sums."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from evals.estimate import Estimate
from evals.models import Graded, Table
from evals.stats import Cases, Sums, ratio, wilson
from knowledge.models import Frozen, Language

ALL = "all"
Figure = Callable[[Sums], Sums]
Main = Callable[["Counts", Sums], Sums]
"""A main figure of a suite, of any rows of sums: a report asks it once, a comparison of two runs for both."""


class FoundFigures(Frozen):
    """How well things of one kind are found."""

    f1: Estimate
    precision: Estimate
    recall: Estimate


class Counts:
    """The counts of cases, a column per name."""

    def __init__(self, graded: Sequence[Graded]) -> None:
        names = sorted({name for one in graded for name in one.counts})
        self.names = tuple(names)
        self._column = {name: column for column, name in enumerate(names)}
        self._cases = Cases(np.array([[one.counts.get(name, 0) for name in names] for one in graded], float))

    def __getitem__(self, name: str) -> int:
        return int(self._cases.total[0, self._column[name]]) if name in self._column else 0

    def of(self, sums: Sums, name: str) -> Sums:
        """A column of sums over cases; noughts for what was never counted."""
        return sums[:, self._column[name]] if name in self._column else np.zeros(len(sums))

    def estimate(self, figure: Figure, count: int) -> Estimate:
        """A figure of column sums with its interval over cases."""
        return self._cases.estimate(figure, count)

    def f1(self, sums: Sums, kind: str) -> Sums:
        """Harmonic mean of precision and recall, of the columns ``kind.right``, ``.predicted``, ``.found`` and ``.gold``."""
        precision = ratio(self.of(sums, f"{kind}.right"), self.of(sums, f"{kind}.predicted"))
        recall = ratio(self.of(sums, f"{kind}.found"), self.of(sums, f"{kind}.gold"))
        return ratio(2 * precision * recall, precision + recall)

    def found(self, kind: str) -> FoundFigures:
        """Figures of the same four columns."""
        return FoundFigures(
            f1=self.estimate(lambda sums: self.f1(sums, kind), self[f"{kind}.gold"]),
            precision=wilson(self[f"{kind}.right"], self[f"{kind}.predicted"]),
            recall=wilson(self[f"{kind}.found"], self[f"{kind}.gold"]),
        )


def by_scope(graded: Sequence[Graded]) -> dict[str, list[Graded]]:
    """All cases together, and those of each language that has any."""
    scopes = {ALL: list(graded)} | {str(language): [one for one in graded if one.lang is language] for language in Language}
    return {name: cases for name, cases in scopes.items() if cases}


def figures_table(title: str, names: Sequence[str], figures: Iterable[tuple[str, Sequence[Estimate]]]) -> Table:
    """A row for each figure, with a column for each scope."""
    rows = tuple((name, *(f"{one.value:.3f} [{one.low:.2f}, {one.high:.2f}]" for one in values)) for name, values in figures)
    return Table(title=title, columns=("", *names), rows=rows)
