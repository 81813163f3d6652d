"""``coach evals lock``, ``correct`` and ``agreement``: what people labelled, and how far it can be trusted."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from coach.errors import InputError
from ui.cli.console import harmless, note, show
from ui.cli.drawing import WIDE, drawn
from ui.cli.exits import Exit
from ui.cli.options import Json

LOCK_EXAMPLES = """Examples:

\b
  coach evals lock --why "en-014: a second reader found the apology conditional"
"""

CORRECT_EXAMPLES = """Examples:

\b
  coach evals correct corrections.jsonl --out our-cases.jsonl

Each line of the file is a review as a reviewer corrected it:

\b
{"id": "7", "lang": "en", "mail": "...", "draft": "...", "reviewer": "Ann",
 "findings": [{"rule": "lecturing", "span": "words of the draft"}], "met": ["apologises"]}
"""

AGREEMENT_EXAMPLES = """Examples:

\b
  coach evals agreement labels.jsonl

A line is {"id": "reply 7", "rater": "Ann", "rule": "lecturing", "value": 1}, or a labelled case as in `coach evals validate`, whose
reader is named like its file. Kappa and alpha take away what chance gives; where a fault is rare they are low although
readers hardly ever differ, and AC1 is the figure to read.

Exit codes: 0 compared, 2 bad input, 3 no text was read by two.
"""

Why = Annotated[str, typer.Option("--why", metavar="REASON", help="Why they may change; it is kept with the date.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("lock", epilog=LOCK_EXAMPLES)(lock)
    app.command("correct", epilog=CORRECT_EXAMPLES)(correct)
    app.command("agreement", epilog=AGREEMENT_EXAMPLES)(agreement)


def lock(
    folder: Annotated[Path | None, typer.Argument(metavar="FOLDER", help="Labelled cases; the product's own when not given.")] = None,
    *,
    why: Why,
) -> Exit:
    """Lock labelled cases as they are now.

    Until then every run and `coach evals validate` refuse cases that were changed, relabelled, added or removed.
    """
    from evals import locks

    changed = locks.lock(reason(why), date.today(), folder)
    show(f"Locked, because: {harmless(why)}" if changed else "Nothing has changed since the cases were locked.")
    return Exit.CLEAN


def correct(
    reviews: Annotated[Path, typer.Argument(metavar="FILE", help="Corrected reviews, one a line.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The new file of labelled cases.")],
) -> Exit:
    """Make labelled cases of what reviewers corrected.

    Measure them with `coach evals run --cases`, learn from them with `coach evals train --cases`.
    """
    from evals import corrections

    counts = corrections.correct(reviews, out)
    show(f"{out}: {counts.cases} cases, {counts.replies} replies, {counts.clean} of them clean, {counts.findings} findings.")
    return Exit.CLEAN


def agreement(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Labels of two readers or more, as JSON lines.")],
    *,
    scale: Annotated[
        Literal["nominal", "ordinal", "interval"] | None,
        typer.Option("--scale", help="How values differ; nominal for yes and no, ordinal for others when not given."),
    ] = None,
    json: Json = False,
) -> Exit:
    """How far readers agree, rule by rule.

    Each figure has its 95 % interval over cases; – is undefined, as kappa is where everybody always said the same.
    """
    from evals import agreement as readers

    report = readers.agreement(readers.read_labels(files), scale)
    if json:
        sys.stdout.write(report.model_dump_json() + "\n")
    else:
        show(*drawn(readers.table(report)), width=WIDE)
    if not report.texts:
        note("coach: no text was labelled by two readers")
        return Exit.NOT_MEASURED
    return Exit.CLEAN


def reason(why: str) -> str:
    """A reason that says something, on one line; raises InputError."""
    if not (said := " ".join(why.split())):
        raise InputError("--why is empty; say in a sentence why it may change")
    return said
