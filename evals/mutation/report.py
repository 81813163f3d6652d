"""Share of injected faults that are found, and share of meaningless changes that change something, each with its interval."""

from collections.abc import Sequence
from functools import partial

from evals.counts import Counts, Main, by_scope, figures_table
from evals.estimate import Estimate
from evals.models import DIMENSION_OF, HEADLINE, Graded, Suite, Table
from evals.mutation.mutants import NEUTRAL
from evals.stats import Sums, ratio, wilson
from knowledge.models import Dimension, Frozen

TRIED, KILLED, ALARMED = "tried", "killed", "alarmed"
DIMENSIONS = (*HEADLINE, Dimension.OTHER)


class MutationFigures(Frozen):
    """All languages, or one."""

    headline_kill: Estimate
    """Share of the injected faults of the headline dimensions, as many of each rule, that the critique finds where they were put."""
    alarms: Estimate
    """Share of the meaningless changes that made an error or a warning come, or go in a sentence that was not touched."""
    dimensions: dict[Dimension, Estimate]
    """Share found by dimension."""
    rules: dict[str, Estimate]
    """Share found by rule."""
    kinds: dict[str, Estimate]
    """Share of alarms by kind of change."""


class MutationReport(Frozen):
    """What one run measured."""

    suite: Suite
    cases: int
    """Changed replies."""
    cases_sha256: str
    crashed: int = 0
    scopes: dict[str, MutationFigures]
    """By language code, and ``all``."""


def report(graded: Sequence[Graded], cases_sha256: str, crashed: int = 0) -> MutationReport:
    """Figures for all changed replies together and for each language that has any."""
    scopes = {name: _figures(Counts(of)) for name, of in by_scope(graded).items()}
    return MutationReport(suite=Suite.MUTATION, cases=len(graded), cases_sha256=cases_sha256, crashed=crashed, scopes=scopes)


def _figures(counts: Counts) -> MutationFigures:
    return MutationFigures(
        headline_kill=_share(counts, _rules(*HEADLINE), KILLED),
        alarms=_share(counts, NEUTRAL, ALARMED),
        dimensions={dimension: _share(counts, _rules(dimension), KILLED) for dimension in DIMENSIONS},
        rules={rule: _share(counts, (rule,), KILLED) for rule in sorted(DIMENSION_OF)},
        kinds={kind: _share(counts, (kind,), ALARMED) for kind in NEUTRAL},
    )


def _rules(*dimensions: Dimension) -> tuple[str, ...]:
    return tuple(rule for rule, dimension in DIMENSION_OF.items() if dimension in dimensions)


def _share(counts: Counts, names: Sequence[str], outcome: str) -> Estimate:
    return wilson(sum(counts[f"{name}.{outcome}"] for name in names), sum(counts[f"{name}.{TRIED}"] for name in names))


def _pooled(counts: Counts, sums: Sums, names: Sequence[str], outcome: str) -> Sums:
    return ratio(_sum(counts, sums, names, outcome), _sum(counts, sums, names, TRIED))


def _sum(counts: Counts, sums: Sums, names: Sequence[str], outcome: str) -> Sums:
    """One outcome, added over rules or kinds of change."""
    total: Sums = sum((counts.of(sums, f"{name}.{outcome}") for name in names), start=0 * sums[:, 0])
    return total


MAIN: dict[str, Main] = {
    "headline_kill": partial(_pooled, names=_rules(*HEADLINE), outcome=KILLED),
    "alarms": partial(_pooled, names=NEUTRAL, outcome=ALARMED),
    **{f"dimensions.{one}": partial(_pooled, names=_rules(one), outcome=KILLED) for one in DIMENSIONS},
}
"""The main figures of a scope by their path in the report."""


def tables(measured: MutationReport) -> tuple[Table, ...]:
    """Faults found by rule and language, then alarms by kind of change and language."""
    names, scopes = tuple(measured.scopes), tuple(measured.scopes.values())
    found = [("headline dimensions", [one.headline_kill for one in scopes])]
    found += [(str(dimension), [one.dimensions[dimension] for one in scopes]) for dimension in DIMENSIONS]
    found += [(f"rule {rule}", [one.rules[rule] for one in scopes]) for rule in sorted(DIMENSION_OF)]
    alarmed = [("all changes", [one.alarms for one in scopes])]
    alarmed += [(kind, [one.kinds[kind] for one in scopes]) for kind in NEUTRAL]
    return (
        figures_table(f"{measured.suite}: share of injected faults found, out of fold", names, found),
        figures_table("share of meaningless changes that change a finding", names, alarmed),
    )
