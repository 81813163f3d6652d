"""Grading, on an example counted by hand."""

import json
from pathlib import Path

import pytest

from evals.bootstrap import BASELINE, check_gates, tables
from evals.errors import GatesError, PredictionsError
from evals.gates import Gate, Gates, failed_gates, read_gates
from evals.graders.critic import grade_reply
from evals.models import GoldCase, PredictedFinding, Prediction, Suite
from evals.steps.grade import grade
from evals.steps.report import EvalReport, report
from knowledge.models import Dimension, Severity
from tests.evals.conftest import case, reported

SEVERITY = {"e": Severity.ERROR, "w": Severity.WARNING, "h": Severity.HINT}


def said(gold: GoldCase, *findings: tuple[str, str, str], reply: int = 0, met: tuple[str, ...] = ()) -> Prediction:
    """A prediction from (dimension, quote, first letter of the severity)."""
    body = gold.replies[reply].body
    return Prediction(
        id=gold.replies[reply].id,
        findings=tuple(
            PredictedFinding(
                rule="lecturing", dimension=dimension, severity=SEVERITY[s], start=body.index(q), end=body.index(q) + len(q), quote=q
            )
            for dimension, q, s in findings
        ),
        met=met,
    )


def test_overlap_in_the_same_dimension_is_right(gold: GoldCase) -> None:
    counts = grade_reply(gold, gold.replies[0], said(gold, ("defensiveness", "wrong address", "e"), ("lecturing", "wrong address", "w")))
    assert (counts["defensiveness.gold"], counts["defensiveness.predicted"], counts["defensiveness.right"]) == (2, 1, 1)
    assert (counts["lecturing.predicted"], counts["lecturing.right"]) == (1, 0)
    assert (counts["errors"], counts["errors.right"], counts["headline.found_by_error"]) == (1, 1, 1)


def test_two_faults_in_one_finding_are_both_found_but_right_once(gold: GoldCase) -> None:
    counts = grade_reply(gold, gold.replies[0], said(gold, ("lecturing", "Calm down now!", "w")))
    assert (counts["lecturing.gold"], counts["lecturing.right"], counts["lecturing.found"]) == (2, 1, 2)


def test_two_findings_on_one_fault_are_right_once(gold: GoldCase) -> None:
    counts = grade_reply(gold, gold.replies[0], said(gold, ("defensiveness", "You gave", "w"), ("defensiveness", "wrong address", "w")))
    assert (counts["defensiveness.predicted"], counts["defensiveness.right"], counts["defensiveness.found"]) == (2, 1, 1)


def test_a_finding_over_two_sentences_is_wrong(gold: GoldCase) -> None:
    counts = grade_reply(gold, gold.replies[0], said(gold, ("lecturing", "is fine. Calm down", "e")))
    assert (counts["lecturing.predicted"], counts["lecturing.right"], counts["errors.right"]) == (1, 0, 0)


def test_alarms_on_clean_replies_and_merits(gold: GoldCase) -> None:
    counts = grade_reply(gold, gold.replies[1], said(gold, ("other", "we were slow", "h"), reply=1, met=("apologises", "invites-reply")))
    assert (counts["clean"], counts["clean.error"], counts["clean.shown"]) == (1, 0, 0)
    assert counts["apologises.tp"] == counts["time-expectation.fn"] == counts["invites-reply.fp"] == counts["offers-a-choice.tn"] == 1
    assert counts["answers-every-ask.tn"] == 1


def test_a_mail_that_asks_nothing_is_not_judged_on_its_asks() -> None:
    gold = GoldCase.model_validate(case(asks=False))
    assert not [name for name in grade_reply(gold, gold.replies[0], said(gold)) if name.startswith("answers-every-ask")]


def figures(gold: GoldCase) -> EvalReport:
    predictions = {
        gold.replies[0].id: said(gold, ("defensiveness", "address", "e"), ("lecturing", "The parcel", "w"), ("lecturing", "Calm", "w")),
        gold.replies[1].id: said(gold, reply=1, met=("apologises",)),
    }
    return report(grade((gold,), predictions), Suite.CRITIC, "0")


def test_figures_of_the_example(gold: GoldCase) -> None:
    scope = figures(gold).scopes["en"]
    assert scope.dimensions[Dimension.DEFENSIVENESS].f1.value == pytest.approx(2 / 3)  # precision 1, recall 1/2
    assert scope.dimensions[Dimension.LECTURING].f1.value == pytest.approx(0.5)  # precision 1/2, recall 1/2
    assert scope.headline_f1.value == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)
    assert (scope.error_precision.value, scope.error_recall.value) == (1, 0.25)
    assert (scope.met["apologises"].value, scope.met["time-expectation"].value) == (1, 0.5)
    assert scope.rules["blaming-the-customer"].value == 1


def test_a_gate_catches_a_figure_that_fell_and_one_that_is_missing(gold: GoldCase) -> None:
    gates = Gates(
        critic=(
            Gate(figure="en.error_precision", bound="value", least=0.9),
            Gate(figure="en.dimensions.lecturing.f1", bound="value", least=0.6),
            Gate(figure="all.clean_with_error", bound="high", most=0.5),
            Gate(figure="pl.headline_f1", bound="low", least=0.1),
        )
    )
    assert failed_gates(figures(gold), gates) == (
        "en.dimensions.lecturing.f1: value 0.500 is below 0.6",
        "all.clean_with_error: high 0.793 is above 0.5",
        "pl.headline_f1 was not measured",
    )


def test_a_faulty_gates_file_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gates.yaml"
    gates = ("critic:", "  - {figure: all.headline_f1, bound: low, least: 0.6}", "  - {figure: all.met_mean, bound: middle}")
    path.write_text("\n".join(gates), encoding="utf-8")
    with pytest.raises(GatesError, match=r"gates\.yaml:3: critic\.1\.bound"):
        read_gates(path)


def test_the_committed_predictions_give_the_committed_figures_and_hold_the_gates(tmp_path: Path) -> None:
    measured = reported(tmp_path, Suite.CRITIC)
    assert measured == EvalReport.model_validate_json(BASELINE.read_text(encoding="utf-8"))
    assert not check_gates(measured)
    assert [len(row) for table in tables(measured) for row in table.rows] == [6] * (10 + 10 + 14)


def test_predictions_must_fit_their_replies(cases_file: Path, tmp_path: Path, gold: GoldCase) -> None:
    path = tmp_path / "said.jsonl"
    path.write_text("", encoding="utf-8")
    with pytest.raises(PredictionsError, match="no prediction for 6 replies"):
        reported(tmp_path, Suite.CRITIC, cases=cases_file, predictions=path)
    wrong = json.loads(said(gold, ("lecturing", "Calm", "w")).model_dump_json())
    wrong["findings"][0]["start"] += 1
    path.write_text("\n" + json.dumps(wrong), encoding="utf-8")
    with pytest.raises(PredictionsError, match=r"said\.jsonl:2: t-en-1-a: 'Calm' does not stand at"):
        reported(tmp_path, Suite.CRITIC, cases=cases_file, predictions=path)
