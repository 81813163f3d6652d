"""Puts the search together: which vectors, which index, which house passages."""

import importlib.metadata
from collections.abc import Callable, Mapping
from pathlib import Path

from knowledge import statements
from knowledge.embeddings import Embedder, EmbeddingModel
from knowledge.finder import Finder
from knowledge.house.searching import HouseSearch
from knowledge.house.shelf import Shelf
from knowledge.interpreter import Interpreters
from knowledge.meaning import material
from knowledge.meaning.material import load_concepts
from knowledge.models import Language
from knowledge.nearness import ConceptNearness, ModelNearness
from knowledge.statements import Guidelines
from knowledge.steps import embed
from knowledge.steps.embed import ConceptSpace
from knowledge.steps.index import open_index, stamp_of
from knowledge.stores.base import Entries, PassageIndex

MAKERS = (statements.FOLDER, material.FOLDER, Path(embed.__file__).parent)
"""Folders whose files decide what the search index holds: texts, concepts, and the code that turns them into vectors."""
RulesByStatement = Callable[[], Mapping[str, tuple[str, ...]]]


def make_finder(home: Path, guidelines: Guidelines, shelf: Shelf, rules: RulesByStatement, embeddings: EmbeddingModel | None) -> Finder:
    """The search over guidelines and approved house documents; its indexes are caches below ``home``."""
    folder, stamp = home / "index", _stamp()
    space = ConceptSpace(load_concepts(guidelines.ids), guidelines.ids)
    entries = dict.fromkeys(Language, Entries(space.statements, space.places))
    interpreters = Interpreters(guidelines, space, folder, stamp)
    concepts = ConceptNearness(interpreters, lambda: _open_kept(folder, stamp, entries, len(space.statements)))
    house = HouseSearch(shelf, interpreters, folder, stamp)
    return Finder(guidelines, interpreters, concepts, rules, house, _model_nearness(home, guidelines, embeddings))


def _model_nearness(home: Path, guidelines: Guidelines, embeddings: EmbeddingModel | None) -> ModelNearness | None:
    if embeddings is None:
        return None
    # A folder of its own: an index clears its folder of all that another stamp made.
    folder, stamp = home / "embeddings", _stamp(embeddings.stamp)
    texts = {language: guidelines.texts(language) for language in Language}
    size = len(guidelines.ids)
    return ModelNearness(Embedder(embeddings), texts, lambda entries: _open_kept(folder, stamp, entries, size))


def _stamp(*versions: str) -> str:
    return stamp_of(MAKERS, importlib.metadata.version("chromadb"), *versions)


def _open_kept(folder: Path, stamp: str, entries: Mapping[Language, Entries], size: int) -> PassageIndex:
    from knowledge.stores.chroma import ChromaIndex  # takes two seconds, and a damaged index never needs it

    sizes = dict.fromkeys(Language, size)
    # Entries that cannot be made are no damage of the index, so they are made before it is written.
    return open_index(folder, stamp, entries, lambda kept: ChromaIndex(kept, sizes), lambda kept, of: ChromaIndex.write(kept, dict(of)))
