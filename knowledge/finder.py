"""Finds the statements that answer a question, whatever its words, in the language of whoever asks."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from knowledge.language.identify import identify
from knowledge.meaning.features import Features
from knowledge.meaning.material import load_aliases, load_families
from knowledge.meaning.ranking import Bm25
from knowledge.models import Hit, Language, Statement
from knowledge.statements import Guidelines
from knowledge.steps.embed import ConceptEmbedder, ConceptSpace, FamilyMap
from knowledge.steps.search import fuse
from knowledge.stores.base import Entries, PassageIndex

PREFERRED = 1.5
"""By how much the language asked for may know less of a short question and still be taken for the question's own."""


class Reader(NamedTuple):
    """What understands questions of one language."""

    features: Features
    embedder: ConceptEmbedder
    ranking: Bm25
    statements: tuple[str, ...]
    """Statement ids in the order of the ranking."""


class Finder:
    """Searches the statements; what a language needs is learned when it is first asked for."""

    def __init__(
        self,
        guidelines: Guidelines,
        space: ConceptSpace,
        open_index: Callable[[Mapping[Language, Entries]], PassageIndex],
        rules_of: Callable[[], Mapping[str, tuple[str, ...]]],
    ) -> None:
        self._guidelines, self._space, self._open_index, self._rules_of = guidelines, space, open_index, rules_of
        self._readers: dict[Language, Reader] = {}
        self._known_features: dict[Language, Features] = {}
        self._family_map: FamilyMap | None = None
        self._index: PassageIndex | None = None
        self._lock = threading.Lock()

    def search(self, query: str, language: Language | None, limit: int) -> tuple[Hit, ...]:
        """The statements nearest to a question, best first; none when no word of it tells anything."""
        spoken = self._language_of(query, language)
        reader = self._reader(spoken)
        vector = reader.embedder.embed(query)
        near = self._opened().nearest(spoken, vector, len(reader.statements)) if vector is not None else []
        ranks = reader.ranking.of(reader.features.terms(query))
        worded = {id: float(score) for id, score in zip(reader.statements, ranks, strict=True)}
        rules = self._rules_of()
        return tuple(
            self._hit(self._guidelines.statement(id, language or spoken), score, rules.get(id, ()))
            for id, score in fuse(near, worded, limit)
        )

    def _language_of(self, query: str, wanted: Language | None) -> Language:
        guess = identify(query).language
        if guess is not None and wanted in (guess, None):
            return guess
        # Too few words to tell, or two opinions: the language in which most of the words were met before.
        likely = list(Language) if guess is None or wanted is None else [wanted, guess]
        known = {language: self._reader(language).embedder.knows(query) * (PREFERRED if language is wanted else 1) for language in likely}
        return max(likely, key=known.__getitem__)

    def _reader(self, language: Language) -> Reader:
        with self._lock:
            if language not in self._readers:
                if self._family_map is None:
                    self._family_map = self._learn_families()
                examples, texts = self._examples(language), self._texts(language)
                features = self._features(language)
                embedder = ConceptEmbedder.learn(features, self._family_map, examples, self._space)
                ranking = Bm25.over([features.terms(text) for text in texts.values()])
                self._readers[language] = Reader(features, embedder, ranking, tuple(texts))
            return self._readers[language]

    def _learn_families(self) -> FamilyMap:
        """From every language, so that what one language shows about a family serves all."""
        counted: list[tuple[str, Counter[str]]] = []
        for language in Language:
            features = self._features(language)
            counted += [(name, features.families(text)) for name, text in self._examples(language)]
        return FamilyMap.learn(counted, self._space)

    def _examples(self, language: Language) -> list[tuple[str, str]]:
        """What is asked for, and in which words: the statements' own, and all aliases."""
        aliases = load_aliases(language, self._space.names)
        return [*self._texts(language).items(), *((name, alias) for name, of_name in aliases.items() for alias in of_name)]

    def _texts(self, language: Language) -> dict[str, str]:
        return {statement.id: f"{statement.heading}. {statement.text}" for statement in self._guidelines.of(language)}

    def _features(self, language: Language) -> Features:
        if language not in self._known_features:
            self._known_features[language] = Features(language, load_families(language))
        return self._known_features[language]

    def _opened(self) -> PassageIndex:
        with self._lock:
            if self._index is None:
                entries = Entries(self._space.statements, self._space.places)
                self._index = self._open_index(dict.fromkeys(Language, entries))
            return self._index

    def _hit(self, statement: Statement, score: float, rules: tuple[str, ...]) -> Hit:
        title = self._guidelines.title(statement.document, statement.language)
        return Hit(
            passage=f"{statement.id}.{statement.language}",
            statement=statement.id,
            document=f"{title} · {statement.heading}",
            lang=statement.language,
            text=statement.text,
            rules=rules,
            score=round(score, 4),
        )
