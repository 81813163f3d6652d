"""Grading of the reader, on an example counted by hand, and the figures that are committed."""

from pathlib import Path
from typing import Any

import pytest

from coach.models import ReadAnswer
from evals.bootstrap import GATES, check_gates, tables
from evals.errors import PredictionsError
from evals.graders.reading import grade_reading
from evals.models import GoldCase, Graded, Suite
from evals.reading.report import ReadingReport, report
from tests.evals.conftest import case, reported

BASELINE = GATES.parent / "benchmarks" / "reading.json"
SAID: dict[str, Any] = {
    "id": "t-en-1",
    "lang": "en",
    "issues": ["delivery", "billing"],
    "cause": "service_error",
    "feelings": [{"feeling": "worry", "evidence": "late"}],
    "intensity": 1,
    "asks": [{"text": "Where is my parcel? It is two"}, {"text": "It is two weeks late."}],
    "facts": [{"kind": "duration", "text": "two weeks late"}, {"kind": "duration", "text": "weeks"}],
    "risks": [],
    "stage": "respond",
    "missing": [],
}


def said(**changes: object) -> ReadAnswer:
    return ReadAnswer.model_validate(SAID | changes)


def test_a_reading_is_graded(gold: GoldCase) -> None:
    counts = grade_reading(gold, said())

    assert (counts["mails"], counts["language"], counts["cause"], counts["intensity.2.1"]) == (1, 1, 1, 1)
    expected = {"issues": (1, 2, 1), "feelings": (0, 1, 1), "risks": (0, 0, 0), "asks": (1, 2, 1), "facts": (1, 2, 1)}
    assert {kind: tuple(counts[f"{kind}.{name}"] for name in ("right", "predicted", "gold")) for kind in expected} == expected


def test_a_quote_with_too_little_in_common_is_wrong(gold: GoldCase) -> None:
    counts = grade_reading(gold, said(asks=[{"text": "parcel? It is two weeks late."}], facts=[{"kind": "count", "text": "twelve"}]))

    assert (counts["asks.right"], counts["facts.right"]) == (0, 0)


def test_one_quote_answers_one_label_only() -> None:
    labels = case() | {"reading": case()["reading"] | {"facts": ["two weeks", "weeks late"]}}  # type: ignore[operator]
    counts = grade_reading(GoldCase.model_validate(labels), said(facts=[{"kind": "duration", "text": "two weeks late"}]))

    assert (counts["facts.right"], counts["facts.gold"]) == (1, 2)


def test_nothing_felt_and_nothing_said_agree() -> None:
    labels = case() | {"reading": case()["reading"] | {"feelings": ["none"]}}  # type: ignore[operator]
    counts = grade_reading(GoldCase.model_validate(labels), said(feelings=[]))

    assert (counts["feelings.gold"], counts["feelings.predicted"]) == (0, 0)


def test_kappa_is_one_for_agreement_and_nought_for_one_answer_to_all() -> None:
    levels = (0, 1, 2, 3)
    cases = [
        GoldCase.model_validate(case(n) | {"reading": case()["reading"] | {"intensity": level}})  # type: ignore[operator]
        for n, level in enumerate(levels)
    ]

    def kappa(answers: tuple[int, ...]) -> float:
        answered = {one.id: said(intensity=answer) for one, answer in zip(cases, answers, strict=True)}
        graded = [Graded(id=one.id, lang=one.lang, counts=dict(grade_reading(one, answered[one.id]))) for one in cases]
        return report(graded, "0").scopes["en"].intensity_kappa.value

    assert kappa(levels) == pytest.approx(1)
    assert kappa((2, 2, 2, 2)) == pytest.approx(0)
    # Squared distances of 1, 1, 0 and 0, half a point a mail; two even spreads of four levels are 40 / 16 apart by chance.
    assert kappa((1, 0, 2, 3)) == pytest.approx(0.8)


def test_the_committed_predictions_give_the_committed_figures_and_hold_the_gates(tmp_path: Path) -> None:
    measured = reported(tmp_path, Suite.READING)

    assert measured == ReadingReport.model_validate_json(BASELINE.read_text(encoding="utf-8"))
    assert not check_gates(measured)
    assert [[len(row) for row in table.rows] for table in tables(measured)] == [[6] * 10]


def test_predictions_must_be_there_for_every_mail(cases_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "read.jsonl"
    path.write_text(f"\n{said(id='t-en-1').model_dump_json()}\n", encoding="utf-8")
    with pytest.raises(PredictionsError, match=r"no prediction for 2 mails \(t-en-0 is the first\)"):
        reported(tmp_path, Suite.READING, cases=cases_file, predictions=path)
    path.write_text('\n{"id": "t-en-1"}\n', encoding="utf-8")
    with pytest.raises(PredictionsError, match=r"read\.jsonl:2: is no prediction"):
        reported(tmp_path, Suite.READING, cases=cases_file, predictions=path)
