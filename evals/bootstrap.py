"""Composition root of the evals: which cases, which predictions, which gates."""

import importlib.util
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.checks.model import FOLDER
from evals import figures
from evals.errors import EvalsError
from evals.gates import failed_gates, read_gates
from evals.locks import check_lock
from evals.models import CaseCounts, Suite, Table
from evals.reading import report as reading
from evals.reading.report import ReadingReport
from evals.retrieval import report as retrieval
from evals.retrieval.report import RetrievalReport
from evals.steps import execute
from evals.steps import report as critic
from evals.steps.collect import count, digest, read_cases, read_queries
from evals.steps.execute import read_predictions, read_readings
from evals.steps.grade import grade
from evals.steps.report import EvalReport

HERE = Path(__file__).parent
GATES = HERE / "gates.yaml"
BASELINE = figures.BASELINE

Report = EvalReport | RetrievalReport | ReadingReport


def run_evals(suite: Suite = Suite.CRITIC, cases: Path | None = None, predictions: Path | None = None) -> Report:
    """Measure one suite on the product's own cases or on others; raises EvalsError.

    Of the critic and the reader, predictions that were made out of fold are graded; search is asked anew.
    """
    check_lock((cases,) if cases else ())
    if suite is Suite.RETRIEVAL:
        return _run_retrieval(cases, predictions)
    if suite is Suite.READING:
        gold = read_cases((cases,) if cases else ())
        return reading.report(gold, read_readings(gold, (predictions,) if predictions else ()))
    return _run_critic(suite, cases, predictions)


def _run_critic(suite: Suite, cases: Path | None, predictions: Path | None) -> EvalReport:
    """The suite ``critic`` adds today's rulebook to the committed findings; ``predictions`` of somebody else are graded as they are."""
    gold = read_cases((cases,) if cases else ())
    said = read_predictions(gold, (predictions,) if predictions else ())
    if suite is Suite.CRITIC and predictions is None:
        from evals.replay import replay

        said = replay(gold, said)
    return critic.report(grade(gold, said), suite, digest(gold))


def _run_retrieval(queries: Path | None, predictions: Path | None) -> RetrievalReport:
    if predictions is not None:
        raise EvalsError("the suite retrieval asks the search itself and grades no predictions")
    from coach.bootstrap import embedding_model
    from coach.settings import load_settings
    from evals.retrieval.systems import systems
    from knowledge.bootstrap import build_knowledge

    model = embedding_model(load_settings())
    # A home of its own: the house documents of whoever measures are not part of the figures.
    with tempfile.TemporaryDirectory() as folder:
        knowledge = build_knowledge(Path(folder), None, model)
        gold = read_queries(knowledge.guidelines.ids, (queries,) if queries else ())
        return retrieval.report(gold, systems(knowledge, Path(folder)), model.name if model else None)


def tables(measured: Report) -> tuple[Table, ...]:
    """The report as tables for people."""
    if isinstance(measured, RetrievalReport):
        return retrieval.tables(measured)
    if isinstance(measured, ReadingReport):
        return reading.tables(measured)
    return critic.tables(measured)


def check_gates(measured: Report, gates: Path | None = None) -> tuple[str, ...]:
    """One line for each gate that does not hold; none when all do."""
    return failed_gates(measured, read_gates(gates or GATES))


def validate_cases(paths: Sequence[Path] = ()) -> CaseCounts:
    """How much the files hold; raises CasesError with every fault's file and line, also for what differs from its lock."""
    counts = count(read_cases(paths))
    check_lock(paths)
    return counts


def train_critic(
    out: Path | None = None, cases: Path | None = None, oof: Path | None = None, say: Callable[[str], None] = lambda line: None
) -> None:
    """Train the critic on gold cases; the product's own folders where none are named. Takes minutes; raises EvalsError."""
    if importlib.util.find_spec("sklearn") is None:
        raise EvalsError("training needs scikit-learn; install the extra: pip install 'reply-coach[train]'")
    from evals.training.train import train

    train(read_cases((cases,) if cases else ()), out or FOLDER, oof or execute.OWN, say)
