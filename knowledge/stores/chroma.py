"""Passage vectors in an embedded Chroma database; the only home of chromadb."""

import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings

from knowledge.errors import IndexDamaged
from knowledge.meaning.inverted import Floats
from knowledge.models import Language
from knowledge.stores.base import Entries

DATABASE = "chroma.sqlite3"
# Looking at more neighbours than there are statements makes the approximate search exact for them.
CONFIGURATION = CreateCollectionConfiguration(hnsw={"space": "cosine", "ef_search": 400})


class ChromaIndex:
    """A folder that was written once and is only read from then on; one collection for each language."""

    def __init__(self, folder: Path, sizes: Mapping[Language, int]) -> None:
        """Open a folder that must hold so many passages of each language; raises IndexDamaged when it does not."""
        if not (folder / DATABASE).is_file():
            raise IndexDamaged(f"{folder}: holds no search index; it is built anew")
        with _damage_told(folder):
            self._folder, client = folder, _client(folder)
            # Some twenty open files; the process's end needs no such care.
            weakref.finalize(self, client.close).atexit = False
            # Chroma would download a model for a collection that is opened without saying that it has none.
            self._collections = {language: client.get_collection(_name(language), embedding_function=None) for language in sizes}
            counted = {language: collection.count() for language, collection in self._collections.items()}
        if counted != dict(sizes):
            raise IndexDamaged(f"{folder}: does not hold every passage; it is built anew")

    @staticmethod
    def write(folder: Path, entries: Mapping[Language, Entries]) -> None:
        """Write an index into a new folder; raises IndexDamaged when that is not possible."""
        with _damage_told(folder):
            client = _client(folder)
            for language, (ids, vectors) in entries.items():
                collection = client.create_collection(_name(language), configuration=CONFIGURATION, embedding_function=None)
                most = client.get_max_batch_size()
                for at in range(0, len(ids), most):
                    collection.add(ids=list(ids[at : at + most]), embeddings=vectors[at : at + most])
            client.close()

    def nearest(self, language: Language, vector: Floats, count: int) -> list[tuple[str, float]]:
        """Ids and cosines of the nearest passages of a language, best first; raises IndexDamaged when it cannot be read."""
        with _damage_told(self._folder):
            found = self._collections[language].query(query_embeddings=np.array([vector]), n_results=count, include=["distances"])
            distances = found["distances"] or [[]]
            return [(id, 1.0 - distance) for id, distance in zip(found["ids"][0], distances[0], strict=True)]


def _client(folder: Path) -> Client:
    return Client(settings=Settings(is_persistent=True, persist_directory=str(folder), anonymized_telemetry=False))


def _name(language: Language) -> str:
    return f"passages-{language}"


@contextmanager
def _damage_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of Chroma's Rust core is no Exception
        raise IndexDamaged(f"{folder}: cannot be read or written: {error}") from error
