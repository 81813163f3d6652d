"""Composition root of the evals: which cases, which predictions, which gates."""

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.checks.model import FOLDER
from evals import figures
from evals.errors import EvalsError
from evals.gates import failed_gates, read_gates
from evals.models import CaseCounts, Suite, Table
from evals.steps import execute
from evals.steps.collect import count, digest, read_cases
from evals.steps.execute import read_predictions
from evals.steps.grade import grade
from evals.steps.report import EvalReport, report
from evals.steps.report import tables as _tables

HERE = Path(__file__).parent
GATES = HERE / "gates.yaml"
BASELINE = figures.BASELINE


def run_evals(suite: Suite = Suite.CRITIC, cases: Path | None = None, predictions: Path | None = None) -> EvalReport:
    """Grade what the critic says of the gold replies, with learned findings that were made out of fold; raises EvalsError.

    The suite ``critic`` adds today's rulebook to the committed findings; ``predictions`` of somebody else are graded as they are.
    """
    gold = read_cases((cases,) if cases else ())
    said = read_predictions(gold, (predictions,) if predictions else ())
    if suite is Suite.CRITIC and predictions is None:
        from evals.replay import replay

        said = replay(gold, said)
    return report(grade(gold, said), suite, digest(gold))


def tables(measured: EvalReport) -> tuple[Table, ...]:
    """The report as tables for people."""
    return _tables(measured)


def check_gates(measured: EvalReport, gates: Path | None = None) -> tuple[str, ...]:
    """One line for each gate that does not hold; none when all do."""
    return failed_gates(measured, read_gates(gates or GATES))


def validate_cases(paths: Sequence[Path] = ()) -> CaseCounts:
    """How much the files hold; raises CasesError with every fault's file and line."""
    return count(read_cases(paths))


def train_critic(
    out: Path | None = None, cases: Path | None = None, oof: Path | None = None, say: Callable[[str], None] = lambda line: None
) -> None:
    """Train the critic on gold cases; the product's own folders where none are named. Takes minutes; raises EvalsError."""
    if importlib.util.find_spec("sklearn") is None:
        raise EvalsError("training needs scikit-learn; install the extra: pip install 'reply-coach[train]'")
    from evals.training.train import train

    train(read_cases((cases,) if cases else ()), out or FOLDER, oof or execute.OWN, say)
