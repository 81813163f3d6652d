"""The first look: linear heads over n-grams, and what they say of replies that they have not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.checks.context import SHARED, Look, look
from coach.checks.features import Floats, whole
from coach.checks.linear import Heads
from evals.training.folds import Nested, nested
from evals.training.labels import Labelled
from evals.training.linear import train_heads


@dataclass(frozen=True)
class Seen:
    """A labelled reply and the first look at it, by models that did not see it."""

    reply: Labelled
    look: Look


class FirstLooks:
    """The replies of one language as seen by models of other folds."""

    def __init__(self, replies: Sequence[Labelled]) -> None:
        self.replies = replies
        self.sentences: Nested = nested(replies, sentence_heads, lambda heads, reply: heads.scores(reply.grams))
        self.wholes: Nested = nested(replies, reply_heads, lambda heads, reply: heads.scores(whole(reply.grams))[0])

    def without(self, fold: int) -> list[Seen]:
        """All replies, seen by models that know neither the reply's fold nor this one."""
        return self._seen(self.sentences.scores[fold], self.wholes.scores[fold])

    def outer(self) -> list[Seen]:
        """All replies, seen by models that do not know the reply's fold."""
        return self._seen(self.sentences.outer(self.replies), self.wholes.outer(self.replies))

    def _seen(self, sentences: Sequence[Floats], wholes: Sequence[Floats]) -> list[Seen]:
        return [
            Seen(reply, look(of_each, of_all, reply.texts, reply.language))
            for reply, of_each, of_all in zip(self.replies, sentences, wholes, strict=True)
        ]


def sentence_heads(replies: Sequence[Labelled]) -> Heads:
    """Heads that score each sentence beside its neighbours."""
    return train_heads([reply.grams for reply in replies], np.concatenate([reply.faults for reply in replies]), neighbours=True)


def reply_heads(replies: Sequence[Labelled]) -> Heads:
    """Heads that score a reply as a whole: for the first of the faults, then for the merits."""
    labels = [np.concatenate((reply.faults[:, :SHARED].any(axis=0), reply.merits)) for reply in replies]
    return train_heads([whole(reply.grams) for reply in replies], np.array(labels), neighbours=False)
