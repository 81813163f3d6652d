"""Places texts of any language in one space of concepts, by a regression learned from the ways in which people ask."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.meaning.arrays import Arrays, pack, part, unpack, within
from knowledge.meaning.features import Features
from knowledge.meaning.inverted import Floats
from knowledge.meaning.material import Concept
from knowledge.meaning.similarity import Similarity

TOUCHES = 0.5
"""How far along a concept's axis a statement lies that only touches it; one that is about it lies at 1."""
CHANNELS: Mapping[str, float] = {"pieces": 0.5, "stems": 0.5}
"""Share of each kind of feature in the similarity of two texts of one language."""
FAMILIES = 0.2
"""Share of what the word families say beside 1 for the texts; it and the shares above were chosen by leaving out one alias at a time."""
RIDGE = 1.0
"""How much a single text is distrusted; from 0.5 to 2 nothing changes."""
FAMILY_RIDGE = 3.0


class ConceptSpace:
    """One axis for each concept and one for each statement; the same in every language."""

    def __init__(self, concepts: Mapping[str, Concept], statements: Sequence[str]) -> None:
        self.statements = tuple(statements)
        row_of = {id: row for row, id in enumerate(statements)}
        places = np.zeros((len(statements), len(concepts) + len(statements)), dtype=np.float32)
        for axis, concept in enumerate(concepts.values()):
            for ids, share in ((concept.touches, TOUCHES), (concept.about, 1.0)):
                places[[row_of[id] for id in ids], axis] = share
        places[range(len(statements)), range(len(concepts), places.shape[1])] = 1.0
        self.places: Floats = places / np.linalg.norm(places, axis=1, keepdims=True)
        """Where each statement lies: rows of unit length, in the order of ``statements``."""
        self._named: dict[str, Floats] = {id: self.places[row] for id, row in row_of.items()}
        for name, concept in concepts.items():
            self._named[name] = np.mean([self._named[id] for id in concept.about], axis=0)

    def place(self, name: str) -> Floats:
        """Where a statement or a concept lies; raises KeyError for any other name."""
        return self._named[name]

    @property
    def names(self) -> frozenset[str]:
        """Every statement and every concept."""
        return frozenset(self._named)


class FamilyMap:
    """Where word families point in the space of concepts, learned from all languages at once."""

    def __init__(self, names: Sequence[str], weights: Floats, directions: Floats) -> None:
        self._names, self._directions = names, directions
        self._weights = dict(zip(names, weights.tolist(), strict=True))
        self._row = {name: row for row, name in enumerate(names)}

    @classmethod
    def learn(cls, examples: Sequence[tuple[str, Counter[str]]], space: ConceptSpace) -> "FamilyMap":
        """Learn from the names of what texts ask for, and the texts' families."""
        spread = Counter(family for _, families in examples for family in families)
        names = sorted(spread)
        weights = np.log((1 + len(examples)) / (1 + np.array([spread[name] for name in names]))) + 1
        blank = cls(names, weights.astype(np.float32), np.zeros((len(names), 0), dtype=np.float32))
        texts = np.zeros((len(examples), len(names)))
        for at, (_, families) in enumerate(examples):
            rows, values = blank._unit(families)
            texts[at, rows] = values
        targets = np.array([space.place(name) for name, _ in examples])
        moment = texts.T @ texts + FAMILY_RIDGE * np.eye(len(names))
        directions = np.linalg.solve(moment, texts.T @ (targets - targets.mean(axis=0)))
        return cls(names, weights.astype(np.float32), directions.astype(np.float32))

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "FamilyMap":
        """What ``arrays`` gave."""
        return cls(unpack(arrays["names"]), arrays["weights"].astype(np.float32), arrays["directions"].astype(np.float32))

    def arrays(self) -> Arrays:
        """Everything it knows, to be kept in a file."""
        weights = np.array(list(self._weights.values()), dtype=np.float32)
        return {"names": pack(self._names), "weights": weights, "directions": self._directions}

    def point(self, families: Mapping[str, int]) -> Floats:
        """The sum of what the families of a text say; zero when none of them was met while learning."""
        rows, values = self._unit(families)
        total: Floats = np.asarray(values, dtype=np.float32) @ self._directions[rows]
        return total

    def _unit(self, families: Mapping[str, int]) -> tuple[list[int], list[float]]:
        """Rows of the known families, and the values of a unit vector over them."""
        known = [(self._row[name], (1 + math.log(times)) * self._weights[name]) for name, times in families.items() if name in self._row]
        length = math.sqrt(sum(value * value for _, value in known))
        return [row for row, _ in known], [value / length for _, value in known]


class ConceptEmbedder:
    """Tells where a text of one language lies in the space of concepts."""

    def __init__(self, features: Features, family_map: FamilyMap, similarities: Sequence[Similarity], weights: Floats) -> None:
        self._features, self._family_map, self._similarities, self._weights = features, family_map, similarities, weights

    @classmethod
    def learn(
        cls, features: Features, family_map: FamilyMap, examples: Sequence[tuple[str, str]], space: ConceptSpace
    ) -> "ConceptEmbedder":
        """Learn from the names of what texts ask for, and the texts; the result depends on nothing but these."""
        targets = np.array([space.place(name) for name, _ in examples])
        similarities = [Similarity.to([features.count(channel, text) for _, text in examples]) for channel in CHANNELS]
        gram = sum(share * one.among_themselves() for share, one in zip(CHANNELS.values(), similarities, strict=True))
        weights = np.linalg.solve(gram + RIDGE * np.eye(len(examples), dtype=np.float32), targets - targets.mean(axis=0))
        return cls(features, family_map, similarities, weights.astype(np.float32))

    @classmethod
    def from_arrays(cls, features: Features, arrays: Arrays) -> "ConceptEmbedder":
        """What ``arrays`` gave, with the features of the same language."""
        similarities = [Similarity.from_arrays(part(channel, arrays)) for channel in CHANNELS]
        return cls(features, FamilyMap.from_arrays(part("families", arrays)), similarities, arrays["weights"].astype(np.float32))

    def arrays(self) -> Arrays:
        """Everything it learned, to be kept in a file."""
        kept = {"weights": self._weights, **within("families", self._family_map.arrays())}
        for channel, one in zip(CHANNELS, self._similarities, strict=True):
            kept |= within(channel, one.arrays())
        return kept

    def embed(self, text: str) -> Floats | None:
        """A vector of unit length, or None when no word of the text tells anything."""
        similar = np.zeros(len(self._weights), dtype=np.float32)
        for (channel, share), one in zip(CHANNELS.items(), self._similarities, strict=True):
            similar += share * one.of(self._features.count(channel, text))
        vector: Floats = similar @ self._weights
        vector += FAMILIES * self._family_map.point(self._features.families(text))
        length = np.linalg.norm(vector)
        return (vector / length).astype(np.float32) if length > 0 else None

    def knows(self, text: str) -> float:
        """How much of a text has been met while learning, in rare words."""
        stems = self._similarities[list(CHANNELS).index("stems")]
        columns, _ = stems.table.known(self._features.stems(text))
        return float(stems.weights[columns].sum())
