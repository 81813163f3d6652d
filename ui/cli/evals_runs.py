"""``coach evals compare``, ``gate``, ``baseline`` and ``report``: what to make of runs that are done."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.models import Language
from ui.cli.console import harmless, show
from ui.cli.drawing import WIDE, drawn
from ui.cli.evals_cases import Why, reason
from ui.cli.exits import Exit
from ui.cli.options import Json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evals.gates import GateOutcome
    from evals.models import Suite

COMPARE_EXAMPLES = """Examples:

\b
  coach evals compare runs/monday runs/tuesday
  coach evals compare runs/monday runs/tuesday --json

Both runs must have measured the same cases. Differences have 95 % intervals over cases, pairs are tested exactly (McNemar):
six changes in one direction are the fewest that prove anything.
"""

GATE_EXAMPLES = """Examples:

\b
  coach evals gate runs/tuesday
  coach evals gate runs/tuesday --baseline runs/monday

Gates stand in evals/gates.yaml and hold one end of an interval. Against the committed figures a run may not be worse than their
interval; against another run the same cases are compared pairwise, which notices far less.

Exit codes: 0 every gate holds, 1 a gate fails, 2 bad input, 3 a figure was not measured.
"""

BASELINE_EXAMPLES = """Examples:

\b
  coach evals baseline runs/tuesday --why "a rule against vague timing"
"""

REPORT_EXAMPLES = """Examples:

\b
  coach evals report runs/tuesday --out tuesday.html
  coach evals report runs/tuesday --against runs/monday --ui-lang it --out changes.html

The file opens by double click and asks nobody for anything; mails and drafts stand in it as text and nothing else.
"""

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("compare", epilog=COMPARE_EXAMPLES)(compare)
    app.command("gate", epilog=GATE_EXAMPLES)(gate)
    app.command("baseline", epilog=BASELINE_EXAMPLES)(baseline)
    app.command("report", epilog=REPORT_EXAMPLES)(report)


def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="Folder of a run.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Folder of a later run.")],
    *,
    json: Json = False,
) -> Exit:
    """What changed between two runs over the same cases."""
    from evals import compare as runs
    from evals.runs import read_run

    compared = runs.compare(read_run(before), read_run(after))
    if json:
        sys.stdout.write(compared.model_dump_json() + "\n")
    else:
        show(*(part for suite, one in compared.suites.items() for table in runs.tables(one, suite) for part in drawn(table)), width=WIDE)
    return Exit.CLEAN


def gate(
    run: RunFolder,
    *,
    against: Annotated[
        Path | None, typer.Option("--baseline", metavar="PATH", help="Another run, or figures; the committed ones when not given.")
    ] = None,
    json: Json = False,
) -> Exit:
    """Hold a run against the gates and against the figures before it."""
    from evals.reporting import gate_run

    outcomes = gate_run(run, against)
    if json:
        dumped = ",".join(f'{{"suite":"{suite}",{one.model_dump_json()[1:]}' for suite, of in outcomes.items() for one in of)
        sys.stdout.write(f"[{dumped}]\n")
    else:
        show(*_told(outcomes), width=WIDE)
    states = {one.state for of in outcomes.values() for one in of}
    return Exit.FINDINGS if "failed" in states else Exit.NOT_MEASURED if states != {"held"} else Exit.CLEAN


def baseline(run: RunFolder, *, why: Why) -> Exit:
    """Make the figures of a run those that later runs are held against.

    The reason is kept with the date in evals/benchmarks/reasons.md.
    """
    from evals.reporting import commit_baseline

    changed = commit_baseline(run, reason(why), date.today())
    show(f"Changed: {', '.join(changed)}. Kept the reason: {harmless(why)}" if changed else "Not one figure has changed.")
    return Exit.CLEAN


def report(
    run: RunFolder,
    *,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="RUN", help="Another run, whose answers that changed are shown.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the page goes.")] = Path("report.html"),
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FOLDER", help="The cases that were measured; the product's own when not given.")
    ] = None,
    ui_lang: Annotated[Language, typer.Option("--ui-lang", help="Language of the page.")] = Language.EN,
) -> Exit:
    """Write a run as one HTML file: verdict, gates, figures, what changed, and replies with their labels and findings."""
    from evals.reporting import write_report

    write_report(run, against, out, cases, ui_lang)
    show(str(out))
    return Exit.CLEAN


def _told(outcomes: "Mapping[Suite, tuple[GateOutcome, ...]]") -> list[str]:
    lines = [f"{suite}: {one.why}" for suite, of in outcomes.items() for one in of if one.state != "held"]
    held = sum(one.state == "held" for of in outcomes.values() for one in of)
    return [*lines, f"{held} of {held + len(lines)} gates hold."]
