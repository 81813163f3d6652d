"""Cosine similarity of a text with each of a fixed set of texts, by weighted features."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.meaning.arrays import Arrays, part, within
from knowledge.meaning.inverted import Floats, Inverted, count_all

FREQUENT = 24
"""From how many texts a feature counts as frequent."""


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

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "Similarity":
        """What ``arrays`` gave."""
        return cls(Inverted.from_arrays(part("table", arrays)), arrays["weights"].astype(np.float32))

    def arrays(self) -> Arrays:
        """Everything it knows, to be kept in a file."""
        return {**within("table", self.table.arrays()), "weights": self.weights}

    def of(self, text: Mapping[str, int]) -> Floats:
        """Cosine of a text with every one of the set; zero throughout when it shares no feature with any."""
        columns, times = self.table.known(text)
        values = (1 + np.log(times)) * self.weights[columns]
        return self.table.sums(columns, values / max(float(np.linalg.norm(values)), 1e-9))

    def among_themselves(self) -> Floats:
        """Cosine of every text of the set with every other."""
        gram = self._by_frequent() + self._by_rare()
        np.fill_diagonal(gram, 1.0)
        return gram

    def _by_frequent(self) -> Floats:
        """What features of many texts add: one product of dense matrices."""
        table, spans = self.table, np.diff(self.table.starts)
        frequent = spans >= FREQUENT
        columns = np.repeat(np.where(frequent, np.cumsum(frequent) - 1, -1), spans)
        kept = columns >= 0
        dense = np.zeros((table.size, int(frequent.sum())), dtype=np.float32)
        dense[table.rows[kept], columns[kept]] = table.values[kept]
        product: Floats = dense @ dense.T
        return product

    def _by_rare(self) -> Floats:
        """What features of few texts add, pair by pair; a dense product over that many would take seconds."""
        table, spans = self.table, np.diff(self.table.starts)
        pairs, products = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.float32)]
        # What occurs in one text only cannot make two texts alike.
        for count in range(2, FREQUENT):
            places = table.starts[:-1][spans == count][:, None] + np.arange(count)
            rows, values = table.rows[places].astype(np.int64), table.values[places]
            pairs.append((rows[:, :, None] * table.size + rows[:, None, :]).ravel())
            products.append((values[:, :, None] * values[:, None, :]).ravel())
        sums = np.bincount(np.concatenate(pairs), np.concatenate(products), table.size**2)
        return sums.reshape(table.size, table.size).astype(np.float32)
