"""``coach evals`` on runs that are done: compared, held against gates, made the baseline, shown."""

import json
from pathlib import Path

import pytest

from tests.evals.recorded import cases, graded, recorded

GOLD = cases(8)


@pytest.fixture
def runs(folder: Path) -> Path:
    """Two runs, of which the later one missed more."""
    recorded(folder / "runs" / "monday", GOLD, graded(GOLD, missed=(0,)))
    recorded(folder / "runs" / "tuesday", GOLD, graded(GOLD, missed=(1, 2, 3, 4, 5, 6, 7)))
    return folder / "runs"


def test_a_comparison_says_what_changed(runs, coach_command):
    ran = coach_command("evals", "compare", "runs/monday", "runs/tuesday")
    assert (ran.code, ran.err) == (0, "")
    assert "The second run is worse" in ran.out
    assert "newly missed" in ran.out

    ran = coach_command("evals", "compare", "runs/monday", "runs/tuesday", "--json")
    assert json.loads(ran.out)["suites"]["critic"]["verdict"] == "worse"


@pytest.mark.parametrize(("baseline", "code"), [((), 1), (("--baseline", "runs/monday"), 1)])
def test_gates_that_fail_are_told_by_name(runs, coach_command, baseline, code):
    ran = coach_command("evals", "gate", "runs/tuesday", *baseline)

    assert ran.code == code
    assert "critic: all.headline_f1: low" in ran.out
    assert ran.out.rstrip().endswith("gates hold.")
    dumped = json.loads(coach_command("evals", "gate", "runs/tuesday", *baseline, "--json").out)
    assert {one["state"] for one in dumped} >= {"failed", "missing"}


@pytest.mark.parametrize(
    ("gates", "code"),
    [
        ("all.headline_f1, bound: low, least: 0.1", 0),
        ("all.error_recall, bound: low, least: 0", 0),
        ("all.error_precision, bound: low, least: 0.1", 3),
    ],
)
def test_all_held_is_0_and_not_measured_is_3(runs, coach_command, tmp_path, monkeypatch, gates, code):
    (tmp_path / "gates.yaml").write_text(f"critic:\n  - {{figure: {gates}}}\n", encoding="utf-8")
    monkeypatch.setattr("evals.reporting.GATES", tmp_path / "gates.yaml")

    assert coach_command("evals", "gate", "runs/monday", "--baseline", "runs/monday").code == code


def test_a_baseline_wants_a_reason_that_says_something(runs, coach_command, tmp_path, monkeypatch):
    monkeypatch.setattr("evals.reporting.COMMITTED", tmp_path)
    refused = coach_command("evals", "baseline", "runs/monday", "--why", "  ")
    assert (refused.code, "--why is empty" in refused.err, list(tmp_path.glob("*.json"))) == (2, True, [])
    assert coach_command("evals", "baseline", "runs/monday").code == 2

    ran = coach_command("evals", "baseline", "runs/monday", "--why", "a rule against\nvague timing")
    assert (ran.code, "Changed: critic" in ran.out) == (0, True)
    assert "a rule against vague timing" in (tmp_path / "reasons.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "critic.json").read_text(encoding="utf-8"))["cases"] == 8


def test_a_report_is_one_file(runs, coach_command, folder):
    ran = coach_command("evals", "report", "runs/tuesday", "--against", "runs/monday", "--out", "page.html", "--ui-lang", "it")

    assert (ran.code, ran.out) == (0, "page.html\n")
    assert (folder / "page.html").read_text(encoding="utf-8").startswith('<!doctype html>\n<html lang="it">')


@pytest.mark.parametrize("command", [("compare", "runs/monday", "nowhere"), ("gate", "nowhere"), ("report", "nowhere")])
def test_what_is_no_run_is_refused(runs, coach_command, command):
    ran = coach_command("evals", *command)
    assert (ran.code, "is no run folder" in ran.err) == (2, True)
