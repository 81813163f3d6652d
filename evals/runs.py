"""The folder of a run: what was measured, what each case gave, how it was graded, and the report of each suite.

run.json                the run: which product and data were measured, how many cases, how long
<suite>/results.jsonl   what each case gave, a line as soon as it is there
<suite>/grades.jsonl    the counts of each case, with the texts they rest on
<suite>/report.json     the figures
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel, Field, JsonValue, ValidationError

from evals.drafts.report import DraftsReport
from evals.errors import RunError
from evals.models import Graded, Suite
from evals.mutation.report import MutationReport
from evals.reading.report import ReadingReport
from evals.retrieval.report import RetrievalReport
from evals.steps.report import EvalReport
from knowledge.models import Frozen, Language

Report = EvalReport | RetrievalReport | ReadingReport | DraftsReport | MutationReport
REPORTS: Mapping[Suite, type[Report]] = {
    Suite.CRITIC: EvalReport,
    Suite.LEARNED: EvalReport,
    Suite.SHIPPED: EvalReport,
    Suite.RETRIEVAL: RetrievalReport,
    Suite.READING: ReadingReport,
    Suite.DRAFTS: DraftsReport,
    Suite.MUTATION: MutationReport,
}
"""What each suite reports."""
RUN, RESULTS, GRADES, REPORT = "run.json", "results.jsonl", "grades.jsonl", "report.json"
FOLDER = "runs"
"""Where runs are kept, under the product's home."""

Model = TypeVar("Model", bound=BaseModel)


class Hashes(Frozen):
    """What was measured, so that two runs can be told apart; SHA-256, hexadecimal."""

    cases: dict[Suite, str]
    rulebook: str
    weights: str
    phrasebook: str
    policy: str
    code: str


class SuiteCounts(Frozen):
    """How a suite went."""

    cases: int
    done: int
    crashed: int
    cached: int
    """Of those done, how many an earlier run had done."""
    seconds: float
    median_seconds: float = 0
    """Of the cases that are done, each when it was executed."""


class Run(Frozen):
    """One run of one suite or several."""

    schema_version: Literal[1] = 1
    id: str
    started: datetime
    finished: datetime | None = None
    """None for a run that was stopped."""
    suites: tuple[Suite, ...] = Field(min_length=1)
    product: str
    """Version of the product."""
    hashes: Hashes
    counts: dict[Suite, SuiteCounts] = Field(default_factory=dict)
    """Of the suites that are finished."""
    seconds: float = 0


class CaseResult(Frozen):
    """What one case gave; a crash is a result."""

    id: str
    lang: Language
    status: Literal["done", "crashed"]
    output: JsonValue = None
    """The suite's own."""
    error: str | None = None
    """What ended it, in one line."""
    seconds: float


class RecordedSuite(NamedTuple):
    """All that is kept of one suite; a run that was stopped has no grades and no report of it."""

    results: tuple[CaseResult, ...]
    grades: tuple[Graded, ...]
    report: Report | None


class RecordedRun(NamedTuple):
    """All that a run folder holds."""

    folder: Path
    run: Run
    suites: Mapping[Suite, RecordedSuite]

    @property
    def reports(self) -> dict[Suite, Report]:
        """The reports of the suites that are finished."""
        return {suite: one.report for suite, one in self.suites.items() if one.report is not None}


