"""Trainings that are small enough for a test."""

import pytest

from evals.mutation import faults, neutral
from evals.steps import collect
from evals.training import folds, network, second, train


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three folds, small networks and few mutants."""
    for module in (collect, folds, second, train):
        monkeypatch.setattr(module, "FOLDS", 3)
    for name, value in (("PASSES", 2), ("SEEDS", 1)):
        monkeypatch.setattr(network, name, value)
    for mutants in (faults, neutral):
        monkeypatch.setattr(mutants, "EACH", 2)
