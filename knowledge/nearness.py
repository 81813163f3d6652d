"""Which statements are near to a question in meaning: by our own concept vectors, or by an embedding model while it answers."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from knowledge.embeddings import Embedder
from knowledge.errors import EmbedderFailed
from knowledge.interpreter import Interpreters
from knowledge.models import Language
from knowledge.stores.base import Entries, PassageIndex

log = logging.getLogger(__name__)

REST = 60.0
"""Seconds for which an embedding model that failed is not asked again: else every search would wait for it."""

Near = list[tuple[str, float]]
"""Statement ids and cosines, best first."""


class ConceptNearness:
    """By our own vectors: needs no network, and answers always."""

    def __init__(self, interpreters: Interpreters, open_index: Callable[[], PassageIndex]) -> None:
        self._interpreters, self._open_index = interpreters, open_index
        self._index: PassageIndex | None = None
        self._opening = threading.Lock()

    def nearest(self, query: str, language: Language) -> Near:
        """Every statement; none when no word of the question tells anything."""
        interpreter = self._interpreters.of(language)
        vector = interpreter.embedder.embed(query)
        return self._opened().nearest(language, vector, len(interpreter.statements)) if vector is not None else []

    def _opened(self) -> PassageIndex:
        with self._opening:
            if self._index is None:
                self._index = self._open_index()
            return self._index


class ModelNearness:
    """By an embedding model; a failure is told in one line of the log, and the model left alone for a while."""

    def __init__(
        self,
        embedder: Embedder,
        texts: Mapping[Language, Mapping[str, str]],
        open_index: Callable[[Mapping[Language, Entries]], PassageIndex],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``texts`` are what the index is made of, by statement id; they are embedded only if it has to be made."""
        entries = _Embedded(embedder, texts)
        self._embedder, self._counts, self._clock = embedder, {language: len(of) for language, of in texts.items()}, clock
        self._open_index = partial(open_index, entries)
        self._index: PassageIndex | None = None
        self._opening = threading.Lock()
        self._rests_until = float("-inf")

    def nearest(self, query: str, language: Language) -> Near | None:
        """Every statement, or None when the model cannot be asked."""
        if self._clock() < self._rests_until:
            return None
        try:
            (vector,) = self._embedder.embed([query])
            index = self._opened()
            return index.nearest(language, vector, self._counts[language]) if index is not None else None
        except EmbedderFailed as failure:
            self._rests_until = self._clock() + REST
            log.warning("%s; search goes on with our own vectors", failure)
            return None

    def _opened(self) -> PassageIndex | None:
        # To embed every passage may take a minute; whoever searches meanwhile is answered without the model.
        if self._index is None and self._opening.acquire(blocking=False):
            try:
                self._index = self._index or self._open_index()
            finally:
                self._opening.release()
        return self._index


class _Embedded(Mapping[Language, Entries]):
    """Passages of each language, embedded when somebody looks: an index that is kept already needs none of them."""

    def __init__(self, embedder: Embedder, texts: Mapping[Language, Mapping[str, str]]) -> None:
        self._embedder, self._texts = embedder, texts
        self._made: dict[Language, Entries] = {}
        self._lock = threading.Lock()

    def __getitem__(self, language: Language) -> Entries:
        with self._lock:
            if language not in self._made:
                texts: Sequence[str] = tuple(self._texts[language].values())
                self._made[language] = Entries(tuple(self._texts[language]), self._embedder.embed(texts))
            return self._made[language]

    def __iter__(self) -> Iterator[Language]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
