"""Linear scores over n-grams: a vocabulary with its weights, for many heads at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.checks.features import Floats, Grams, Keys, Rows

NEIGHBOUR = 0.4
"""Weight of the n-grams of the sentences before and after, beside the sentence's own."""


@dataclass(frozen=True)
class Vectors:
    """Sparse TF-IDF vectors of a text's units, sorted by row; characters and words have length 1 each."""

    count: int
    rows: Rows
    columns: Rows
    values: Floats


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams that count, by ascending key, and how telling each is."""

    keys: Keys
    idf: Floats

    def vectors(self, grams: Grams) -> Vectors:
        """TF-IDF with sublinear counts; n-grams outside the vocabulary are left out."""
        places = np.searchsorted(self.keys, grams.keys)
        places[places == len(self.keys)] = 0
        known = self.keys[places] == grams.keys
        rows, columns = grams.rows[known], places[known]
        values = (1 + np.log(grams.counts[known])) * self.idf[columns]
        blocks = rows * 2 + (grams.keys[known] >> np.uint32(31)).astype(np.intp)
        lengths = np.sqrt(np.bincount(blocks, values * values, minlength=2 * len(grams.spans)))
        return Vectors(len(grams.spans), rows, columns, (values / lengths[blocks]).astype(np.float32))


@dataclass(frozen=True)
class Heads:
    """Linear scorers that share a vocabulary: one column per head, for the unit itself and, if learned, for its neighbours."""

    vocabulary: Vocabulary
    weights: NDArray[np.int8]
    """Rows are n-grams; columns the heads for the unit, then those for the one before, then those for the one after."""
    scale: Floats
    """What one step of a row's weights is worth."""
    bias: Floats

    def scores(self, grams: Grams) -> Floats:
        """Signed distances from each head's border: a row per unit, a column per head."""
        vectors = self.vocabulary.vectors(grams)
        parts = self._products(vectors)
        heads = len(self.bias)
        scores: Floats = parts[:, :heads] + self.bias
        if parts.shape[1] > heads and len(parts) > 1:
            scores[1:] += parts[:-1, heads : 2 * heads]
            scores[:-1] += parts[1:, 2 * heads :]
        return scores

    def _products(self, vectors: Vectors) -> Floats:
        sums = np.zeros((vectors.count, self.weights.shape[1]), np.float32)
        if len(vectors.rows):
            products = self.weights[vectors.columns] * (vectors.values * self.scale[vectors.columns])[:, None]
            present, starts = np.unique(vectors.rows, return_index=True)
            sums[present] = np.add.reduceat(products, starts, axis=0)
        return sums


def packed(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights as whole steps of -127 to 127 with a scale of their own in each row."""
    scale = np.abs(weights).max(axis=1) / 127
    scale[scale == 0] = 1
    return np.rint(weights / scale[:, None]).astype(np.int8), scale.astype(np.float32)
