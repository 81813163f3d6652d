"""Passage vectors in memory: what answers when no index can be written or read."""

from collections.abc import Mapping

import numpy as np

from knowledge.meaning.inverted import Floats
from knowledge.models import Language
from knowledge.stores.base import Entries


class MemoryIndex:
    """Compares with every vector; for some thousand passages that takes less than a millisecond."""

    def __init__(self, entries: Mapping[Language, Entries]) -> None:
        self._entries = entries

    def nearest(self, language: Language, vector: Floats, count: int) -> list[tuple[str, float]]:
        """Ids and cosines of the nearest passages of a language, best first."""
        ids, vectors = self._entries[language]
        cosines = vectors @ vector
        return [(ids[row], float(cosines[row])) for row in np.argsort(-cosines, kind="stable")[:count]]
