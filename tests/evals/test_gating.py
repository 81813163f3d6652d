"""A run against gates and baseline: what fell is caught, what was not measured is said, and the baseline needs a reason."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from evals.baseline import COMMITTED, baseline_outcomes, write_baseline
from evals.errors import RunError
from evals.gates import Gate, Gates
from evals.models import Suite
from evals.reporting import gate_run
from evals.runs import read_run
from tests.evals.recorded import cases, graded, recorded

GOLD = cases(40)
GATES = Gates(
    critic=(
        Gate(figure="all.headline_f1", bound="low", least=0.5),
        Gate(figure="all.clean_with_warning", bound="high", most=0.2),
        Gate(figure="all.error_precision", bound="low", least=0.5),
    )
)
TODAY = date(2026, 11, 27)


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """A run that missed two and raised one false alarm."""
    return recorded(tmp_path / "before", GOLD, graded(GOLD, missed=(0, 1), alarmed=(3,)))


@pytest.fixture
def committed(before: Path, tmp_path: Path) -> Path:
    """Its figures, committed."""
    (tmp_path / "committed").mkdir()
    assert write_baseline(read_run(before), GATES, "a first one", TODAY, tmp_path / "committed") == (Suite.CRITIC,)
    return tmp_path / "committed"


def states(folder: Path, baseline: Path) -> dict[str, str]:
    return {one.figure: one.state for one in baseline_outcomes(read_run(folder), GATES, baseline)[Suite.CRITIC]}


def test_a_run_is_no_worse_than_itself(before: Path, committed: Path) -> None:
    held = {"all.headline_f1": "held", "all.clean_with_warning": "held"}
    assert states(before, committed) == states(before, committed / "critic.json") == held
    assert states(before, before) == held


def test_what_fell_by_more_than_noise_fails(committed: Path, before: Path, tmp_path: Path) -> None:
    after = recorded(tmp_path / "after", GOLD, graded(GOLD, missed=range(30), alarmed=range(20)))

    for baseline in (committed, before):
        assert set(states(after, baseline).values()) == {"failed"}
    (told, _) = (one.why for one in baseline_outcomes(read_run(after), GATES, before)[Suite.CRITIC])
    assert told.startswith("change of all.headline_f1: high -0.")


def test_noise_passes_and_pairs_notice_what_an_interval_does_not(committed: Path, before: Path, tmp_path: Path) -> None:
    """Three more false alarms: within the interval of one in forty, and yet no reply was answered better."""
    after = recorded(tmp_path / "after", GOLD, graded(GOLD, missed=(0, 1), alarmed=(3, 4, 5, 6, 7)))

    assert states(after, committed)["all.clean_with_warning"] == "held"
    assert states(after, before)["all.clean_with_warning"] == "failed"


def test_a_baseline_that_is_not_there_or_of_other_cases_measures_nothing(committed: Path, tmp_path: Path) -> None:
    few = recorded(tmp_path / "few", GOLD[:8], graded(GOLD[:8]))

    for baseline, lacks in ((committed, "cases"), (tmp_path, "baseline")):
        (one,) = baseline_outcomes(read_run(few), GATES, baseline)[Suite.CRITIC]
        assert (one.state, one.lacks) == ("missing", lacks)


def test_the_committed_gates_hold_a_run_of_other_cases_for_unmeasured(before: Path) -> None:
    outcomes = gate_run(before)[Suite.CRITIC]

    missing = {one.figure: one.lacks for one in outcomes if one.state == "missing"}
    assert missing["all.error_precision"] == "figure"
    assert missing["critic"] == "cases"
    assert "failed" in {one.state for one in outcomes}


def test_a_stopped_run_is_refused(tmp_path: Path) -> None:
    stopped = recorded(tmp_path / "stopped", GOLD, graded(GOLD), finished=False)
    with pytest.raises(RunError, match="holds a run that was stopped"):
        gate_run(stopped)


def test_figures_that_are_none_are_refused_with_their_file(before: Path, tmp_path: Path) -> None:
    (tmp_path / "critic.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RunError, match=r"critic\.json:1: holds no figures of the suite critic"):
        states(before, tmp_path)


def test_the_baseline_changes_with_a_dated_reason_and_what_moved(committed: Path, tmp_path: Path) -> None:
    after = recorded(tmp_path / "after", GOLD, graded(GOLD, missed=range(6)))

    assert write_baseline(read_run(after), GATES, "fewer alarms", date(2026, 11, 28), committed) == (Suite.CRITIC,)
    assert write_baseline(read_run(after), GATES, "nothing", date(2026, 11, 29), committed) == ()
    kept = (committed / "reasons.md").read_text(encoding="utf-8").splitlines()
    assert kept[-6:] == [
        "",
        "- 2026-11-27: a first one",
        "  - critic: new",
        "",
        "- 2026-11-28: fewer alarms",
        "  - critic: all.headline_f1 0.494 -> 0.487; all.clean_with_warning 0.025 -> 0.000",
    ]
    assert json.loads((committed / "critic.json").read_text(encoding="utf-8"))["cases"] == 40


def test_the_committed_figures_are_written_as_the_baseline_writes_them(tmp_path: Path) -> None:
    """So that a figure that moves is the only change in a diff."""
    for path in COMMITTED.glob("critic.json"):
        shutil.copy(path, tmp_path)
        assert path.read_text(encoding="utf-8") == json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=1) + "\n"
