"""``coach evals``: how far critic, reader and search can be trusted, and how the critic is trained again."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import InputError
from ui.cli import evals_cases, evals_runs, evals_training
from ui.cli.console import note, show
from ui.cli.drawing import WIDE, drawn
from ui.cli.exits import Exit
from ui.cli.options import Json
from ui.cli.progress import Progress, summary

if TYPE_CHECKING:
    from evals.models import Suite
    from evals.runs import Report

EXAMPLES = """Examples:

\b
  coach evals run
  coach evals validate
  coach evals train
"""

RUN_EXAMPLES = """Examples:

\b
  coach evals run
  coach evals run --suite retrieval --suite reading
  coach evals run --suite all --json
  coach evals run --suite all --out my-run

The suites are critic (the whole critique), learned (its learned part alone), shipped (the weights that are shipped, on replies that they
have seen), mutation (one fault put into clean replies), drafts, retrieval, reading, and all of them. Every run leaves a folder with
what each case gave, the grades and the figures, under COACH_HOME/runs or where --out says; a run that was stopped goes on when it is
given its folder again.

Exit codes: 0 every gate holds, 1 a gate does not, 2 bad input, 3 more than one case in fifty crashed.
"""

VALIDATE_EXAMPLES = """Examples:

\b
  coach evals validate
"""

CRITIC, EVERY = "critic", "all"
Cases = Annotated[Path | None, typer.Option("--cases", metavar="FOLDER", help="Gold cases; the product's own when not given.")]


def make_app() -> typer.Typer:
    """The group of commands that measure."""
    app = typer.Typer(name="evals", help="Measure critic, reader and search, and train the critic.", epilog=EXAMPLES, rich_markup_mode=None)
    app.command("run", epilog=RUN_EXAMPLES)(run)
    app.command("validate", epilog=VALIDATE_EXAMPLES)(validate)
    evals_cases.register(app)
    evals_training.register(app)
    evals_runs.register(app)
    return app


def run(
    *,
    suite: Annotated[list[str] | None, typer.Option("--suite", metavar="NAME", help="What to measure; critic when not given.")] = None,
    cases: Cases = None,
    predictions: Annotated[
        Path | None,
        typer.Option("--predictions", metavar="FOLDER", help="What critic or reader said; the committed out-of-fold files when not given."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="A new folder for the run, or one to go on with.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Work out again what earlier runs worked out.")] = False,
    json: Json = False,
) -> Exit:
    """Measure one suite, several or all of them, on the gold cases.

    Critic and reader are graded on out-of-fold predictions: nothing was judged by weights that had seen it.
    """
    from coach.settings import load_settings
    from evals.bootstrap import Options, check_gates, crashes, run_evals, tables
    from evals.product import Product

    suites = _suites(suite or [CRITIC])
    if len(suites) > 1 and (cases or predictions):
        raise InputError("--cases and --predictions belong to one suite; name it with --suite")
    with Progress() as progress:
        measured = run_evals(suites, Product(load_settings()), Options(cases, predictions, out, fresh), progress.tell)
    reports = measured.reports
    if json:
        _write_json(list(reports.values()))
    else:
        show(*(part for report in reports.values() for table in tables(report) for part in drawn(table)), width=WIDE)
        note(summary(measured))
    failing = [f"{name}: {line}" for name, report in reports.items() for line in check_gates(report)]
    crashed = crashes(measured)
    for line in (*failing, *crashed.lines):
        note(line)
    return Exit.NOT_MEASURED if crashed.too_many else Exit.FINDINGS if failing else Exit.CLEAN


def validate(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE...", help="Files of gold cases; the product's own when not given.")
    ] = None,
    *,
    json: Json = False,
) -> Exit:
    """Check that gold cases can be used.

    Each fault is told with its file and line.
    """
    from evals.bootstrap import validate_cases

    counts = validate_cases(paths or ())
    if json:
        sys.stdout.write(counts.model_dump_json() + "\n")
    else:
        spoken = ", ".join(f"{language} {number}" for language, number in counts.by_language.items())
        show(f"{counts.cases} cases ({spoken}), {counts.replies} replies, {counts.clean} of them clean, {counts.findings} findings.")
    return Exit.CLEAN


def _suites(names: list[str]) -> "list[Suite]":
    # Not the option's type: naming the suites would load the critic for every command.
    from evals.models import Suite

    if EVERY in names:
        return list(Suite)
    for name in names:
        if name not in list(Suite):
            raise InputError(f"there is no suite {name}; the suites are {', '.join(Suite)}, and {EVERY} of them")
    return [Suite(name) for name in dict.fromkeys(names)]


def _write_json(reports: "list[Report]") -> None:
    """One suite's report as it is, several by name."""
    dumped = {report.suite: report.model_dump_json() for report in reports}
    spoken = ",".join(f'"{name}":{text}' for name, text in dumped.items())
    sys.stdout.write(f"{{{spoken}}}\n" if len(reports) > 1 else f"{dumped[reports[0].suite]}\n")
