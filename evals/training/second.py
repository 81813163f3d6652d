"""The second look: networks and thresholds that are fitted on first looks, and the models of the folds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from coach.checks.context import Network, of_reply, of_sentences
from coach.checks.features import Floats
from coach.checks.learned import HEADS
from coach.checks.linear import Heads
from coach.checks.model import Weights
from evals.models import MET
from evals.steps.collect import FOLDS
from evals.training.labels import Labelled
from evals.training.looks import FirstLooks, Seen
from evals.training.network import train_network
from evals.training.tiers import best_balance, best_f1, precise
from knowledge.models import Language

Say = Callable[[str], None]
FAULTS, MERITS = 64, 32
"""Hidden units of the two networks."""


@dataclass(frozen=True)
class Second:
    """What is fitted on first looks: the two networks."""

    faults: Network
    merits: Network


@dataclass(frozen=True)
class Chances:
    """Probabilities for a reply from networks that did not see it."""

    reply: Labelled
    faults: Floats
    merits: Floats


@dataclass(frozen=True)
class Thresholds:
    """From which probability each fault is shown and is sure, and each merit counts as present."""

    shown: Floats
    sure: Floats
    present: Floats


@dataclass(frozen=True)
class FoldModels:
    """What was learned without one fold, and what it says of that fold's replies."""

    fold: int
    weights: Mapping[Language, Weights]
    chances: tuple[Chances, ...]


def fold_models(first: Mapping[Language, FirstLooks], say: Say) -> Iterator[FoldModels]:
    """For each fold the models of the other four, their thresholds chosen on replies that the inner models had not seen."""
    for fold in range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        seen = [one for looks in first.values() for one in looks.without(fold)]
        inner = [chance for other in range(FOLDS) if other != fold for chance in _left_out(seen, fold, other)]
        second = fit([one for one in seen if one.reply.fold != fold])
        weights = {
            language: joined(looks.sentences.heads[fold], looks.wholes.heads[fold], second, thresholds(inner, language))
            for language, looks in first.items()
        }
        yield FoldModels(fold, weights, tuple(chances(second, one) for one in seen if one.reply.fold == fold))


def joined(sentence: Heads, reply: Heads, second: Second, at: Thresholds) -> Weights:
    """All that a critic needs."""
    return Weights(HEADS, sentence, second.faults, at.shown, at.sure, reply, MET, second.merits, at.present)


def fit(seen: Sequence[Seen]) -> Second:
    """The networks of these first looks."""
    faults = np.concatenate([one.reply.faults for one in seen])
    merits = np.array([one.reply.merits for one in seen])
    return Second(
        train_network(np.concatenate([of_sentences(one.look) for one in seen]), faults, FAULTS),
        train_network(np.concatenate([of_reply(one.look) for one in seen]), merits, MERITS),
    )


def chances(second: Second, one: Seen) -> Chances:
    """What the networks say of a reply."""
    return Chances(one.reply, second.faults.probabilities(of_sentences(one.look)), second.merits.probabilities(of_reply(one.look))[0])


def _left_out(seen: Sequence[Seen], fold: int, other: int) -> list[Chances]:
    second = fit([one for one in seen if one.reply.fold not in (fold, other)])
    return [chances(second, one) for one in seen if one.reply.fold == other]


def thresholds(said: Sequence[Chances], language: Language) -> Thresholds:
    """The thresholds of one language."""
    own = [one for one in said if one.reply.language is language]
    faults, labels = np.concatenate([one.faults for one in own]), np.concatenate([one.reply.faults for one in own])
    pairs = [(faults[:, column], labels[:, column]) for column in range(labels.shape[1])]
    merits, present = np.array([one.merits for one in own]), np.array([one.reply.merits for one in own])
    decided = np.array([one.reply.decided for one in own])
    return Thresholds(
        _floats(best_f1(*pair) for pair in pairs),
        _floats(precise(*pair) for pair in pairs),
        _floats(best_balance(merits[use, column], present[use, column]) for column, use in enumerate(decided.T)),
    )


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, np.float32)
