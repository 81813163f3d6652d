"""What the committed benchmark says of one rule, read without loading the critic."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from evals.estimate import Estimate
from knowledge.models import Frozen, Language

BASELINE = Path(__file__).parent / "benchmarks" / "critic.json"


class RuleFigures(Frozen):
    """How well the critic does at one rule in one language, on replies that its weights had never seen."""

    labelled: int
    """Faults of the rule in the labelled replies; for a rule that asks for something, replies that were judged."""
    found: Estimate | None = None
    """Share of the rule's faults that a finding of its dimension covers; None for a rule that asks for something."""
    right: Estimate | None = None
    """Share of the findings under the rule's name that lie on a fault of its dimension."""
    accuracy: Estimate | None = None
    """Balanced accuracy of a rule that asks for something: 0.5 is chance."""


def figures_of(rule: str) -> dict[Language, RuleFigures]:
    """The rule's figures by language, none for a rule that the labelled cases do not measure; raises OSError."""
    by_language = {language: _figures(_scopes().get(language, {}), rule) for language in Language}
    return {language: one for language, one in by_language.items() if one is not None}


@cache
def _scopes() -> dict[str, Any]:
    # As plain JSON: the report's own model would load the critic, which a list of rules has no need for.
    scopes: dict[str, Any] = json.loads(BASELINE.read_text(encoding="utf-8"))["scopes"]
    return scopes


def _figures(scope: dict[str, Any], rule: str) -> RuleFigures | None:
    found, right, accuracy = (_estimate(scope, group, rule) for group in ("rules", "rules_precision", "met"))
    measured = found or accuracy
    return None if measured is None else RuleFigures(labelled=measured.count, found=found, right=right, accuracy=accuracy)


def _estimate(scope: dict[str, Any], group: str, rule: str) -> Estimate | None:
    figure = scope.get(group, {}).get(rule)
    return Estimate(**figure) if figure and figure["count"] else None
