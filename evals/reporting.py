"""What becomes of a run that is done: it is held against gates and baseline, becomes the baseline, or becomes a page."""

from datetime import date
from pathlib import Path

from evals.baseline import COMMITTED, baseline_outcomes, write_baseline
from evals.bootstrap import GATES, tables
from evals.errors import RunError
from evals.gates import GateOutcome, gate_outcomes, read_gates
from evals.html.content import Sources, content
from evals.html.page import render
from evals.html.words import page_words
from evals.models import GoldCase, Suite
from evals.runs import RecordedRun, read_run
from evals.steps.collect import digest, read_cases
from evals.steps.report import EvalReport
from knowledge.models import Language


def gate_run(folder: Path, baseline: Path | None = None) -> dict[Suite, tuple[GateOutcome, ...]]:
    """Every gate of every suite of a run, and whether its figures fell below the baseline (the committed one); raises RunError."""
    run, gates = _finished(folder), read_gates(GATES)
    held_against = baseline_outcomes(run, gates, baseline)
    return {
        suite: (*gate_outcomes(of.report, gates), *held_against.get(suite, ())) for suite, of in run.suites.items() if of.report is not None
    }


def commit_baseline(folder: Path, why: str, today: date) -> tuple[Suite, ...]:
    """Make a run the baseline, for a reason that is kept; names the suites whose figures changed. Raises RunError."""
    return write_baseline(_finished(folder), read_gates(GATES), why, today, COMMITTED)


def write_report(folder: Path, against: Path | None, out: Path, cases: Path | None, lang: Language) -> None:
    """Write a run, and what changed since another, as one HTML file; raises RunError and CasesError."""
    run = _finished(folder)
    sources = Sources(
        gates=read_gates(GATES),
        cases=_cases_of(run, cases),
        tables={suite: tables(of.report) for suite, of in run.suites.items() if of.report and not isinstance(of.report, EvalReport)},
    )
    other = read_run(against) if against else None
    out.write_text(render(content(run, sources, other, page_words(lang), lang)), encoding="utf-8")


def _cases_of(run: RecordedRun, folder: Path | None) -> tuple[GoldCase, ...]:
    """The cases whose mails can be shown beside the replies: none where those at hand are not the ones that were measured."""
    cases = read_cases((folder,) if folder else ())
    return cases if digest(cases) in run.run.hashes.cases.values() else ()


def _finished(folder: Path) -> RecordedRun:
    run = read_run(folder)
    if run.run.finished is None:
        raise RunError(f"{folder} holds a run that was stopped; go on with it: coach evals run --out {folder}")
    return run