class RunWriter:
    """Keeps a run while it goes on; what is done is on disk at once."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder, self.run = folder, run

    def done(self, suite: Suite) -> dict[str, CaseResult]:
        """The results of cases that are done, by id; raises RunError."""
        path = self.folder / suite / RESULTS
        return {one.id: one for one in _lines(path, CaseResult)} if path.exists() else {}

    def append(self, suite: Suite, results: Iterable[CaseResult]) -> None:
        """Keep what cases gave."""
        path = self.folder / suite / RESULTS
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"{one.model_dump_json()}\n" for one in results)

    def close(self, suite: Suite, grades: Sequence[Graded], report: Report, counts: SuiteCounts) -> None:
        """Keep the grades and the report of a suite that is finished."""
        folder = self.folder / suite
        folder.mkdir(exist_ok=True)
        _write(folder / GRADES, "".join(f"{one.model_dump_json()}\n" for one in grades))
        _write(folder / REPORT, report.model_dump_json() + "\n")
        self._keep(counts=self.run.counts | {suite: counts}, seconds=self.run.seconds + counts.seconds)

    def finish(self, at: datetime) -> Run:
        """Mark the run as finished."""
        self._keep(finished=at)
        return self.run

    def _keep(self, **changes: object) -> None:
        self.run = self.run.model_copy(update=changes)
        _write(self.folder / RUN, self.run.model_dump_json(indent=1) + "\n")


def open_run(folder: Path, planned: Run) -> RunWriter:
    """A folder for a run, or the run that was stopped there, to go on with.

    Raises RunError for a folder of something else, for a finished run, and for one that measured another product or other cases.
    """
    if not (folder / RUN).exists():
        if folder.exists() and any(folder.iterdir()):
            raise RunError(f"{folder} holds other things; name an empty folder or one that is not there yet")
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / RUN, planned.model_dump_json(indent=1) + "\n")
        return RunWriter(folder, planned)
    begun = _run(folder)
    if begun.finished is not None:
        raise RunError(f"{folder} holds a finished run; name another folder")
    if changed := [name for name in ("suites", "product", "hashes") if getattr(begun, name) != getattr(planned, name)]:
        raise RunError(f"{folder} holds a run that was begun with other {_told(begun, planned, changed[0])}; name another folder")
    for suite in begun.suites:
        _drop_half_line(folder / suite / RESULTS)
    return RunWriter(folder, begun)


def read_run(folder: Path) -> RecordedRun:
    """All that a run folder holds; raises RunError with file:line."""
    run = _run(folder)
    return RecordedRun(folder, run, {suite: _suite(folder / suite, suite) for suite in run.suites if (folder / suite).is_dir()})


def runs_in(home: Path) -> tuple[RecordedRun, ...]:
    """The finished runs under a product's home, oldest first; raises RunError with file:line."""
    folders = sorted(path.parent for path in (home / FOLDER).glob(f"*/{RUN}"))
    finished = [folder for folder in folders if _run(folder).finished is not None]
    return tuple(sorted(map(read_run, finished), key=lambda one: one.run.started))


def _suite(folder: Path, suite: Suite) -> RecordedSuite:
    grades, report = folder / GRADES, folder / REPORT
    return RecordedSuite(
        results=tuple(_lines(folder / RESULTS, CaseResult)),
        grades=tuple(_lines(grades, Graded)) if grades.exists() else (),
        report=_parsed(report, 1, _text(report), REPORTS[suite]) if report.exists() else None,
    )


def _run(folder: Path) -> Run:
    if not (folder / RUN).exists():
        raise RunError(f"{folder / RUN}:1: is missing; {folder} is no run folder")
    return _parsed(folder / RUN, 1, _text(folder / RUN), Run)


def _lines(path: Path, kind: type[Model]) -> Iterator[Model]:
    for number, line in enumerate(_text(path).split("\n"), 1):
        if line.strip():
            yield _parsed(path, number, line, kind)


def _parsed(path: Path, line: int, text: str, kind: type[Model]) -> Model:
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RunError(f"{path}:{line}: {'.'.join(map(str, first['loc'])) or kind.__name__}: {first['msg']}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RunError(f"{path}:1: cannot be read as UTF-8 text: {error}") from error


def _told(begun: Run, planned: Run, name: str) -> str:
    """The name of what differs; of hashes, what was hashed."""
    if name != "hashes":
        return name
    return next(part for part in Hashes.model_fields if getattr(begun.hashes, part) != getattr(planned.hashes, part))


def _drop_half_line(path: Path) -> None:
    """A process that was killed while it wrote leaves a line without an end."""
    if path.exists() and not (text := path.read_bytes()).endswith(b"\n"):
        path.write_bytes(text[: text.rfind(b"\n") + 1])


def _write(path: Path, text: str) -> None:
    """All of it or nothing, whenever the process ends."""
    half = path.with_name(f"{path.name}.half")
    half.write_text(text, encoding="utf-8")
    half.replace(path)
