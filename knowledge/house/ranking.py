"""Finds house passages by the rare words of a question, also those that no guideline knows."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from knowledge.house.terms import HouseTerms, is_family
from knowledge.meaning.arrays import Arrays, pack, part, unpack, within
from knowledge.meaning.inverted import Inverted, count_all
from knowledge.models import Language

SATURATION = 0.4
LENGTH_MATTERS = 0.5
RARE_COUNTS_MORE = 1.5
"""Exponent of a word's rarity; at 1 the many common words of a chatty question drown the one that matters."""
FAMILY_SHARE = 0.3
"""What a family in common is worth beside the very word."""
HOUSE_SHARE = 0.3
"""How much of a word's rarity is that among the house's own passages: everything there speaks of boats."""
HOUSE_SCALE = 1.6
"""The house's passages are fewer, so that its rarest words look more common than they are."""
UNKNOWN = 4.5
"""Rarity, among the house's passages, of a word that none of them has."""
RAREST = 7.5
OTHER_LANGUAGE = 0.9


class HousePassage(NamedTuple):
    """An approved passage with all that a hit tells of it."""

    id: str
    place: str
    """Title of the document and heading."""
    language: Language
    text: str


class Spread(NamedTuple):
    """In how many of so many texts of a language each term occurs; what is frequent in talk about complaints tells little."""

    texts: int
    having: Mapping[str, int]

    @classmethod
    def over(cls, texts: Sequence[Counter[str]]) -> "Spread":
        """Counted in these texts."""
        return cls(len(texts), Counter(term for text in texts for term in text))

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "Spread":
        """What ``arrays`` gave."""
        return cls(int(arrays["texts"]), dict(zip(unpack(arrays["terms"]), arrays["having"].tolist(), strict=True)))

    def arrays(self) -> Arrays:
        """Everything counted, to be kept in a file."""
        having = np.fromiter(self.having.values(), dtype=np.int32, count=len(self.having))
        return {"texts": np.array(self.texts), "terms": pack(tuple(self.having)), "having": having}

    def rarity(self, term: str) -> float:
        """How much it tells that a text has this term."""
        return min(RAREST, max(0.0, math.log((self.texts + 1) / (self.having.get(term, 0) + 0.5))))


class HouseRanking:
    """The passages by term; the same table serves questions in every language."""

    def __init__(self, table: Inverted, languages: Sequence[Language]) -> None:
        self._table, self._languages = table, tuple(languages)
        self._having = dict(zip(table.features, np.diff(table.starts).tolist(), strict=True))

    @classmethod
    def over(cls, passages: Sequence[HousePassage], terms: Mapping[Language, HouseTerms]) -> "HouseRanking":
        """Rank these passages; what stands in a heading counts twice more."""
        counts = count_all([terms[p.language].of(f"{p.place}. {p.place}. {p.text}") for p in passages])
        lengths = np.bincount(counts.rows, counts.times, counts.size)
        relative = lengths / max(float(lengths.mean()), 1.0) if counts.size else lengths
        damping = SATURATION * (1 - LENGTH_MATTERS + LENGTH_MATTERS * relative)
        return cls(Inverted.of(counts, counts.times / (counts.times + damping[counts.rows])), [p.language for p in passages])

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "HouseRanking":
        """What ``arrays`` gave."""
        return cls(Inverted.from_arrays(part("table", arrays)), [Language(name) for name in unpack(arrays["languages"])])

    def arrays(self) -> Arrays:
        """The whole table, to be kept in a file."""
        return {**within("table", self._table.arrays()), "languages": pack(self._languages)}

    def covers(self, question: Counter[str], language: Language, spread: Spread, count: int) -> list[tuple[int, float]]:
        """Numbers of the passages that cover most of a question, with that share (0 to 1), best first; none that covers nothing."""
        weights = {term: self._weight(term, spread) for term in question}
        whole = sum(weights.values())
        if not whole or not self._languages:
            return []
        columns, _ = self._table.known(question)
        known = np.array([weights[self._table.features[column]] for column in columns], dtype=np.float32)
        shares = self._table.sums(columns, known) / whole
        shares *= np.where([one is language for one in self._languages], 1.0, OTHER_LANGUAGE)
        best = np.argsort(-shares, kind="stable")[:count]
        return [(int(row), float(shares[row])) for row in best if shares[row] > 0]

    def _weight(self, term: str, spread: Spread) -> float:
        having = self._having.get(term, 0)
        at_home = math.log((len(self._languages) + 1) / (having + 0.5)) if having else UNKNOWN
        rarity = (1 - HOUSE_SHARE) * spread.rarity(term) + HOUSE_SHARE * HOUSE_SCALE * max(0.0, at_home)
        return float(rarity**RARE_COUNTS_MORE) * (FAMILY_SHARE if is_family(term) else 1.0)
