"""``coach evals run``: one suite or all of them, as tables or as JSON."""

import json

import pytest

from evals.models import Suite
from evals.steps.collect import OWN


def test_one_suite_is_one_object(coach_command):
    ran = coach_command("evals", "run", "--suite", "reading", "--json")

    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["suite"] == "reading"


def test_several_suites_are_one_object_by_name(coach_command):
    ran = coach_command("evals", "run", "--suite", "reading", "--suite", "learned", "--json")

    assert (ran.code, ran.err) == (0, "")
    assert [(name, report["suite"]) for name, report in json.loads(ran.out).items()] == [("reading", "reading"), ("learned", "learned")]


@pytest.mark.slow
def test_a_gate_that_fails_names_its_suite(coach_command, tmp_path):
    question = {"id": "q", "lang": "en", "query": "How soon must we reply?", "relevant": {"g4.10b": 2}}
    (tmp_path / "hard.jsonl").write_text(json.dumps(question), encoding="utf-8")
    ran = coach_command("evals", "run", "--suite", "retrieval", "--cases", str(tmp_path / "hard.jsonl"))

    assert ran.code == 1
    assert "retrieval: all.search.hit1: value 0.000 is below" in ran.err


@pytest.mark.parametrize("option", ["--cases", "--predictions"])
def test_files_belong_to_one_suite(coach_command, tmp_path, option):
    ran = coach_command("evals", "run", "--suite", "all", option, str(tmp_path))

    assert ran.code == 2
    assert "belong to one suite" in ran.err


def test_an_unknown_suite_is_refused_with_those_there_are(coach_command):
    ran = coach_command("evals", "run", "--suite", "writing")

    assert ran.code == 2
    assert f"{', '.join(Suite)}, and all of them" in ran.err


def test_too_many_crashes_are_no_measurement(coach_command, tmp_path, monkeypatch):
    line = (OWN / "dev.en.jsonl").read_text(encoding="utf-8").split("\n", 1)[0]
    (tmp_path / "one.jsonl").write_text(f"{line}\n", encoding="utf-8")
    monkeypatch.setattr("evals.replay.critique", lambda *_: json.loads("{"))
    ran = coach_command("evals", "run", "--cases", str(tmp_path / "one.jsonl"), "--out", str(tmp_path / "run"))

    assert ran.code == 3
    assert "critic: 1 of 1 cases crashed; en-001: JSONDecodeError" in ran.err
    assert str(tmp_path / "run") in ran.err
