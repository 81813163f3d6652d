"""How well each way of searching answers."""

from collections.abc import Sequence

import numpy as np

from evals.counts import by_scope, figures_table
from evals.estimate import Estimate
from evals.graders.retrieval import RankingGrade
from evals.models import Graded, Suite, Table
from evals.retrieval.systems import System
from evals.stats import Cases, wilson
from knowledge.models import Frozen


class RankingFigures(Frozen):
    """How well one way of searching answers."""

    hit1: Estimate
    """Share of questions that the first statement answers."""
    hit3: Estimate
    """Share of questions that one of the first three answers."""
    recall5: Estimate
    ndcg5: Estimate


class RetrievalReport(Frozen):
    """What one run measured."""

    suite: Suite
    cases: int
    """Questions."""
    cases_sha256: str
    crashed: int = 0
    """Questions that gave nothing and are not among these."""
    embeddings: str | None
    """The embedding model that search was configured with."""
    scopes: dict[str, dict[System, RankingFigures]]
    """By language code, and ``all``."""


def report(graded: Sequence[Graded], cases_sha256: str, embeddings: str | None, crashed: int = 0) -> RetrievalReport:
    """Figures of every way of searching, for all questions together and for each language that has any."""
    return RetrievalReport(
        suite=Suite.RETRIEVAL,
        cases=len(graded),
        cases_sha256=cases_sha256,
        crashed=crashed,
        embeddings=embeddings,
        scopes={scope: {name: _figures([_grade(one, name) for one in of]) for name in System} for scope, of in by_scope(graded).items()},
    )


def counts_of(name: System, grade: RankingGrade) -> dict[str, int | float]:
    """The grade of one way of searching as counts of its question."""
    return {f"{name}.{figure}": value for figure, value in grade._asdict().items()}


def _grade(graded: Graded, name: System) -> RankingGrade:
    return RankingGrade(**{figure: graded.counts[f"{name}.{figure}"] for figure in RankingGrade._fields})


def _figures(grades: Sequence[RankingGrade]) -> RankingFigures:
    count = len(grades)
    questions = Cases(np.array([[grade.recall5, grade.ndcg5] for grade in grades]))
    return RankingFigures(
        hit1=wilson(round(sum(grade.hit1 for grade in grades)), count),
        hit3=wilson(round(sum(grade.hit3 for grade in grades)), count),
        recall5=questions.estimate(lambda sums: sums[:, 0] / count, count),
        ndcg5=questions.estimate(lambda sums: sums[:, 1] / count, count),
    )


def tables(measured: RetrievalReport) -> tuple[Table, ...]:
    """One table for each figure, with a row for each way of searching."""
    names = {"hit1": "hit@1", "hit3": "hit@3", "recall5": "recall@5", "ndcg5": "nDCG@5"}
    by_model = f" with {measured.embeddings}" if measured.embeddings else ""
    return tuple(
        figures_table(
            f"{measured.suite}{by_model}: {spoken} on {measured.cases} questions",
            tuple(measured.scopes),
            [(name, [getattr(scope[name], figure) for scope in measured.scopes.values()]) for name in System],
        )
        for figure, spoken in names.items()
    )
