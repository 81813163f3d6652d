"""The figures of one rule, as the committed benchmark has them."""

import json
import subprocess
import sys

import pytest

from evals.figures import BASELINE, figures_of
from evals.graders.critic import grade_reply
from evals.models import DIMENSION_OF, MET, GoldCase, PredictedFinding, Prediction
from evals.steps.grade import Graded
from evals.steps.report import EvalReport, report
from knowledge.models import Language, Severity


@pytest.fixture(scope="module")
def committed() -> EvalReport:
    return EvalReport.model_validate_json(BASELINE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", sorted(DIMENSION_OF))
def test_a_fault_has_its_share_found_and_its_share_right(rule: str, committed: EvalReport) -> None:
    for language, one in figures_of(rule).items():
        scope = committed.scopes[language]
        assert (one.found, one.labelled, one.accuracy) == (scope.rules[rule], scope.rules[rule].count, None)
        assert one.right == (scope.rules_precision[rule] if scope.rules_precision[rule].count else None)


@pytest.mark.parametrize("rule", MET)
def test_a_merit_has_its_accuracy(rule: str, committed: EvalReport) -> None:
    assert set(figures_of(rule)) == set(Language)
    for language, one in figures_of(rule).items():
        assert (one.accuracy, one.found, one.right) == (committed.scopes[language].met[rule], None, None)


def test_what_no_case_measures_has_no_figures() -> None:
    assert figures_of("wrong-language") == figures_of("no-late-night-calls") == {}


def test_precision_counts_findings_by_the_name_they_carry(gold: GoldCase) -> None:
    body = gold.replies[0].body
    named = {"blaming-the-customer": ("defensiveness", ("wrong address",)), "lecturing": ("lecturing", ("Calm", "wrong address"))}
    findings = tuple(
        PredictedFinding(
            rule=rule, dimension=dimension, severity=Severity.HINT, start=body.index(quote), end=body.index(quote) + len(quote), quote=quote
        )
        for rule, (dimension, quotes) in named.items()
        for quote in quotes
    )
    counts = grade_reply(gold, gold.replies[0], Prediction(id=gold.replies[0].id, findings=findings, met=()))
    assert (counts["rule:lecturing.said"], counts["rule:lecturing.right"]) == (2, 1)
    measured = report((Graded(id="t", lang=gold.lang, counts=counts),), "critic", "0")
    (scope,) = {scope.model_dump_json() for scope in measured.scopes.values()}
    precision = json.loads(scope)["rules_precision"]
    assert (precision["blaming-the-customer"]["value"], precision["lecturing"]["value"]) == (1, 0.5)
    assert precision["arguing"]["count"] == 0


def test_reading_figures_does_not_load_the_critic() -> None:
    code = "import sys; from evals.figures import figures_of; assert figures_of('arguing'); print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
