"""Every store of passage vectors answers alike."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IndexDamaged
from knowledge.models import Language
from knowledge.stores.base import Entries, PassageIndex
from knowledge.stores.chroma import DATABASE, ChromaIndex
from knowledge.stores.memory import MemoryIndex

Make = Callable[[Path, Mapping[Language, Entries]], PassageIndex]


def entries() -> dict[Language, Entries]:
    vectors = np.random.default_rng(3).normal(size=(150, 40)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = tuple(f"p{row}" for row in range(150))
    return {Language.EN: Entries(ids, vectors), Language.PL: Entries(ids[:3], vectors[:3])}


def in_chroma(folder: Path, of_language: Mapping[Language, Entries]) -> PassageIndex:
    ChromaIndex.write(folder, of_language)
    return ChromaIndex(folder, {language: len(one.ids) for language, one in of_language.items()})


def in_memory(folder: Path, of_language: Mapping[Language, Entries]) -> PassageIndex:
    return MemoryIndex(of_language)


@pytest.mark.parametrize("make", [in_chroma, in_memory])
def test_all_passages_come_in_the_order_of_their_exact_cosines(tmp_path: Path, make: Make) -> None:
    of_language = entries()
    index = make(tmp_path / "index", of_language)
    ids, vectors = of_language[Language.EN]

    for query in np.random.default_rng(4).normal(size=(5, 40)).astype(np.float32):
        query /= np.linalg.norm(query)
        expected = sorted(zip(ids, (vectors @ query).tolist(), strict=True), key=lambda scored: -scored[1])
        found = index.nearest(Language.EN, query, 150)
        assert [id for id, _ in found] == [id for id, _ in expected]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)


@pytest.mark.parametrize("make", [in_chroma, in_memory])
def test_a_language_has_its_own_passages_and_no_more_than_asked_for(tmp_path: Path, make: Make) -> None:
    of_language = entries()
    index = make(tmp_path / "index", of_language)
    query = of_language[Language.PL].vectors[2]

    assert {id for id, _ in index.nearest(Language.PL, query, 10)} == {"p0", "p1", "p2"}
    assert [id for id, _ in index.nearest(Language.PL, query, 1)] == ["p2"]


def test_chroma_tells_that_a_folder_holds_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="holds no search index"):
        ChromaIndex(tmp_path, {Language.EN: 1})

    assert list(tmp_path.iterdir()) == []


def test_chroma_tells_that_passages_are_missing(tmp_path: Path) -> None:
    ChromaIndex.write(tmp_path, entries())

    with pytest.raises(IndexDamaged, match="does not hold every passage"):
        ChromaIndex(tmp_path, {Language.EN: 150, Language.PL: 4})


@pytest.mark.parametrize("garbage", [b"", b"not a database at all " * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_chroma_tells_damage(tmp_path: Path, garbage: bytes) -> None:
    of_language = entries()
    ChromaIndex.write(tmp_path / "made", of_language)
    (tmp_path / "made" / DATABASE).write_bytes(garbage)
    # A copy at another path: within one process Chroma remembers a path that it has already opened.
    folder = (tmp_path / "made").rename(tmp_path / "damaged")

    with pytest.raises(IndexDamaged):
        ChromaIndex(folder, {Language.EN: 150, Language.PL: 3})
