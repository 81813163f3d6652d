"""Thresholds of the reader's decisions, chosen on chances that no model gave to its own training mails."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from coach.checks.features import Floats
from coach.reading.care import LIFE
from coach.reading.feelings import choose_feelings
from coach.reading.intensity import expected_level
from coach.reading.issues import find_issues
from coach.reading.model import BORDERS, FEELINGS, HEADS, ISSUES, LEVELS, RISKS
from evals.training.readings import Flags, LabelledMail

STEPS = (*(float(step) for step in np.arange(0.01, 0.75, 0.01)), 1.0)
RECALL_COUNTS = {True: 2.0, False: 1.2}
"""How much more a missed risk weighs than a false alarm, where a life is at stake and elsewhere."""
LEVEL_STEPS = ((0.5, 0.7, 0.9), tuple(np.arange(1.2, 1.95, 0.05)), tuple(np.arange(1.9, 2.7, 0.05)))


def find_borders(mails: Sequence[LabelledMail], chances: Mapping[str, Floats], worth: Mapping[str, Floats]) -> Floats:
    """One threshold for each of BORDERS."""
    named = [dict(zip(HEADS, chances[mail.case.id].tolist(), strict=True)) for mail in mails]
    borders = {
        "second_issue": _best(lambda border: _sets([find_issues(one, border) for one in named], mails, "issues", ISSUES)),
        "feeling": _best(lambda border: _sets([choose_feelings(one, border) for one in named], mails, "feelings", FEELINGS)),
        "fact": _fact_border(mails, worth),
        **_level_borders(mails, named),
        **{f"risk.{name}": _risk_border(mails, named, name) for name in RISKS},
    }
    return np.array([borders[name] for name in BORDERS], np.float32)


def _best(score: Callable[[float], float]) -> float:
    return max(STEPS, key=score)


def _f_score(hits: float, said: float, wanted: float, recall_counts: float = 1.0) -> float:
    square = recall_counts**2
    return (1 + square) * hits / (said + square * wanted) if said + wanted else 0.0


def _sets(said: Sequence[Sequence[str]], mails: Sequence[LabelledMail], field: str, names: Sequence[str]) -> float:
    wanted = [set(getattr(mail.reading, field)) & set(names) for mail in mails]
    hits = sum(len(set(one) & gold) for one, gold in zip(said, wanted, strict=True))
    return _f_score(hits, sum(map(len, said)), sum(map(len, wanted)))


def _fact_border(mails: Sequence[LabelledMail], worth: Mapping[str, Floats]) -> float:
    chances = np.concatenate([worth[mail.case.id] for mail in mails])
    labels: Flags = np.concatenate([mail.fact_labels for mail in mails])
    wanted = sum(len(mail.reading.facts) for mail in mails)
    return _best(lambda border: _f_score(float(labels[chances > border].sum()), float((chances > border).sum()), wanted))


def _risk_border(mails: Sequence[LabelledMail], named: Sequence[Mapping[str, float]], name: str) -> float:
    chances = np.array([one[f"risk.{name}"] for one in named])
    wanted = np.array([name in mail.reading.risks for mail in mails])
    is_life = name in LIFE
    signed = np.array([is_life and name in mail.signed for mail in mails])
    open_to_chance = np.array([not is_life or name in mail.hinted for mail in mails])

    def score(border: float) -> float:
        said = signed | (open_to_chance & (chances > border))
        return _f_score(float((said & wanted).sum()), float(said.sum()), float(wanted.sum()), RECALL_COUNTS[is_life])

    return _best(score)


def _level_borders(mails: Sequence[LabelledMail], named: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The three cuts that agree best: exact share plus quadratic kappa."""
    expected = np.array([expected_level(one) for one in named])
    wanted = np.array([mail.reading.intensity for mail in mails])

    def score(cuts: tuple[float, ...]) -> float:
        said = np.sum([expected > cut for cut in cuts], axis=0)
        return float((said == wanted).mean()) + _kappa(said, wanted)

    best = max(product(*LEVEL_STEPS), key=score)
    return dict(zip(LEVELS, best, strict=True))


def _kappa(said: NDArray[np.intp], wanted: NDArray[np.intp]) -> float:
    """Cohen's kappa with quadratic weights over the four levels."""
    size = len(LEVELS) + 1
    weights = (np.arange(size)[:, None] - np.arange(size)) ** 2
    observed = weights[said, wanted].mean()
    shares = [np.bincount(levels, minlength=size) / len(levels) for levels in (said, wanted)]
    expected = float(shares[0] @ weights @ shares[1])
    return 1 - float(observed) / expected if expected else 0.0
