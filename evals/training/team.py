"""Weights from the product's cases and a team's own, held to the product's gates before they come into force."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from evals.errors import EvalsError
from evals.gates import failed_gates, read_gates
from evals.models import GoldCase, Suite
from evals.predictions import read_predictions
from evals.steps.collect import digest
from evals.steps.grade import grade
from evals.steps.report import EvalReport, report
from evals.training.card import write_card
from evals.training.second import Say
from evals.training.shelf import Shelf
from evals.training.train import train

OOF = "oof"
"""Where a set of weights keeps what was said out of fold."""


def train_team(own: Sequence[GoldCase], team: Sequence[GoldCase], out: Path, gates: Path, *, even_if_worse: bool, say: Say) -> Path:
    """Train on both, and put the weights in force; returns their folder.

    Raises EvalsError, and leaves the weights as they were, when the figures on the product's own cases fall below the gates.
    """
    if shared := {case.id for case in own} & {case.id for case in team}:
        raise EvalsError(f"{sorted(shared)[0]} is the id of one of the product's own cases; give yours other ids")

    def make(folder: Path) -> None:
        train([*own, *team], folder, folder / OOF, say)
        measured = measure(own, folder / OOF)
        write_card(folder, measured)
        for line in (failing := failed_gates(measured, read_gates(gates))):
            say(line)
        if failing and not even_if_worse:
            raise EvalsError(f"the new weights are worse than the gates allow ({failing[0]}); the old ones stay, or --even-if-worse")

    return Shelf(out).add(make)


def measure(own: Sequence[GoldCase], oof: Path) -> EvalReport:
    """Figures of the learned critic on the product's own cases, out of fold."""
    return report(grade(own, read_predictions(own, (oof,))), Suite.LEARNED, digest(own))


def train_own(own: Sequence[GoldCase], weights: Path, oof: Path, say: Say) -> None:
    """Train on the product's own cases; weights and predictions are moved into place, file by file, once all are there."""
    with tempfile.TemporaryDirectory(dir=weights.parent, prefix=".training-") as folder:
        fresh_weights, fresh_oof = Path(folder) / "weights", Path(folder) / OOF
        train(own, fresh_weights, fresh_oof, say)
        write_card(fresh_weights, measure(own, fresh_oof))
        for fresh, place in ((fresh_weights, weights), (fresh_oof, oof)):
            place.mkdir(parents=True, exist_ok=True)
            for file in sorted(fresh.iterdir()):
                file.replace(place / file.name)
