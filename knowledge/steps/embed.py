"""Places texts of any language in one space of concepts, by a regression learned from the ways in which people ask."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.meaning.features import Features
from knowledge.meaning.inverted import Floats
from knowledge.meaning.material import Concept
from knowledge.meaning.similarity import Similarity

TOUCHES = 0.5
"""How far along a concept's axis a statement lies that only touches it; one that is about it lies at 1."""
CHANNELS: Mapping[str, float] = {"pieces": 0.5, "stems": 0.5}
"""Share of each kind of feature in the similarity of two texts of one language."""
FAMILIES = 0.3
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
        self._named = {id: self.places[row] for id, row in row_of.items()}
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

    def __init__(self, weights: Mapping[str, float], directions: Mapping[str, Floats]) -> None:
        self._weights, self._directions = weights, directions

    @classmethod
    def learn(cls, examples: Sequence[tuple[str, Counter[str]]], space: ConceptSpace) -> "FamilyMap":
        """Learn from the families of texts and the names of what the texts ask for."""
        spread = Counter(family for _, families in examples for family in families)
        names = sorted(spread)
        weights = {name: math.log((1 + len(examples)) / (1 + spread[name])) + 1 for name in names}
        column = {name: at for at, name in enumerate(names)}
        texts = np.zeros((len(examples), len(names)))
        for row, (_, families) in enumerate(examples):
            for name, value in _weighed(families, weights).items():
                texts[row, column[name]] = value
        targets = np.array([space.place(name) for name, _ in examples])
        moment = texts.T @ texts + FAMILY_RIDGE * np.eye(len(names))
        directions = np.linalg.solve(moment, texts.T @ (targets - targets.mean(axis=0))).astype(np.float32)
        return cls(weights, dict(zip(names, directions, strict=True)))

    def point(self, families: Mapping[str, int]) -> Floats | None:
        """The sum of what the families of a text say; None when none of them was met while learning."""
        weighed = _weighed(families, self._weights)
        if not weighed:
            return None
        total: Floats = np.sum([value * self._directions[name] for name, value in weighed.items()], axis=0, dtype=np.float32)
        return total


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

    def embed(self, text: str) -> Floats | None:
        """A vector of unit length, or None when no word of the text tells anything."""
        similar = np.zeros(len(self._weights), dtype=np.float32)
        for (channel, share), one in zip(CHANNELS.items(), self._similarities, strict=True):
            similar += share * one.of(self._features.count(channel, text))
        vector: Floats = similar @ self._weights
        if (pointed := self._family_map.point(self._features.families(text))) is not None:
            vector += FAMILIES * pointed
        length = np.linalg.norm(vector)
        return (vector / length).astype(np.float32) if length > 0 else None

    def knows(self, text: str) -> float:
        """How much of a text has been met while learning, in rare words."""
        stems = self._similarities[list(CHANNELS).index("stems")]
        columns, _ = stems.table.known(self._features.stems(text))
        return float(stems.weights[columns].sum())


def _weighed(families: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, float]:
    """A unit vector over the families that have a weight."""
    values = {name: (1 + math.log(times)) * weights[name] for name, times in families.items() if name in weights}
    length = math.sqrt(sum(value * value for value in values.values()))
    return {name: value / length for name, value in values.items()}
