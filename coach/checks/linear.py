"""Linear scores over n-grams: a vocabulary with its weights, for many heads at once."""

from dataclasses import dataclass
from itertools import pairwise

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
        return self.weighed(len(grams.spans), *self.known(grams))

    def known(self, grams: Grams) -> tuple[Rows, Rows, Floats]:
        """Row, column and count of each n-gram that the vocabulary holds."""
        places = np.searchsorted(self.keys, grams.keys)
        places[places == len(self.keys)] = 0
        known = self.keys[places] == grams.keys
        return grams.rows[known], places[known], grams.counts[known]

    def weighed(self, units: int, rows: Rows, columns: Rows, counts: Floats) -> Vectors:
        """The vectors of so many units in which the n-grams of these columns were counted."""
        values = (1 + np.log(counts)) * self.idf[columns]
        blocks = rows * 2 + (self.keys[columns] >> np.uint32(31)).astype(np.intp)
        lengths = np.sqrt(np.bincount(blocks, values * values, minlength=2 * units))
        return Vectors(units, rows, columns, (values / lengths[blocks]).astype(np.float32))


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
        return self.beside(self.products(self.vocabulary.vectors(grams)))

    def products(self, vectors: Vectors) -> Floats:
        """What each unit says by itself: a row per unit, a column per column of the weights."""
        sums = np.zeros((vectors.count, self.weights.shape[1]), np.float32)
        weights = self.weights[vectors.columns].astype(np.float32)
        values = vectors.values * self.scale[vectors.columns]
        borders = np.searchsorted(vectors.rows, np.arange(vectors.count + 1)).tolist()
        for row, (start, end) in enumerate(pairwise(borders)):
            sums[row] = values[start:end] @ weights[start:end]
        return sums

    def beside(self, products: Floats) -> Floats:
        """The scores of units that stand one after the other, from what each says by itself and about its neighbours."""
        heads = len(self.bias)
        scores: Floats = products[:, :heads] + self.bias
        if products.shape[1] > heads and len(products) > 1:
            scores[1:] += products[:-1, heads : 2 * heads]
            scores[:-1] += products[1:, 2 * heads :]
        return scores


def packed(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights as whole steps of -127 to 127 with a scale of their own in each row."""
    scale = np.abs(weights).max(axis=1) / 127
    scale[scale == 0] = 1
    return np.rint(weights / scale[:, None]).astype(np.int8), scale.astype(np.float32)
