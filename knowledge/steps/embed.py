"""Places texts of any language in one space of concepts, by a regression learned from the ways in which people ask."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from knowledge.meaning.features import Features
from knowledge.meaning.inverted import Floats
from knowledge.meaning.material import Concept
from knowledge.meaning.similarity import Similarity

TOUCHES = 0.5
"""How far along a concept's axis a statement lies that only touches it; one that is about it lies at 1."""
CHANNELS: Mapping[str, float] = {"pieces": 0.35, "stems": 0.35, "families": 0.3}
"""Share of each kind of feature in the similarity of two texts; chosen by leaving one alias out at a time."""
RIDGE = 1.0
"""How much a single text is distrusted; from 0.5 to 2 nothing changes."""


class ConceptSpace:
    """One axis for each concept and one for each statement; the same in every language."""

    def __init__(self, concepts: Mapping[str, Concept], statements: Sequence[str]) -> None:
        self.statements = tuple(statements)
        row_of = {id: row for row, id in enumerate(statements)}
        places = np.zeros((len(statements), len(concepts) + len(statements)), dtype=np.float32)
        for axis, concept in enumerate(concepts.values()):
            for ids, share in ((concept.touches, TOUCHES), (concept.about, 1.0)):
                places[[row_of[id] for id in ids if id in row_of], axis] = share
        places[range(len(statements)), range(len(concepts), places.shape[1])] = 1.0
        self.places: Floats = places / np.linalg.norm(places, axis=1, keepdims=True)
        """Where each statement lies: rows of unit length, in the order of ``statements``."""
        self._named = {id: self.places[row] for id, row in row_of.items()}
        for name, concept in concepts.items():
            if members := [self._named[id] for id in concept.about if id in row_of]:
                self._named[name] = np.mean(members, axis=0)

    def place(self, name: str) -> Floats | None:
        """Where a statement or a concept lies; None when none of its statements is loaded."""
        return self._named.get(name)


class ConceptEmbedder:
    """Tells where a text of one language lies in the space of concepts."""

    def __init__(self, features: Features, similarities: Sequence[Similarity], weights: Floats) -> None:
        self._counters = counters(features)
        self._similarities = similarities
        self._weights = weights

    @classmethod
    def learn(cls, features: Features, examples: Iterable[tuple[str, str]], space: ConceptSpace) -> "ConceptEmbedder":
        """Learn from texts and the names of what they ask for; the result depends on nothing but these."""
        known = [(text, place) for name, text in examples if (place := space.place(name)) is not None]
        targets = np.array([place for _, place in known], dtype=np.float32)
        similarities = [Similarity.to([count(text) for text, _ in known]) for count in counters(features)]
        gram = sum(share * one.among_themselves() for share, one in zip(CHANNELS.values(), similarities, strict=True))
        weights = np.linalg.solve(gram + RIDGE * np.eye(len(known), dtype=np.float32), targets - targets.mean(axis=0))
        return cls(features, similarities, weights.astype(np.float32))

    def embed(self, text: str) -> Floats | None:
        """A vector of unit length, or None when no word of the text tells anything."""
        similar = np.zeros(len(self._weights), dtype=np.float32)
        for share, count, one in zip(CHANNELS.values(), self._counters, self._similarities, strict=True):
            similar += share * one.of(count(text))
        vector: Floats = similar @ self._weights
        length = np.linalg.norm(vector)
        return (vector / length).astype(np.float32) if length > 0 else None

    def knows(self, text: str) -> float:
        """How much of a text has been met while learning, in rare words."""
        channel = list(CHANNELS).index("stems")
        columns, _ = self._similarities[channel].table.known(self._counters[channel](text))
        return float(self._similarities[channel].weights[columns].sum())


def counters(features: Features) -> list[Callable[[str], Counter[str]]]:
    """The ways of counting, in the order of CHANNELS."""
    return [getattr(features, channel) for channel in CHANNELS]
