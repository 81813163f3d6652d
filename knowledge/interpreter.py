"""What understands questions of one language, learned once and kept beside the search index."""

import logging
import threading
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from knowledge.meaning.arrays import keep_arrays, pack, part, read_arrays, unpack, within
from knowledge.meaning.features import Features
from knowledge.meaning.inverted import Inverted
from knowledge.meaning.material import load_aliases, load_families
from knowledge.meaning.ranking import Bm25
from knowledge.models import Language
from knowledge.statements import Guidelines
from knowledge.steps.embed import ConceptEmbedder, ConceptSpace, FamilyMap

log = logging.getLogger(__name__)


class Interpreter(NamedTuple):
    """Understands questions of one language: what they mean, and which rare words they use."""

    features: Features
    embedder: ConceptEmbedder
    ranking: Bm25
    statements: tuple[str, ...]
    """Statement ids in the order of the ranking."""

    def worded(self, query: str) -> dict[str, float]:
        """How well each statement covers the rare words of a query."""
        scores = self.ranking.of(self.features.terms(query))
        return {id: float(score) for id, score in zip(self.statements, scores, strict=True)}


class Interpreters:
    """The interpreters of all languages; each is read from its file, or learned and kept, when it is first needed."""

    def __init__(self, guidelines: Guidelines, space: ConceptSpace, folder: Path, stamp: str) -> None:
        self._guidelines, self._space, self._folder, self._stamp = guidelines, space, folder, stamp
        self._ready: dict[Language, Interpreter] = {}
        self._features: dict[Language, Features] = {}
        self._family_map: FamilyMap | None = None
        self._lock = threading.RLock()

    def of(self, language: Language) -> Interpreter:
        """The interpreter of a language."""
        with self._lock:
            if language not in self._ready:
                self._ready[language] = self._kept(language) or self._learned(language)
            return self._ready[language]

    def _kept(self, language: Language) -> Interpreter | None:
        arrays = read_arrays(self._file(language))
        if arrays is None:
            return None
        features = self.features(language)
        embedder = ConceptEmbedder.from_arrays(features, part("embedder", arrays))
        return Interpreter(features, embedder, Bm25(Inverted.from_arrays(part("ranking", arrays))), tuple(unpack(arrays["statements"])))

    def _learned(self, language: Language) -> Interpreter:
        features, texts = self.features(language), self._guidelines.texts(language)
        embedder = ConceptEmbedder.learn(features, self._shared_family_map(), self.examples(language), self._space)
        learned = Interpreter(features, embedder, Bm25.over([features.terms(text) for text in texts.values()]), tuple(texts))
        arrays = {
            **within("embedder", embedder.arrays()),
            **within("ranking", learned.ranking.table.arrays()),
            "statements": pack(tuple(texts)),
        }
        try:
            keep_arrays(self._file(language), arrays)
        except OSError as reason:
            log.warning("what was learned for search is not kept: %s", reason)
        return learned

    def _shared_family_map(self) -> FamilyMap:
        """From every language, so that what one language shows about a family serves all."""
        if self._family_map is None:
            counted: list[tuple[str, Counter[str]]] = []
            for language in Language:
                features = self.features(language)
                counted += [(name, features.families(text)) for name, text in self.examples(language)]
            self._family_map = FamilyMap.learn(counted, self._space)
        return self._family_map

    def examples(self, language: Language) -> list[tuple[str, str]]:
        """What is asked for, and in which words: the statements' own, and all aliases."""
        aliases = load_aliases(language, self._space.names)
        return [*self._guidelines.texts(language).items(), *((name, alias) for name, of_name in aliases.items() for alias in of_name)]

    def features(self, language: Language) -> Features:
        """The features by which texts of a language are compared."""
        if language not in self._features:
            self._features[language] = Features(language, load_families(language))
        return self._features[language]

    def _file(self, language: Language) -> Path:
        return self._folder / f"{self._stamp}.{language}.npz"
