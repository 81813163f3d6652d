"""The second look: scores beside those around them, and what meets the eye, in numbers that mean the same in every language."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from coach.checks.cues import cues_of
from coach.checks.features import Floats
from knowledge.models import Language

LOOK_VERSION = 2
"""Counts the ways of making the second look; weights made for another one are refused."""
OUTSIDE = -1.2
"""Score that stands for a neighbour that is not there: clearly no fault."""
SHARED = 5
"""The first heads (four dimensions and any fault) are also seen for the neighbours and for the reply as a whole."""
RECENT = 256
"""Sentences whose sight is kept: a draft is critiqued again after small changes."""
CLOSING = 3
"""Sentences at the end, in which a reply opens or shuts the door."""


@dataclass(frozen=True)
class Look:
    """What is known of a draft before the second look: first scores and plain sight."""

    sentences: Floats
    """Scores of the sentence heads, a row per sentence."""
    whole: Floats
    """Scores of the reply heads: those of SHARED first, then one per presence rule."""
    surface: Floats
    cues: Floats
    language: Language


def look(sentences: Floats, whole: Floats, texts: Sequence[str], language: Language) -> Look:
    """Put first scores and the sight of the sentences together."""
    return Look(sentences, whole, _surface(texts), cues_of(texts, language), language)


def of_sentences(seen: Look) -> Floats:
    """A row per sentence: its own scores, those around it and of the whole reply, its surface and cues, and the language."""
    shared = seen.sentences[:, :SHARED]
    edge = np.full((1, SHARED), OUTSIDE, np.float32)
    before, after = np.concatenate((edge, shared[:-1])), np.concatenate((shared[1:], edge))
    same = np.tile(np.concatenate((seen.whole[:SHARED], _tongue(seen.language))), (len(shared), 1))
    return np.concatenate((seen.sentences, before, after, *_of_the_others(shared), seen.surface, seen.cues, same), axis=1)


def of_reply(seen: Look) -> Floats:
    """One row: the reply's scores, its worst sentences, its sight in all, at most in one sentence, and near its end, the language."""
    worst = seen.sentences[:, :SHARED].max(axis=0)
    sight = np.concatenate((seen.surface, seen.cues), axis=1)
    last = sight[-CLOSING:].sum(axis=0)
    return np.concatenate((seen.whole, worst, sight.sum(axis=0), sight.max(axis=0), last, _tongue(seen.language)))[None, :]


def _tongue(language: Language) -> Floats:
    return np.array([language is one for one in Language], np.float32)


def _of_the_others(scores: Floats) -> tuple[Floats, Floats]:
    """For each sentence the highest and the mean score among the other sentences of the reply."""
    if len(scores) == 1:
        return np.full_like(scores, OUTSIDE), np.full_like(scores, OUTSIDE)
    ordered = np.sort(scores, axis=0)
    highest = np.where(scores >= ordered[-1], ordered[-2], ordered[-1])
    mean = (scores.sum(axis=0) - scores) / (len(scores) - 1)
    return highest, mean


def _surface(texts: Sequence[str]) -> Floats:
    return np.array([_sight(text) for text in texts], np.float32)


@lru_cache(maxsize=RECENT)
def _sight(text: str) -> tuple[float, ...]:
    words = text.split()
    return (
        np.log1p(len(words)),
        min(text.count("!"), 3),
        min(text.count("?"), 3),
        min(sum(len(word) > 2 and word.isupper() for word in words), 3),
        any(map(str.isdigit, text)),
        min(text.count(","), 5),
        any(mark in text for mark in '"«“„'),
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
