"""Figures on what is understood of mails, with their uncertainty."""

from collections.abc import Sequence
from functools import partial
from itertools import product

import numpy as np

from evals.coefficients import weighted_kappa
from evals.counts import Counts, FoundFigures, Main, by_scope, figures_table
from evals.estimate import Estimate
from evals.graders.reading import NAMED, QUOTED
from evals.models import Graded, Suite, Table
from evals.stats import Sums, ratio, wilson
from knowledge.models import Frozen

LEVELS = range(4)


class ReadingFigures(Frozen):
    """How well mails are understood."""

    language: Estimate
    cause: Estimate
    intensity_exact: Estimate
    intensity_within_1: Estimate
    intensity_kappa: Estimate
    """Agreement beyond chance, with squared distances: 1 is full agreement, 0 what chance gives."""
    found: dict[str, FoundFigures]
    """Of issues, feelings, risks, asks and facts."""


class ReadingReport(Frozen):
    """What one run measured."""

    suite: Suite
    cases: int
    cases_sha256: str
    crashed: int = 0
    """Mails that gave nothing and are not among these."""
    scopes: dict[str, ReadingFigures]
    """By language code, and ``all``."""


def report(graded: Sequence[Graded], cases_sha256: str, crashed: int = 0) -> ReadingReport:
    """Figures for all mails together and for each language that has any."""
    scopes = {name: _figures(Counts(of)) for name, of in by_scope(graded).items()}
    return ReadingReport(suite=Suite.READING, cases=len(graded), cases_sha256=cases_sha256, crashed=crashed, scopes=scopes)


def _figures(counts: Counts) -> ReadingFigures:
    mails = counts["mails"]
    exact, near = (sum(counts[_column(a, b)] for a, b in product(LEVELS, LEVELS) if abs(a - b) <= most) for most in (0, 1))
    return ReadingFigures(
        language=wilson(counts["language"], mails),
        cause=wilson(counts["cause"], mails),
        intensity_exact=wilson(exact, mails),
        intensity_within_1=wilson(near, mails),
        intensity_kappa=counts.estimate(lambda sums: _kappa(counts, sums), mails),
        found={kind: counts.found(kind) for kind in (*NAMED, *QUOTED)},
    )


def _kappa(counts: Counts, sums: Sums) -> Sums:
    """Cohen's kappa with quadratic weights, for each row of sums."""
    pairs = np.stack([np.stack([counts.of(sums, _column(a, b)) for b in LEVELS], axis=1) for a in LEVELS], axis=1)
    distance = np.array([[(a - b) ** 2 for b in LEVELS] for a in LEVELS], dtype=float)
    agreement: Sums = np.nan_to_num(weighted_kappa(pairs, distance))
    return agreement


def _exact(counts: Counts, sums: Sums) -> Sums:
    same: Sums = np.sum([counts.of(sums, _column(level, level)) for level in LEVELS], axis=0)
    return ratio(same, counts.of(sums, "mails"))


def _share(counts: Counts, sums: Sums, part: str) -> Sums:
    return ratio(counts.of(sums, part), counts.of(sums, "mails"))


def _f1(counts: Counts, sums: Sums, kind: str) -> Sums:
    return counts.f1(sums, kind)


MAIN: dict[str, Main] = {
    "language": partial(_share, part="language"),
    "cause": partial(_share, part="cause"),
    "intensity_exact": _exact,
    "intensity_kappa": _kappa,
    **{f"found.{kind}.f1": partial(_f1, kind=kind) for kind in (*NAMED, *QUOTED)},
}
"""The main figures of a scope by their path in the report."""


def _column(gold: int, said: int) -> str:
    return f"intensity.{gold}.{said}"


def tables(measured: ReadingReport) -> tuple[Table, ...]:
    """One table: shares, agreement, and how well each kind of thing is found."""
    scopes = tuple(measured.scopes.values())
    names = ("language", "cause", "intensity_exact", "intensity_within_1", "intensity_kappa")
    figures = [(name.replace("_", " "), [getattr(scope, name) for scope in scopes]) for name in names]
    figures += [(f"{kind} F1", [scope.found[kind].f1 for scope in scopes]) for kind in (*NAMED, *QUOTED)]
    return (figures_table(f"{measured.suite}: {measured.cases} mails, out of fold", tuple(measured.scopes), figures),)
