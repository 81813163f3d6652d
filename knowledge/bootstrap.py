"""Composition root of what we know: the only place that chooses where things are kept and how they are found."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.models import Hit, Language
from knowledge.rulebook import Rulebook, load_rulebook
from knowledge.statements import Guidelines

if TYPE_CHECKING:
    from knowledge.embeddings import EmbeddingModel
    from knowledge.finder import Finder
    from knowledge.house.house import House

HOUSE_FILE = "house.db"


class Knowledge:
    """Guidelines, rules, house documents and search; each part is made when it is first needed, and any thread may ask."""

    def __init__(self, home: Path, house_rules: Path | None, embeddings: "EmbeddingModel | None") -> None:
        self._home, self._house_rules, self._embeddings = home, house_rules, embeddings
        self._rulebooks: dict[Language | None, Rulebook] = {}
        self._guidelines: Guidelines | None = None
        self._finder: Finder | None = None
        self._rules_of: Mapping[str, tuple[str, ...]] | None = None
        self._lock = threading.RLock()

    def rulebook(self, language: Language | None = None) -> Rulebook:
        """The rules of a language, or of all; raises RuleError with file:line."""
        with self._lock:
            if language not in self._rulebooks:
                self._rulebooks[language] = load_rulebook(language, self._house_rules)
            return self._rulebooks[language]

    @property
    def house(self) -> "House":
        """The house's own documents; what is approved there is found by searches that follow, in every process."""
        from knowledge.house.house import House
        from knowledge.house.shelf import Shelf

        return House(Shelf(self._home / HOUSE_FILE))

    @property
    def guidelines(self) -> Guidelines:
        """All guideline statements; raises GuidelineError with file:line."""
        with self._lock:
            if self._guidelines is None:
                self._guidelines = Guidelines.load()
            return self._guidelines

    def search(self, query: str, language: Language | None = None, limit: int = 5) -> tuple[Hit, ...]:
        """Statements in ``language``, or in the question's own, and approved house passages in theirs, best first."""
        with self._lock:
            if self._finder is None:
                from knowledge.searching import make_finder  # a review needs none of it, and has little time to start

                self._finder = make_finder(self._home, self.guidelines, self.house.shelf, self._rules_by_statement, self._embeddings)
            finder = self._finder
        return finder.search(query, language, limit)

    def release(self) -> None:
        """Let go of the search and the files it holds open; the next search opens them again."""
        with self._lock:
            self._finder = None

    def _rules_by_statement(self) -> Mapping[str, tuple[str, ...]]:
        with self._lock:
            if self._rules_of is None:
                found: dict[str, tuple[str, ...]] = {}
                for rule in self.rulebook().rules.values():
                    for statement in rule.sources:
                        found[statement] = (*found.get(statement, ()), rule.id)
                self._rules_of = found
            return self._rules_of


def build_knowledge(home: Path, house_rules: Path | None = None, embeddings: "EmbeddingModel | None" = None) -> Knowledge:
    """Everything we know, with its search index under ``home`` and a house's own rules beside the built-in ones.

    With an embedding model nearness of meaning is asked of it, and of our own vectors whenever it fails.
    """
    return Knowledge(home, house_rules, embeddings)
