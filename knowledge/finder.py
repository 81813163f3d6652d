"""Finds the statements that answer a question, whatever its words, in the language of whoever asks."""

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from knowledge.language.identify import identify
from knowledge.meaning.features import Features
from knowledge.meaning.material import load_aliases, load_families
from knowledge.meaning.ranking import Bm25
from knowledge.models import Hit, Language, Statement
from knowledge.statements import Guidelines
from knowledge.steps.embed import ConceptEmbedder, ConceptSpace
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
                self._readers[language] = _learn(language, self._guidelines, self._space)
            return self._readers[language]

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


def _learn(language: Language, guidelines: Guidelines, space: ConceptSpace) -> Reader:
    features = Features(language, load_families(language))
    texts = {statement.id: f"{statement.heading}. {statement.text}" for statement in guidelines.of(language)}
    examples: Iterable[tuple[str, str]] = [(name, alias) for name, aliases in load_aliases(language).items() for alias in aliases]
    embedder = ConceptEmbedder.learn(features, [*texts.items(), *examples], space)
    return Reader(features, embedder, Bm25.over([features.terms(text) for text in texts.values()]), tuple(texts))
