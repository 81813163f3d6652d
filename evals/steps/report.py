"""Fourth step: figures with their uncertainty, for all cases and for each language."""

from collections.abc import Sequence
from functools import partial

import numpy as np

from evals.counts import Counts, FoundFigures, Main, by_scope, figures_table
from evals.estimate import Estimate
from evals.models import DIMENSION_OF, HEADLINE, MET, Graded, Suite, Table
from evals.stats import Sums, ratio, wilson
from knowledge.models import Dimension, Frozen


class Scope(Frozen):
    """The figures of all cases or of one language."""

    replies_clean: int
    headline_f1: Estimate
    """Mean span F1 of the three headline dimensions."""
    dimensions: dict[Dimension, FoundFigures]
    error_precision: Estimate
    error_recall: Estimate
    """Share of headline faults that an error finds."""
    clean_with_error: Estimate
    clean_with_warning: Estimate
    met: dict[str, Estimate]
    """Balanced accuracy of each presence rule."""
    met_mean: Estimate
    rules: dict[str, Estimate]
    """Share of each rule's faults that a finding of its dimension covers."""
    rules_named: dict[str, Estimate]
    """Share of each rule's faults that a finding covers under this rule's name."""
    rules_precision: dict[str, Estimate]
    """Share of the findings under each rule's name that lie on a fault of its dimension."""


class EvalReport(Frozen):
    """What one run of a suite measured."""

    suite: Suite
    cases: int
    cases_sha256: str
    crashed: int = 0
    """Cases that gave nothing and are not among these."""
    scopes: dict[str, Scope]
    """By language code, and ``all``."""


def report(graded: Sequence[Graded], suite: Suite, cases_sha256: str, crashed: int = 0) -> EvalReport:
    """Figures for all cases together and for each language that has any."""
    scopes = {name: _scope(cases) for name, cases in by_scope(graded).items()}
    return EvalReport(suite=suite, cases=len(graded), cases_sha256=cases_sha256, crashed=crashed, scopes=scopes)


def _scope(graded: Sequence[Graded]) -> Scope:
    counts = Counts(graded)
    return Scope(
        replies_clean=counts["clean"],
        headline_f1=counts.estimate(partial(_headline, counts), counts["headline.gold"]),
        dimensions={one: counts.found(one) for one in (*HEADLINE, Dimension.OTHER)},
        error_precision=wilson(counts["errors.right"], counts["errors"]),
        error_recall=wilson(counts["headline.found_by_error"], counts["headline.gold"]),
        clean_with_error=wilson(counts["clean.error"], counts["clean"]),
        clean_with_warning=wilson(counts["clean.shown"], counts["clean"]),
        met={name: counts.estimate(partial(_balanced, counts, name), _judged(counts, name)) for name in MET},
        met_mean=counts.estimate(partial(_met_mean, counts), sum(_judged(counts, name) for name in MET)),
        rules={rule: wilson(counts[f"rule:{rule}.found"], counts[f"rule:{rule}.gold"]) for rule in sorted(DIMENSION_OF)},
        rules_named={rule: wilson(counts[f"rule:{rule}.named"], counts[f"rule:{rule}.gold"]) for rule in sorted(DIMENSION_OF)},
        rules_precision={rule: wilson(counts[f"rule:{rule}.right"], counts[f"rule:{rule}.said"]) for rule in sorted(DIMENSION_OF)},
    )


def _headline(counts: Counts, sums: Sums) -> Sums:
    mean: Sums = np.mean([counts.f1(sums, one) for one in HEADLINE], axis=0)
    return mean


def _met_mean(counts: Counts, sums: Sums) -> Sums:
    mean: Sums = np.mean([_balanced(counts, name, sums) for name in MET], axis=0)
    return mean


def _share(counts: Counts, sums: Sums, part: str, whole: str) -> Sums:
    return ratio(counts.of(sums, part), counts.of(sums, whole))


def _f1(counts: Counts, sums: Sums, kind: str) -> Sums:
    return counts.f1(sums, kind)


MAIN: dict[str, Main] = {
    "headline_f1": _headline,
    **{f"dimensions.{one}.f1": partial(_f1, kind=one) for one in (*HEADLINE, Dimension.OTHER)},
    "error_precision": partial(_share, part="errors.right", whole="errors"),
    "error_recall": partial(_share, part="headline.found_by_error", whole="headline.gold"),
    "clean_with_error": partial(_share, part="clean.error", whole="clean"),
    "clean_with_warning": partial(_share, part="clean.shown", whole="clean"),
    "met_mean": _met_mean,
}
"""The main figures of a scope by their path in the report."""


def _balanced(counts: Counts, name: str, sums: Sums) -> Sums:
    tp, fn, tn, fp = (counts.of(sums, f"{name}.{outcome}") for outcome in ("tp", "fn", "tn", "fp"))
    return (ratio(tp, tp + fn) + ratio(tn, tn + fp)) / 2


def _judged(counts: Counts, name: str) -> int:
    return sum(counts[f"{name}.{outcome}"] for outcome in ("tp", "fn", "tn", "fp"))


def tables(measured: EvalReport) -> tuple[Table, ...]:
    """The report for people: figures by language, presence rules, and rules."""
    names = tuple(measured.scopes)
    scopes = tuple(measured.scopes.values())
    figures = [("headline span F1", [one.headline_f1 for one in scopes])]
    figures += [(f"{dimension} F1", [one.dimensions[dimension].f1 for one in scopes]) for dimension in (*HEADLINE, Dimension.OTHER)]
    figures += [
        ("error precision", [one.error_precision for one in scopes]),
        ("error recall", [one.error_recall for one in scopes]),
        ("clean replies with an error", [one.clean_with_error for one in scopes]),
        ("clean replies with a warning", [one.clean_with_warning for one in scopes]),
        ("presence, balanced accuracy", [one.met_mean for one in scopes]),
    ]
    met = [(name, [one.met[name] for one in scopes]) for name in MET]
    rules = [(rule, [one.rules[rule] for one in scopes]) for rule in sorted(DIMENSION_OF)]
    return (
        figures_table(f"{measured.suite}: {measured.cases} cases, {_seen(measured)}", names, figures),
        figures_table("presence rules, balanced accuracy", names, met),
        figures_table("share of each rule's faults found", names, rules),
    )


def _seen(measured: EvalReport) -> str:
    return "seen in training, so no measure of quality" if measured.suite is Suite.SHIPPED else "out of fold"
