"""Scores that no model gave to its own training cases, also within the training folds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from coach.checks.features import Floats
from coach.checks.linear import Heads
from evals.steps.collect import FOLDS
from evals.training.labels import Labelled

Train = Callable[[Sequence[Labelled]], Heads]
Score = Callable[[Heads, Labelled], Floats]


@dataclass(frozen=True)
class Nested:
    """Models of the folds and what they say."""

    heads: tuple[Heads, ...]
    """For each outer fold the model of the other four."""
    scores: tuple[tuple[Floats, ...], ...]
    """For each outer fold the scores of every reply, in order.

    Those of the outer fold itself come from the model of the other four; each other reply is scored by a model that saw
    neither its own fold nor the outer one, so that whatever is fitted on these scores has seen nothing of the outer fold.
    """

    def outer(self, replies: Sequence[Labelled]) -> tuple[Floats, ...]:
        """Each reply's scores from the model of the folds that it is not in."""
        return tuple(self.scores[reply.fold][place] for place, reply in enumerate(replies))


def nested(replies: Sequence[Labelled], train: Train, score: Score) -> Nested:
    """Train on all but one fold and on all but two, and score what was left out."""
    found: list[dict[int, Floats]] = [{} for _ in range(FOLDS)]
    heads = tuple(train([reply for reply in replies if reply.fold != fold]) for fold in range(FOLDS))
    for fold in range(FOLDS):
        found[fold] |= {place: score(heads[fold], reply) for place, reply in enumerate(replies) if reply.fold == fold}
    for pair in combinations(range(FOLDS), 2):
        both_out = train([reply for reply in replies if reply.fold not in pair])
        for fold, other in (pair, pair[::-1]):
            found[fold] |= {place: score(both_out, reply) for place, reply in enumerate(replies) if reply.fold == other}
    return Nested(heads, tuple(tuple(scores[place] for place in range(len(replies))) for scores in found))
