"""What the referee thinks of a draft: for each sentence how likely a careful reader finds a headline fault in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.errors import EvalsError
from evals.models import HEADLINE
from evals.referee.traits import BUCKETS, traits
from knowledge.language.mask import FILLER, mask
from knowledge.language.sentences import split
from knowledge.models import Dimension, Language, Span

FOLDER = Path(__file__).parent / "weights"

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """All that the referee of one language has learned; columns are the headline dimensions in their order."""

    idf: NDArray[np.float16]
    """How telling each bucket is."""
    slopes: NDArray[np.float16]
    """A row per bucket."""
    calibration: Table
    """Two rows: what a score is multiplied by, and what is added, to be the logit of a probability."""
    borders: Table
    """Two rows of probabilities: where precision and recall of sentences balance, and where one clean reply in ten is flagged."""
    stamp: str
    """What it was learned from: the hash of the ids of its cases, and their number."""


@dataclass(frozen=True)
class Opinion:
    """A draft as the referee sees it."""

    spans: tuple[Span, ...]
    """Its sentences, quoted mail and signature left out."""
    table: Table
    """A row per sentence, a column per headline dimension: probabilities."""
    borders: Table

    @cached_property
    def highest(self) -> Mapping[Dimension, float]:
        """For each headline dimension the probability of its worst sentence, 0 where nothing is written."""
        return dict(zip(HEADLINE, self.table.max(axis=0, initial=0).tolist(), strict=True))

    @cached_property
    def flags(self) -> frozenset[Dimension]:
        """The dimensions of which a sentence is worse than the worst of nine clean replies in ten."""
        flagged = (self.table > self.borders[1]).any(axis=0)
        return frozenset(dimension for dimension, is_flagged in zip(HEADLINE, flagged, strict=True) if is_flagged)


class Referee:
    """The referee of one language; one object serves many drafts."""

    def __init__(self, language: Language, weights: Weights) -> None:
        self._language, self._weights = language, weights
        self.stamp = weights.stamp

    def chances(self, text: str) -> Opinion:
        """Its opinion of a draft."""
        spans = sentences_of(text, self._language)
        scores = np.array([self._score(text[span.start : span.end]) for span in spans]).reshape(len(spans), len(HEADLINE))
        scale, shift = self._weights.calibration
        return Opinion(spans, 1 / (1 + np.exp(-(scores * scale + shift))), self._weights.borders)

    def _score(self, sentence: str) -> Table:
        found = traits(sentence)
        values = self._weights.idf[found].astype(float)
        length = float(np.sqrt(values @ values)) or 1.0
        scores: Table = values @ self._weights.slopes[found].astype(float) / length
        return scores


def sentences_of(text: str, language: Language) -> tuple[Span, ...]:
    """The sentences that the writer of a draft wrote."""
    own = mask(text, quotes=False)
    return tuple(span for span in split(own, language) if own[span.start : span.end].strip(FILLER).strip())


def load_referee(language: Language, folder: Path = FOLDER) -> Referee:
    """The referee of a language; raises EvalsError when its weights are missing or damaged."""
    path = folder / f"{language}.npz"
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        weights = Weights(**arrays | {"stamp": str(arrays["stamp"])})
    except (OSError, ValueError, TypeError, KeyError, EOFError) as error:
        raise EvalsError(f"{path} cannot be used ({error}); make it anew with: python -m evals.referee") from error
    if weights.slopes.shape != (BUCKETS, len(HEADLINE)):
        raise EvalsError(f"{path} was made for other traits; make it anew with: python -m evals.referee")
    return Referee(language, weights)
