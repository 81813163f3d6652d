"""BM25: how well each of a fixed set of passages covers the rare words of a query."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.meaning.inverted import Floats, Inverted, count_all

SATURATION = 1.2
LENGTH_MATTERS = 0.6


class Bm25:
    """Term weights of passages, kept by term."""

    def __init__(self, table: Inverted) -> None:
        self.table = table

    @classmethod
    def over(cls, passages: Sequence[Counter[str]]) -> "Bm25":
        """Rank these passages, given by their counted terms."""
        counts = count_all(passages)
        lengths = np.array([passage.total() for passage in passages], dtype=np.float32)
        relative = lengths / max(float(lengths.mean()), 1.0) if len(lengths) else lengths
        rarity = np.log(1 + (counts.size - counts.spread + 0.5) / (counts.spread + 0.5))
        damped = counts.times + SATURATION * (1 - LENGTH_MATTERS + LENGTH_MATTERS * relative[counts.rows])
        return cls(Inverted.of(counts, rarity[counts.columns] * counts.times * (SATURATION + 1) / damped))

    def of(self, query: Mapping[str, int]) -> Floats:
        """The score of every passage; zero where it shares no term with the query."""
        return self.table.sums(*self.table.known(query))
