"""Composition root of the evals: which cases, which predictions, which gates."""

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.checks.model import FOLDER
from evals import figures, predictions
from evals.drafts import report as drafts
from evals.drafts.report import DraftsReport
from evals.errors import EvalsError
from evals.gates import failed_gates, read_gates
from evals.locks import check_lock
from evals.models import CaseCounts, GoldCase, Suite, Table
from evals.mutation import report as mutation
from evals.mutation.report import MutationReport
from evals.predictions import read_predictions, read_readings
from evals.product import Product
from evals.reading import report as reading
from evals.reading.report import ReadingReport
from evals.reading.suite import Readings
from evals.replay import Recorded, Replayed
from evals.retrieval import report as retrieval
from evals.retrieval.report import RetrievalReport
from evals.retrieval.suite import Questions
from evals.running import Tell, run_suites
from evals.runs import RecordedRun, Report
from evals.steps import report as critic
from evals.steps.collect import count, read_cases, read_queries
from evals.suite import Work

if TYPE_CHECKING:
    from evals.training.doubts import Doubt

HERE = Path(__file__).parent
GATES = HERE / "gates.yaml"
LABEL_ERRORS = HERE / "benchmarks" / "label_errors.md"
BASELINE = figures.BASELINE
MOST_CRASHED = 0.02
"""Share of a suite's cases that may crash; with more it was not measured."""


class Options(NamedTuple):
    """How a run is to be made."""

    cases: Path | None = None
    """Gold cases; the product's own when None, and likewise below."""
    predictions: Path | None = None
    """What critic or reader said; the committed out-of-fold files when None."""
    out: Path | None = None
    """Folder of the run, or of a run to go on with."""
    fresh: bool = False
    """Whether to work out again what earlier runs did."""


class Crashes(NamedTuple):
    """Cases that gave nothing."""

    lines: tuple[str, ...]
    """One for each suite that has any."""
    too_many: bool
    """Whether a suite lost so many that its figures say nothing."""


def run_evals(suites: Sequence[Suite], product: Product, options: Options, tell: Tell) -> RecordedRun:
    """Run suites into a run folder; raises EvalsError.

    Of the learned critic and the reader predictions that were made out of fold are graded; the rest is asked anew.
    """
    check_lock((options.cases,) if options.cases else ())
    works = [_work(suite, product, options) for suite in suites]
    return run_suites(works, product, options.out, fresh=options.fresh, tell=tell)


def _work(suite: Suite, product: Product, options: Options) -> Work:
    if suite is Suite.RETRIEVAL:
        return _questions(product, options)
    gold = read_cases((options.cases,) if options.cases else ())
    paths = (options.predictions,) if options.predictions else ()
    if suite is Suite.DRAFTS:
        return _drafts(gold, product, options)
    if suite is Suite.MUTATION:
        return _mutations(gold, product, options)
    if suite is Suite.READING:
        return Readings(gold, read_readings(gold, paths))
    said = {} if suite is Suite.SHIPPED else read_predictions(gold, paths)
    # Predictions of somebody else are graded as they are.
    if suite is Suite.LEARNED or (suite is Suite.CRITIC and paths):
        return Recorded(suite, gold, said)
    return Replayed(suite, gold, said, product)


def _drafts(gold: Sequence[GoldCase], product: Product, options: Options) -> Work:
    if options.predictions is not None:
        raise EvalsError("the suite drafts asks the built-in writer itself and grades no predictions")
    from evals.drafts.suite import Drafts  # the writer and the referee are heavy, and the other suites need neither

    return Drafts(gold, product)


def _mutations(gold: Sequence[GoldCase], product: Product, options: Options) -> Work:
    if options.predictions is not None:
        raise EvalsError("the suite mutation asks about changed replies; what was said of others does not help it")
    from evals.mutation.suite import Mutations  # making the changed replies takes a moment, and the other suites need none

    return Mutations(gold, product)


def _questions(product: Product, options: Options) -> Work:
    if options.predictions is not None:
        raise EvalsError("the suite retrieval asks the search itself and grades no predictions")
    return Questions(read_queries(product.knowledge.guidelines.ids, (options.cases,) if options.cases else ()), product)


def tables(measured: Report) -> tuple[Table, ...]:
    """The report as tables for people."""
    if isinstance(measured, RetrievalReport):
        return retrieval.tables(measured)
    if isinstance(measured, DraftsReport):
        return drafts.tables(measured)
    if isinstance(measured, MutationReport):
        return mutation.tables(measured)
    if isinstance(measured, ReadingReport):
        return reading.tables(measured)
    return critic.tables(measured)


def check_gates(measured: Report, gates: Path | None = None) -> tuple[str, ...]:
    """One line for each gate that does not hold; none when all do."""
    return failed_gates(measured, read_gates(gates or GATES))


def crashes(run: RecordedRun) -> Crashes:
    """What crashed in a run, and whether it is too much for the figures to stand."""
    crashed = {suite: [one for one in kept.results if one.status == "crashed"] for suite, kept in run.suites.items()}
    return Crashes(
        lines=tuple(
            f"{suite}: {len(of)} of {len(run.suites[suite].results)} cases crashed; {of[0].id}: {of[0].error}"
            for suite, of in crashed.items()
            if of
        ),
        too_many=any(len(of) > MOST_CRASHED * len(run.suites[suite].results) for suite, of in crashed.items()),
    )


def validate_cases(paths: Sequence[Path] = ()) -> CaseCounts:
    """How much the files hold; raises CasesError with every fault's file and line, also for what differs from its lock."""
    counts = count(read_cases(paths))
    check_lock(paths)
    return counts


def train_critic(say: Callable[[str], None]) -> None:
    """Train the product's own weights on its own cases. Takes minutes; raises EvalsError, and changes nothing when it fails."""
    _needs_learners()
    from evals.training.team import train_own

    train_own(read_cases(), FOLDER, predictions.OWN, say)


def train_team(cases: Path, out: Path, *, even_if_worse: bool, say: Callable[[str], None]) -> Path:
    """Train on the product's cases and others, and put the weights in force in a folder of their own; returns where they are.

    Raises EvalsError, and leaves the weights in force, when the training fails or the figures on the product's cases fall below the gates.
    """
    _needs_learners()
    from evals.training import team

    return team.train_team(read_cases(), read_cases((cases,)), out, GATES, even_if_worse=even_if_worse, say=say)


def roll_back(folder: Path) -> Path:
    """Put the weights before the last training in force again; returns where they are, raises EvalsError where there are none."""
    from evals.training.shelf import Shelf

    return Shelf(folder).roll_back()


def doubted_labels() -> tuple["Doubt", ...]:
    """The labels that models of other folds disagree with, the least trusted first; raises PredictionsError."""
    _needs_learners()
    from evals.training.doubts import read_doubts

    return read_doubts(read_cases(), predictions.OWN)


def write_doubted_labels(found: Sequence["Doubt"]) -> Path:
    """Write the list as a page; returns its place."""
    from evals.training.doubts import document

    LABEL_ERRORS.write_text(document(found), encoding="utf-8")
    return LABEL_ERRORS


def _needs_learners() -> None:
    if importlib.util.find_spec("sklearn") is None:
        raise EvalsError("training needs scikit-learn; install the extra: pip install 'reply-coach[train]'")
