"""``coach evals train`` and ``labels``: weights from labelled cases, with a way back, and the labels that the critic doubts."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from coach.errors import InputError
from ui.cli.console import note, show
from ui.cli.drawing import WIDE, drawn
from ui.cli.exits import Exit
from ui.cli.options import Json

TRAIN_EXAMPLES = """Examples:

\b
  coach evals train
  coach evals train --cases our-cases --out our-weights
  coach evals train --out our-weights --rollback

With cases of your own, the critic learns from the product's cases and from yours. The new weights come into force only when their
out-of-fold figures on the product's own cases pass the gates; set COACH_WEIGHTS to the folder to use them. The weights before stay
there, and --rollback puts them in force again.

Exit codes: 0 trained or rolled back, 2 bad input or worse than the gates allow.
"""

LABELS_EXAMPLES = """Examples:

\b
  coach evals labels
  coach evals labels --json
"""
SHOWN = 40


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("train", epilog=TRAIN_EXAMPLES)(train)
    app.command("labels", epilog=LABELS_EXAMPLES)(labels)


def train(
    *,
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FOLDER", help="Cases of your own, to learn from beside the product's.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Where weights of your own go.")] = None,
    even_if_worse: Annotated[
        bool, typer.Option("--even-if-worse", help="Put the new weights in force although a gate does not hold.")
    ] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Put the weights before the last training in force again.")] = False,
) -> Exit:
    """Train the critic's weights from gold cases.

    Takes minutes and needs the extra: pip install 'reply-coach[train]'. A training that fails leaves the weights as they were.
    """
    from evals.bootstrap import roll_back, train_critic, train_team

    if (cases or rollback) and out is None:
        raise InputError("say with --out where your weights are to be, or are")
    if out is None:
        train_critic(note)
    elif rollback:
        note(f"in force: {roll_back(out)}")
    elif cases is None:
        raise InputError("name your cases with --cases; without --out and --cases the product's own weights are trained")
    else:
        note(f"in force: {train_team(cases, out, even_if_worse=even_if_worse, say=note)}; use them with COACH_WEIGHTS={out}")
    return Exit.CLEAN


def labels(
    *,
    write: Annotated[bool, typer.Option("--write", help="Write the whole list into evals/benchmarks/label_errors.md.")] = False,
    json: Json = False,
) -> Exit:
    """List the labels that the critic doubts.

    They were judged by models that never saw the case; the least trusted label comes first.
    """
    from evals.bootstrap import doubted_labels, write_doubted_labels

    found = doubted_labels()
    if json:
        sys.stdout.write("".join(f"{one.model_dump_json()}\n" for one in found))
    elif write:
        note(f"{len(found)} labels are doubted; see {write_doubted_labels(found)}")
    else:
        from evals.models import Table

        rows = tuple((one.reply, one.rule, one.direction, f"{one.probability:.3f}", one.words) for one in found[:SHOWN])
        title = f"{len(found)} doubted labels, the first {len(rows)}"
        show(*drawn(Table(title=title, columns=("reply", "rule", "direction", "probability", "words"), rows=rows)), width=WIDE)
    return Exit.CLEAN
