"""Finds the statements that answer a question, whatever its words, in the language of whoever asks, and the house's own passages."""

import threading
from collections.abc import Callable, Mapping

from knowledge.house.ranking import HousePassage
from knowledge.house.searching import HouseSearch
from knowledge.interpreter import Interpreters
from knowledge.language.identify import identify
from knowledge.models import Hit, Language, Statement
from knowledge.statements import Guidelines
from knowledge.steps.search import fuse, rank_of_house
from knowledge.stores.base import PassageIndex

PREFERRED = 1.5
"""By how much the language asked for may know less of a short question and still be taken for the question's own."""


class Finder:
    """Searches statements and house passages; any thread may ask."""

    def __init__(
        self,
        guidelines: Guidelines,
        interpreters: Interpreters,
        open_index: Callable[[], PassageIndex],
        rules_of: Callable[[], Mapping[str, tuple[str, ...]]],
        house: HouseSearch,
    ) -> None:
        self._guidelines, self._interpreters, self._open_index, self._rules_of = guidelines, interpreters, open_index, rules_of
        self._house = house
        self._index: PassageIndex | None = None
        self._lock = threading.Lock()

    def search(self, query: str, language: Language | None, limit: int) -> tuple[Hit, ...]:
        """The statements and house passages nearest to a question, best first; none when no word of it tells anything."""
        spoken = self._language_of(query, language)
        interpreter = self._interpreters.of(spoken)
        vector = interpreter.embedder.embed(query)
        near = self._opened().nearest(spoken, vector, len(interpreter.statements)) if vector is not None else []
        rules = self._rules_of()
        house = [
            _house_hit(passage, rank_of_house(covered, near[0][1] if near else 0.0))
            for passage, covered in self._house.search(query, spoken, limit)
        ]
        hits = [
            self._hit(self._guidelines.statement(id, language or spoken), score, rules.get(id, ()))
            for id, score in fuse(near, interpreter.worded(query), limit)
        ]
        return tuple(sorted((*house, *hits), key=lambda hit: -hit.score)[:limit])

    def _language_of(self, query: str, wanted: Language | None) -> Language:
        guess = identify(query).language
        if guess is not None and wanted in (guess, None):
            return guess
        # Too few words to tell, or two opinions: the language in which most of the words were met before.
        likely = list(Language) if guess is None or wanted is None else [wanted, guess]
        known = {
            language: self._interpreters.of(language).embedder.knows(query) * (PREFERRED if language is wanted else 1)
            for language in likely
        }
        return max(likely, key=known.__getitem__)

    def _opened(self) -> PassageIndex:
        with self._lock:
            if self._index is None:
                self._index = self._open_index()
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


def _house_hit(passage: HousePassage, score: float) -> Hit:
    return Hit(
        passage=passage.id,
        statement=None,
        document=passage.place,
        lang=passage.language,
        text=passage.text,
        rules=(),
        score=round(score, 4),
    )
