"""Grading of search, on an example counted by hand, and the figures that are committed."""

import json
import math
import shutil
from pathlib import Path

import pytest

from evals.bootstrap import GATES, check_gates, tables
from evals.errors import CasesError, EvalsError
from evals.gates import Gate, Gates, failed_gates, read_gates
from evals.graders.retrieval import grade_ranking
from evals.models import GoldQuery, Graded, Suite
from evals.retrieval.report import RetrievalReport, counts_of, report
from evals.retrieval.systems import System
from evals.steps.collect import read_queries
from knowledge.models import Language
from knowledge.statements import Guidelines
from tests.evals.conftest import reported

BASELINE = GATES.parent / "benchmarks" / "retrieval.json"
ONE_QUESTION = 1 / 20 + 0.001
"""What one question more or less changes in a language; arithmetic differs a little between processors."""
QUERY = GoldQuery(id="q", lang=Language.EN, query="How?", relevant={"a": 2, "b": 1, "c": 1})
IDEAL = 2 + 1 / math.log2(3) + 1 / 2


@pytest.mark.parametrize(
    ("ranked", "hit1", "hit3", "recall5", "ndcg5"),
    [
        ("abc", True, True, 1, 1),
        ("ba", False, True, 2 / 3, (1 + 2 / math.log2(3)) / IDEAL),
        ("bbbba", False, True, 2 / 3, (1 + 2 / math.log2(3)) / IDEAL),
        ("xyza", False, False, 1 / 3, 2 / math.log2(5) / IDEAL),
        ("bcx", False, False, 2 / 3, (1 + 1 / math.log2(3)) / IDEAL),
        ("vwxyza", False, False, 0, 0),
        ("", False, False, 0, 0),
    ],
)
def test_a_ranking_is_graded(ranked: str, hit1: bool, hit3: bool, recall5: float, ndcg5: float) -> None:
    grade = grade_ranking(QUERY, list(ranked))

    assert (grade.hit1, grade.hit3) == (hit1, hit3)
    assert (grade.recall5, grade.ndcg5) == pytest.approx((recall5, ndcg5))


def test_recall_asks_for_no_more_than_fits() -> None:
    many = QUERY.model_copy(update={"relevant": dict.fromkeys("abcdefgh", 2)})

    assert grade_ranking(many, "abcde").recall5 == 1


def measured() -> RetrievalReport:
    queries = [QUERY, GoldQuery(id="p", lang=Language.PL, query="Jak?", relevant={"b": 2})]
    ranked = {name: ["z"] for name in System} | {System.SEARCH: ["a", "b"]}
    graded = []
    for query in queries:
        counts = [counts_of(name, grade_ranking(query, answers)) for name, answers in ranked.items()]
        graded.append(Graded(id=query.id, lang=query.lang, counts={name: value for one in counts for name, value in one.items()}))
    return report(graded, "0", None)


def test_figures_of_the_example() -> None:
    scopes = measured().scopes

    assert list(scopes) == ["all", "en", "pl"]
    assert [scopes[scope][System.SEARCH].hit1.value for scope in scopes] == [0.5, 1, 0]
    assert scopes["all"][System.SEARCH].recall5.value == pytest.approx((2 / 3 + 1) / 2)
    assert scopes["all"][System.SEARCH].recall5.low == pytest.approx(2 / 3)
    assert scopes["all"][System.BM25].ndcg5.value == 0
    assert scopes["pl"][System.SEARCH].hit3.count == 1


def test_gates_belong_to_their_suite() -> None:
    gates = Gates(
        critic=(Gate(figure="all.headline_f1", bound="low", least=0.9),),
        retrieval=(
            Gate(figure="all.search.hit1", bound="value", least=0.6),
            Gate(figure="en.search.ndcg5", bound="value", least=0.8),
            Gate(figure="fr.search.hit3", bound="value", least=0.1),
            Gate(figure="all.guess.hit3", bound="value", least=0.1),
        ),
    )
    assert failed_gates(measured(), gates) == (
        "all.search.hit1: value 0.500 is below 0.6",
        "fr.search.hit3 was not measured",
        "all.guess.hit3 was not measured",
    )


def test_every_suite_has_gates() -> None:
    gates = read_gates(GATES)
    assert all(gates.of(suite) for suite in Suite)


@pytest.mark.slow
def test_search_gives_the_committed_figures_holds_the_gates_and_beats_rare_words(learned_home: Path, tmp_path: Path) -> None:
    committed = RetrievalReport.model_validate_json(BASELINE.read_text(encoding="utf-8"))
    now = reported(shutil.copytree(learned_home, tmp_path / "home"), Suite.RETRIEVAL)

    assert isinstance(now, RetrievalReport)
    assert (now.cases, now.cases_sha256) == (committed.cases, committed.cases_sha256)
    for scope, systems in committed.scopes.items():
        for name, figures in systems.items():
            for figure, estimate in figures:
                assert getattr(now.scopes[scope][name], figure).value == pytest.approx(estimate.value, abs=ONE_QUESTION), (
                    scope,
                    name,
                    figure,
                )
    assert not check_gates(now)
    for other in (System.TFIDF, System.BM25):
        assert now.scopes["all"][System.SEARCH].ndcg5.low > now.scopes["all"][other].ndcg5.high
    assert [[len(row) for row in table.rows] for table in tables(now)] == [[6] * len(System)] * 4


def test_the_products_own_questions_are_sound() -> None:
    queries = read_queries(Guidelines.load().ids)

    assert {language: sum(one.lang is language for one in queries) for language in Language} == dict.fromkeys(Language, 20)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": ', "is not JSON"),
        (json.dumps(QUERY.model_dump() | {"colour": "red"}), "colour"),
        (json.dumps(QUERY.model_dump() | {"lang": "de"}), "lang"),
        (json.dumps(QUERY.model_dump() | {"query": ""}), "query"),
        (json.dumps(QUERY.model_dump() | {"relevant": {"a": 3}}), r"relevant\.a"),
        (json.dumps(QUERY.model_dump() | {"relevant": {"a": 1}}), "no statement has grade 2"),
        (json.dumps(QUERY.model_dump() | {"id": "r", "relevant": {"z": 2}}), "z is not a statement"),
        (QUERY.model_dump_json(), "id q was used before"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(f"{QUERY.model_dump_json()}\n\n{line}\n", encoding="utf-8")

    with pytest.raises(CasesError, match=rf"queries\.jsonl:3: .*{message}"):
        read_queries("abc", (path,))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text("\n", encoding="utf-8")

    with pytest.raises(CasesError, match="no questions in"):
        read_queries("abc", (path,))


def test_predictions_of_searches_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalsError, match="grades no predictions"):
        reported(tmp_path, Suite.RETRIEVAL, predictions=tmp_path)
