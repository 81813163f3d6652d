"""The second look at a sentence: its scores beside those of its neighbours and of the whole reply, in any language alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coach.checks.features import Floats
from knowledge.models import Language

OUTSIDE = -1.2
"""Score that stands for a neighbour that is not there: clearly no fault."""
SHARED = 5
"""The first heads (four dimensions and any fault) are also seen for the neighbours and for the rest of the reply."""


def in_context(scores: Floats, texts: Sequence[str], language: Language) -> Floats:
    """A row per sentence: own scores, those around it, what meets the eye in its text, and which language it is in."""
    shared = scores[:, :SHARED]
    edge = np.full((1, SHARED), OUTSIDE, np.float32)
    before, after = np.concatenate((edge, shared[:-1])), np.concatenate((shared[1:], edge))
    tongue = np.tile(np.array([language is one for one in Language], np.float32), (len(scores), 1))
    return np.concatenate((scores, before, after, *_of_the_others(shared), _surface(texts), tongue), axis=1)


def _of_the_others(scores: Floats) -> tuple[Floats, Floats]:
    """For each sentence the highest and the mean score among the other sentences of the reply."""
    if len(scores) == 1:
        return np.full_like(scores, OUTSIDE), np.full_like(scores, OUTSIDE)
    ordered = np.sort(scores, axis=0)
    highest = np.where(scores >= ordered[-1], ordered[-2], ordered[-1])
    mean = (scores.sum(axis=0) - scores) / (len(scores) - 1)
    return highest, mean


def _surface(texts: Sequence[str]) -> Floats:
    return np.array(
        [
            (
                np.log1p(len(words := text.split())),
                min(text.count("!"), 3),
                min(text.count("?"), 3),
                min(sum(len(word) > 2 and word.isupper() for word in words), 3),
                any(character.isdigit() for character in text),
                min(text.count(","), 5),
                any(mark in text for mark in '"«“„'),
            )
            for text in texts
        ],
        np.float32,
    )


@dataclass(frozen=True)
class Network:
    """One hidden layer over standardised features; several trained from different seeds stand side by side and are averaged."""

    mean: Floats
    spread: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats

    def probabilities(self, features: Floats) -> Floats:
        """For each row the probability of each head, 0 to 1."""
        hidden = np.maximum((features - self.mean) / self.spread @ self.hidden + self.hidden_bias, 0)
        chances: Floats = 1 / (1 + np.exp(-(hidden @ self.output + self.output_bias)))
        return chances
