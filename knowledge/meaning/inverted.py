"""A table of texts by feature, kept in flat arrays: sums over the features of a query take microseconds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.meaning.arrays import Arrays, pack, unpack

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]


class Counts(NamedTuple):
    """Every feature of every text: its number, the row of the text, and how often it occurs there."""

    features: tuple[str, ...]
    columns: Integers
    rows: Integers
    times: Integers
    size: int
    """How many texts there are."""

    @property
    def spread(self) -> Integers:
        """In how many texts each feature occurs."""
        return np.bincount(self.columns, minlength=len(self.features)).astype(np.int32)


def count_all(texts: Sequence[Counter[str]]) -> Counts:
    """The counted features of all texts, number by number in the order in which they first occur."""
    number: dict[str, int] = {}
    columns = np.array([number.setdefault(feature, len(number)) for text in texts for feature in text], dtype=np.int32)
    rows = np.repeat(np.arange(len(texts), dtype=np.int32), [len(text) for text in texts])
    times = np.array([times for text in texts for times in text.values()], dtype=np.int32)
    return Counts(tuple(number), columns, rows, times, len(texts))


class Inverted:
    """For each feature the texts that have it, with a value each."""

    def __init__(self, features: Sequence[str], starts: Integers, rows: Integers, values: Floats, size: int) -> None:
        self.features, self.starts, self.rows, self.values, self.size = features, starts, rows, values, size
        self._number = {feature: number for number, feature in enumerate(features)}

    @classmethod
    def of(cls, counts: Counts, values: npt.NDArray[np.floating]) -> "Inverted":
        """Keep one value for each count."""
        by_feature = np.argsort(counts.columns, kind="stable")
        starts = np.concatenate(([0], np.cumsum(counts.spread))).astype(np.int32)
        return cls(counts.features, starts, counts.rows[by_feature], values[by_feature].astype(np.float32), counts.size)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "Inverted":
        """What ``arrays`` gave."""
        starts, rows, values = (np.asarray(arrays[name]) for name in ("starts", "rows", "values"))
        return cls(
            unpack(arrays["features"]), starts.astype(np.int32), rows.astype(np.int32), values.astype(np.float32), int(arrays["size"])
        )

    def arrays(self) -> Arrays:
        """The whole table, to be kept in a file."""
        size = np.array(self.size)
        return {"features": pack(self.features), "starts": self.starts, "rows": self.rows, "values": self.values, "size": size}

    def known(self, text: Mapping[str, int]) -> tuple[Integers, Floats]:
        """Numbers of those features of a text that the table knows, and how often the text has them."""
        known = [(self._number[feature], times) for feature, times in text.items() if feature in self._number]
        columns, times = np.array(known, dtype=np.int32).reshape(-1, 2).T
        return columns, times.astype(np.float32)

    def sums(self, columns: Integers, factors: Floats) -> Floats:
        """For every text the sum of its values of these features, each times its factor."""
        starts, spans = self.starts[columns], self.starts[columns + 1] - self.starts[columns]
        # The entries of all features end to end: each one's own start, plus a count that runs within it.
        places = np.repeat(starts - np.cumsum(spans) + spans, spans) + np.arange(spans.sum())
        return np.bincount(self.rows[places], np.repeat(factors, spans) * self.values[places], self.size).astype(np.float32)
