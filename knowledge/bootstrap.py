"""Composition root of what we know: the only place that chooses where things are kept and how they are found."""

import importlib.metadata
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge import statements
from knowledge.embeddings import Embedder, EmbeddingModel
from knowledge.finder import Finder
from knowledge.interpreter import Interpreters
from knowledge.meaning import material
from knowledge.meaning.material import load_concepts
from knowledge.models import Hit, Language
from knowledge.nearness import ConceptNearness, ModelNearness
from knowledge.rulebook import Rulebook, load_rulebook
from knowledge.statements import Guidelines
from knowledge.steps import embed
from knowledge.steps.embed import ConceptSpace
from knowledge.steps.index import open_index, stamp_of
from knowledge.stores.base import Entries, PassageIndex

if TYPE_CHECKING:
    from knowledge.house.house import House

MAKERS = (statements.FOLDER, material.FOLDER, Path(embed.__file__).parent)
"""Folders whose files decide what the search index holds: texts, concepts, and the code that turns them into vectors."""

HOUSE_FILE = "house.db"


class Knowledge:
    """Guidelines, rules, house documents and search; each part is made when it is first needed, and any thread may ask."""

    def __init__(self, home: Path, house_rules: Path | None, embeddings: EmbeddingModel | None) -> None:
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
        from knowledge.house.house import House  # a review needs none of it, and has little time to start
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
                self._finder = self._make_finder()
        return self._finder.search(query, language, limit)

    def _make_finder(self) -> Finder:
        from knowledge.house.searching import HouseSearch

        guidelines, folder = self.guidelines, self._home / "index"
        stamp = self._stamp()
        space = ConceptSpace(load_concepts(guidelines.ids), guidelines.ids)
        entries = dict.fromkeys(Language, Entries(space.statements, space.places))

        interpreters = Interpreters(guidelines, space, folder, stamp)
        concepts = ConceptNearness(interpreters, lambda: _open_kept(folder, stamp, entries, len(space.statements)))
        house = HouseSearch(self.house.shelf, interpreters, folder, stamp)
        return Finder(guidelines, interpreters, concepts, self._rules_by_statement, house, self._model_nearness())

    def _model_nearness(self) -> ModelNearness | None:
        if self._embeddings is None:
            return None
        # A folder of its own: an index clears its folder of all that another stamp made.
        folder, stamp = self._home / "embeddings", self._stamp(self._embeddings.stamp)
        texts = {language: self.guidelines.texts(language) for language in Language}
        size = len(self.guidelines.ids)
        return ModelNearness(Embedder(self._embeddings), texts, lambda entries: _open_kept(folder, stamp, entries, size))

    @staticmethod
    def _stamp(*versions: str) -> str:
        return stamp_of(MAKERS, importlib.metadata.version("chromadb"), *versions)

    def _rules_by_statement(self) -> Mapping[str, tuple[str, ...]]:
        with self._lock:
            if self._rules_of is None:
                found: dict[str, tuple[str, ...]] = {}
                for rule in self.rulebook().rules.values():
                    for statement in rule.sources:
                        found[statement] = (*found.get(statement, ()), rule.id)
                self._rules_of = found
            return self._rules_of


def build_knowledge(home: Path, house_rules: Path | None = None, embeddings: EmbeddingModel | None = None) -> Knowledge:
    """Everything we know, with its search index under ``home`` and a house's own rules beside the built-in ones.

    With an embedding model nearness of meaning is asked of it, and of our own vectors whenever it fails.
    """
    return Knowledge(home, house_rules, embeddings)


def _open_kept(folder: Path, stamp: str, entries: Mapping[Language, Entries], size: int) -> PassageIndex:
    from knowledge.stores.chroma import ChromaIndex  # takes two seconds; whoever never searches need not wait

    sizes = dict.fromkeys(Language, size)
    # Entries that cannot be made are no damage of the index, so they are made before it is written.
    return open_index(folder, stamp, entries, lambda kept: ChromaIndex(kept, sizes), lambda kept, of: ChromaIndex.write(kept, dict(of)))
