"""The figures that a run is held against: committed, changed only with a reason, and not to fall below by more than noise."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from evals.compare import Change, compare
from evals.errors import RunError
from evals.estimate import Estimate
from evals.gates import GateOutcome, Gates, estimate_at, judged
from evals.models import Suite
from evals.runs import REPORTS, RUN, RecordedRun, Report, read_run

COMMITTED = Path(__file__).parent / "benchmarks"
REASONS = "reasons.md"
HEADER = """# Why the committed figures changed

Written by `coach evals baseline --why "..."`; of the figures that have a gate, those that moved by 0.001 or more.
"""
MOVED = 0.001


def baseline_outcomes(run: RecordedRun, gates: Gates, baseline: Path | None = None) -> dict[Suite, tuple[GateOutcome, ...]]:
    """Whether the gated figures of each suite are no worse than the baseline's by more than noise; raises RunError.

    With a run as the baseline the same cases are drawn for both; with a committed file, its intervals are the noise. A suite
    that has no baseline, or one of other cases, is missing.
    """
    baseline = baseline or COMMITTED
    before = read_run(baseline) if (baseline / RUN).exists() else None
    compared = compare(before, run).suites if before else {}
    outcomes: dict[Suite, tuple[GateOutcome, ...]] = {}
    for suite, recorded in run.suites.items():
        if recorded.report is not None and gates.of(suite):
            changes = {f"{one.scope}.{one.figure}": one for one in compared[suite].changes} if suite in compared else {}
            then = _before(before, baseline, suite)
            outcomes[suite] = tuple(_outcomes(then, recorded.report, gates, changes))
    return outcomes


def _before(run: RecordedRun | None, baseline: Path, suite: Suite) -> Report | None:
    if run is not None:
        return run.suites[suite].report if suite in run.suites else None
    path = baseline / f"{suite}.json" if baseline.is_dir() else baseline
    return read_baseline(path, suite) if path.exists() else None


def _outcomes(before: Report | None, now: Report, gates: Gates, changes: Mapping[str, Change]) -> Iterator[GateOutcome]:
    if before is None or before.cases_sha256 != now.cases_sha256:
        lacks: Literal["cases", "baseline"] = "cases" if before else "baseline"
        yield GateOutcome(figure=now.suite, bound="value", measured=None, state="missing", lacks=lacks)
        return
    for figure, falls in {gate.figure: gate.most is not None for gate in gates.of(now.suite)}.items():
        then, measured = estimate_at(before, figure), estimate_at(now, figure)
        if then is not None and measured is not None and figure in changes:
            yield _paired(changes[figure], figure, falls=falls)
        elif then is not None:
            least, most = (None, then.high) if falls else (then.low, None)
            yield judged(figure, measured, "value", least=least, most=most)


def _paired(change: Change, figure: str, *, falls: bool) -> GateOutcome:
    """A change is noise as long as its interval reaches the better side."""
    measured = Estimate(value=change.difference, low=change.low, high=change.high, count=change.cases)
    if falls:
        return judged(figure, measured, "low", least=None, most=0, change=True)
    return judged(figure, measured, "high", least=0, most=None, change=True)


def read_baseline(path: Path, suite: Suite) -> Report:
    """The figures of one suite; raises RunError."""
    try:
        return REPORTS[suite].model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise RunError(f"{path}:1: holds no figures of the suite {suite}: {str(error).splitlines()[0]}") from error


def write_baseline(run: RecordedRun, gates: Gates, why: str, today: date, folder: Path) -> tuple[Suite, ...]:
    """Make the run's figures those that others are held against, and keep the reason; names the suites that changed."""
    changed: dict[Suite, str] = {}
    for suite, recorded in run.suites.items():
        if recorded.report is None:
            continue
        path = folder / f"{suite}.json"
        text = json.dumps(json.loads(recorded.report.model_dump_json()), indent=1) + "\n"
        before = path.read_text(encoding="utf-8") if path.exists() else None
        if text != before:
            changed[suite] = "; ".join(_moved(read_baseline(path, suite), recorded.report, gates, suite)) if before else "new"
            path.write_text(text, encoding="utf-8")
    if changed:
        _keep(folder / REASONS, why, today, changed)
    return tuple(changed)


def _moved(before: Report, after: Report, gates: Gates, suite: Suite) -> Iterator[str]:
    for figure in dict.fromkeys(gate.figure for gate in gates.of(suite)):
        then, now = estimate_at(before, figure), estimate_at(after, figure)
        if then and now and abs(then.value - now.value) >= MOVED:
            yield f"{figure} {then.value:.3f} -> {now.value:.3f}"


def _keep(path: Path, why: str, today: date, changed: Mapping[Suite, str]) -> None:
    kept = path.read_text(encoding="utf-8") if path.exists() else HEADER
    lines = [f"  - {suite}: {moved or 'no gated figure moved'}" for suite, moved in changed.items()]
    path.write_text("\n".join([kept.rstrip("\n"), "", f"- {today.isoformat()}: {why}", *lines]) + "\n", encoding="utf-8")
