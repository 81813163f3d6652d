"""Finds the statements that answer a question, whatever its words, in the language of whoever asks, and the house's own passages."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from knowledge.interpreter import Interpreters
from knowledge.language.identify import identify
from knowledge.meaning.features import words_in
from knowledge.models import Hit, Language, Statement
from knowledge.nearness import ConceptNearness, ModelNearness, Near
from knowledge.statements import Guidelines
from knowledge.steps.search import fuse, rank_of_house

if TYPE_CHECKING:
    from knowledge.house.ranking import HousePassage
    from knowledge.house.searching import HouseSearch

PREFERRED = 1.5
"""By how much the language asked for may know less of a short question and still be taken for the question's own."""


class Finder:
    """Searches statements and house passages; any thread may ask."""

    def __init__(
        self,
        guidelines: Guidelines,
        interpreters: Interpreters,
        concepts: ConceptNearness,
        rules_of: Callable[[], Mapping[str, tuple[str, ...]]],
        house: "HouseSearch",
        model: ModelNearness | None = None,
    ) -> None:
        self._guidelines, self._interpreters, self._rules_of, self._house = guidelines, interpreters, rules_of, house
        self._concepts, self._model = concepts, model

    def search(self, query: str, language: Language | None, limit: int) -> tuple[Hit, ...]:
        """The statements and house passages nearest to a question, best first; none when no word of it tells anything."""
        spoken = self._language_of(query, language)
        near = self._concepts.nearest(query, spoken)
        rules = self._rules_of()
        house = [
            _house_hit(passage, rank_of_house(covered, near[0][1] if near else 0.0))
            for passage, covered in self._house.search(query, spoken, limit)
        ]
        hits = [
            self._hit(self._guidelines.statement(id, language or spoken), score, rules.get(id, ()))
            for id, score in fuse(self._by_model(query, spoken) or near, self._interpreters.of(spoken).worded(query), limit)
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

    def _by_model(self, query: str, spoken: Language) -> Near | None:
        # A model has something near to anything, even to a question without a word.
        return self._model.nearest(query, spoken) if self._model is not None and words_in(query) else None

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


def _house_hit(passage: "HousePassage", score: float) -> Hit:
    return Hit(
        passage=passage.id,
        statement=None,
        document=passage.place,
        lang=passage.language,
        text=passage.text,
        rules=(),
        score=round(score, 4),
    )
