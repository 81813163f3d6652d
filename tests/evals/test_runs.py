"""The folder of a run: what is written is read back, what was stopped goes on, and what is broken says where."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evals.errors import RunError
from evals.models import Graded, GradedText, Mark, Suite
from evals.runs import CaseResult, Hashes, Run, RunWriter, SuiteCounts, open_run, read_run, runs_in
from evals.steps.report import report
from knowledge.models import Dimension, Language

HASHES = Hashes(cases={Suite.CRITIC: "1"}, rulebook="2", weights="3", phrasebook="4", policy="5", code="6")
STARTED = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
RESULT = CaseResult(id="a", lang=Language.EN, status="done", output={"findings": []}, seconds=0.1)
CRASH = CaseResult(id="b", lang=Language.PL, status="crashed", error="ValueError: no", seconds=0.2)
MARK = Mark(rule="lecturing", dimension=Dimension.LECTURING, start=0, end=4, right=True)
GRADED = Graded(
    id="a",
    lang=Language.EN,
    counts={"clean": 1, "share": 0.1 + 0.2},
    texts=(GradedText(id="a-1", text="Calm down", gold=(MARK,), merits={"apologises": "fn"}, notes={"asks": ("Why?",)}),),
)


def planned(**changes: object) -> Run:
    run = Run(id="r", started=STARTED, suites=(Suite.CRITIC,), product="1", hashes=HASHES)
    return run.model_copy(update=changes)


def written(folder: Path) -> RunWriter:
    writer = open_run(folder, planned())
    writer.append(Suite.CRITIC, [RESULT])
    writer.append(Suite.CRITIC, [CRASH])
    return writer


def close(writer: RunWriter) -> None:
    counts = SuiteCounts(cases=2, done=1, crashed=1, cached=0, seconds=0.5)
    writer.close(Suite.CRITIC, [GRADED], report([GRADED], Suite.CRITIC, "1"), counts)
    writer.finish(STARTED)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    close(written(tmp_path / "run"))
    kept = read_run(tmp_path / "run")

    assert kept.suites[Suite.CRITIC] == ((RESULT, CRASH), (GRADED,), report([GRADED], Suite.CRITIC, "1"))
    assert (kept.run.finished, kept.run.seconds, kept.run.counts[Suite.CRITIC].crashed) == (STARTED, 0.5, 1)


def test_a_stopped_run_goes_on_without_the_half_line_it_ends_with(tmp_path: Path) -> None:
    written(tmp_path)
    results = tmp_path / "critic" / "results.jsonl"
    results.write_text(results.read_text(encoding="utf-8") + '{"id": "c", "la', encoding="utf-8")

    writer = open_run(tmp_path, planned(id="other", started=datetime.now(UTC)))

    assert writer.run.id == "r"
    assert writer.done(Suite.CRITIC) == {"a": RESULT, "b": CRASH}
    writer.append(Suite.CRITIC, [RESULT.model_copy(update={"id": "c"})])
    assert [one.id for one in read_run(tmp_path).suites[Suite.CRITIC].results] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"hashes": HASHES.model_copy(update={"rulebook": "9"})}, "other rulebook"),
        ({"suites": (Suite.READING,)}, "other suites"),
        ({"product": "2"}, "other product"),
    ],
)
def test_a_run_goes_on_only_with_what_it_was_begun_with(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    written(tmp_path)
    with pytest.raises(RunError, match=told):
        open_run(tmp_path, planned(**changes))


def test_a_finished_run_and_a_folder_of_something_else_are_not_written_to(tmp_path: Path) -> None:
    close(written(tmp_path / "run"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(RunError, match="finished run"):
        open_run(tmp_path / "run", planned())
    with pytest.raises(RunError, match="holds other things"):
        open_run(tmp_path / "other", planned())


def test_runs_are_listed_oldest_first_without_those_that_were_stopped(tmp_path: Path) -> None:
    for name, day in (("b", 3), ("a", 4), ("c", 2)):
        writer = open_run(tmp_path / "runs" / name, planned(id=name, started=STARTED.replace(day=day)))
        writer.append(Suite.CRITIC, [RESULT])
        if name != "c":
            close(writer)
    assert [one.run.id for one in runs_in(tmp_path)] == ["b", "a"]
    assert runs_in(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("run.json", "{}", r"run\.json:1: id: Field required"),
        ("critic/results.jsonl", '\n{"id": 1', r"results\.jsonl:2: CaseResult: Invalid JSON"),
        ("critic/grades.jsonl", '\n\n{"id": "a", "lang": "xx", "counts": {}}', r"grades\.jsonl:3: lang: Input should be"),
        ("critic/report.json", '{"suite": "critic"}', r"report\.json:1: cases: Field required"),
    ],
)
def test_a_broken_run_folder_says_where(tmp_path: Path, file: str, text: str, told: str) -> None:
    close(written(tmp_path))
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(RunError, match=told):
        read_run(tmp_path)


def test_a_folder_without_a_run_is_no_run_folder(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"run\.json:1: is missing"):
        read_run(tmp_path)
