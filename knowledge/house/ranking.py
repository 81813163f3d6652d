"""Finds house passages by the rare words of a question, also those that no guideline knows."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from knowledge.house.terms import HouseTerms
from knowledge.meaning.arrays import Arrays, pack, part, unpack, within
from knowledge.meaning.inverted import Floats, Inverted, count_all
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
LEAST_WEIGHT = 1e-6


class HousePassage(NamedTuple):
    """An approved passage with all that a hit tells of it."""

    id: str
    place: str
    """Title of the document and heading."""
    language: Language
    text: str


class Covered(NamedTuple):
    """A passage by its number, and the share of the question that it covers (0 to 1)."""

    row: int
    share: float


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

    def covers(self, query: str, language: Language, terms: Mapping[Language, HouseTerms], spread: Spread, count: int) -> list[Covered]:
        """The passages that cover most of a question, best first; none that covers nothing."""
        asked = terms[language]
        words = dict.fromkeys(asked.words(query))
        families = dict.fromkeys(family for word in words for family in asked.families(word))
        shares = np.zeros(len(self._languages), dtype=np.float32)
        for own in set(self._languages):
            # Names and foreign words lose their endings as the passage's language has it, whatever the question's.
            weights = {terms[own].stem(word): self._weight(terms[own].stem(word), spread.rarity(asked.stem(word))) for word in words}
            weights |= {family: FAMILY_SHARE * self._weight(family, spread.rarity(family)) for family in families}
            of_own = np.array([one is own for one in self._languages])
            shares[of_own] = self._shares(weights)[of_own] * (1.0 if own is language else OTHER_LANGUAGE)
        best = np.argsort(-shares, kind="stable")[:count]
        return [Covered(int(row), float(shares[row])) for row in best if shares[row] > 0]

    def _shares(self, weights: Mapping[str, float]) -> Floats:
        columns, _ = self._table.known(dict.fromkeys(weights, 1))
        known = np.array([weights[self._table.features[column]] for column in columns], dtype=np.float32)
        shares: Floats = self._table.sums(columns, known) / max(sum(weights.values()), LEAST_WEIGHT)
        return shares

    def _weight(self, term: str, rarity: float) -> float:
        having = self._having.get(term, 0)
        at_home = math.log((len(self._languages) + 1) / (having + 0.5)) if having else UNKNOWN
        return float(((1 - HOUSE_SHARE) * rarity + HOUSE_SHARE * HOUSE_SCALE * max(0.0, at_home)) ** RARE_COUNTS_MORE)
