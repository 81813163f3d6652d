"""Asks every way of searching every question, and tells how well each answers."""

from collections.abc import Mapping, Sequence

import numpy as np

from evals.counts import ALL, figures_table
from evals.estimate import Estimate
from evals.graders.retrieval import RankingGrade, grade_ranking
from evals.models import GoldQuery, Suite, Table
from evals.retrieval.systems import Ranker, System
from evals.stats import Cases, wilson
from evals.steps.collect import digest
from knowledge.models import Frozen, Language


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
    embeddings: str | None
    """The embedding model that search was configured with."""
    scopes: dict[str, dict[System, RankingFigures]]
    """By language code, and ``all``."""


def report(queries: Sequence[GoldQuery], systems: Mapping[System, Ranker], embeddings: str | None) -> RetrievalReport:
    """Figures of every way of searching, for all questions together and for each language that has any."""
    grades = {
        name: [(query.lang, grade_ranking(query, rank(query.query, query.lang))) for query in queries] for name, rank in systems.items()
    }
    languages = [language for language in Language if any(query.lang is language for query in queries)]
    scopes = {ALL: set(languages)} | {str(language): {language} for language in languages}
    return RetrievalReport(
        suite=Suite.RETRIEVAL,
        cases=len(queries),
        cases_sha256=digest(queries),
        embeddings=embeddings,
        scopes={
            scope: {name: _figures([grade for language, grade in of if language in within]) for name, of in grades.items()}
            for scope, within in scopes.items()
        },
    )


def _figures(grades: Sequence[RankingGrade]) -> RankingFigures:
    count = len(grades)
    questions = Cases(np.array([[grade.recall5, grade.ndcg5] for grade in grades]))
    return RankingFigures(
        hit1=wilson(sum(grade.hit1 for grade in grades), count),
        hit3=wilson(sum(grade.hit3 for grade in grades), count),
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
