"""Cosine similarity of a text with each of a fixed set of texts, by weighted features."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.meaning.inverted import Floats, Inverted, count_all


class Similarity:
    """TF-IDF vectors of unit length, kept by feature."""

    def __init__(self, table: Inverted, weights: Floats) -> None:
        self.table, self.weights = table, weights

    @classmethod
    def to(cls, texts: Sequence[Counter[str]]) -> "Similarity":
        """Compare with these texts, given by their counted features."""
        counts = count_all(texts)
        weights = (np.log((1 + counts.size) / (1 + counts.spread)) + 1).astype(np.float32)
        values = (1 + np.log(counts.times)) * weights[counts.columns]
        lengths = np.sqrt(np.bincount(counts.rows, values**2, counts.size))
        return cls(Inverted.of(counts, values / lengths[counts.rows]), weights)

    def of(self, text: Mapping[str, int]) -> Floats:
        """Cosine of a text with every one of the set; zero throughout when it shares no feature with any."""
        columns, times = self.table.known(text)
        values = (1 + np.log(times)) * self.weights[columns]
        return self.table.sums(columns, values / max(float(np.linalg.norm(values)), 1e-9))

    def among_themselves(self) -> Floats:
        """Cosine of every text of the set with every other."""
        table = self.table
        spans = np.diff(table.starts)
        # What occurs in one text only cannot make two texts alike.
        columns = np.repeat(np.where(spans > 1, np.cumsum(spans > 1) - 1, -1), spans)
        shared = columns >= 0
        dense = np.zeros((table.size, int((spans > 1).sum())), dtype=np.float32)
        dense[table.rows[shared], columns[shared]] = table.values[shared]
        gram = dense @ dense.T
        np.fill_diagonal(gram, 1.0)
        return gram
