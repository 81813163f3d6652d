"""Thresholds: where findings are shown, where they are sure enough to block, and where a merit counts as present."""

import numpy as np

from coach.checks.features import Floats
from evals.training.labels import Flags

SURE_PRECISION = 0.88
LEAST_SURE = 10
"""An error threshold must rest on this many findings."""
NEVER = 2.0
"""A threshold that no probability reaches."""


def best_f1(chances: Floats, wanted: Flags) -> float:
    """The probability from which findings balance precision and recall best."""
    if not wanted.any():
        return NEVER
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum(wanted[order])
    scores = 2 * right / (np.arange(1, len(order) + 1) + max(1, wanted.sum()))
    return _between(chances[order], int(scores.argmax()))


def precise(chances: Floats, wanted: Flags, precision: float = SURE_PRECISION) -> float:
    """The lowest probability from which findings are right this often; NEVER when too few are."""
    order = np.argsort(-chances, kind="stable")
    share = np.cumsum(wanted[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share[LEAST_SURE - 1 :] >= precision)
    return _between(chances[order], int(enough[-1]) + LEAST_SURE - 1) if len(enough) else NEVER


def best_balance(scores: Floats, wanted: Flags) -> float:
    """The score from which a merit counts as present, at the best balanced accuracy."""
    if wanted.all() or not wanted.any():
        return -np.inf if wanted.all() else np.inf
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(wanted[order]) / wanted.sum()
    spared = 1 - np.cumsum(~wanted[order]) / (~wanted).sum()
    return _between(scores[order], int((found + spared).argmax()))


def _between(descending: Floats, place: int) -> float:
    """A threshold that keeps everything up to a place and nothing below it."""
    return float(descending[place] + descending[min(place + 1, len(descending) - 1)]) / 2
