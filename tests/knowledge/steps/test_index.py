"""The index is a cache: built aside, put into place whole, replaced when it is wrong, and never in the way of an answer."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import IndexDamaged
from knowledge.meaning.inverted import Floats
from knowledge.models import Language
from knowledge.steps.index import ABANDONED_AFTER, open_index, stamp_of
from knowledge.stores.base import Entries, PassageIndex
from knowledge.stores.memory import MemoryIndex

ENTRIES = {Language.EN: Entries(("a", "b"), np.eye(2, dtype=np.float32))}
QUERY = np.array([0.6, 0.8], dtype=np.float32)
ANSWER = [("b", pytest.approx(0.8)), ("a", pytest.approx(0.6))]


class PaperIndex:
    """A store whose database is one text file; it fails when the text is not what it wrote."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "data"
        self._check()

    def _check(self) -> None:
        if not self._file.is_file() or self._file.read_text(encoding="utf-8") != "whole":
            raise IndexDamaged(f"{self._file} is damaged")

    @staticmethod
    def write(folder: Path, entries: Mapping[Language, Entries]) -> None:
        folder.mkdir()
        (folder / "data").write_text("whole", encoding="utf-8")

    def nearest(self, language: Language, vector: Floats, count: int) -> list[tuple[str, float]]:
        self._check()
        return MemoryIndex(ENTRIES).nearest(language, vector, count)


def opened(home: Path, stamp: str = "stamp") -> PassageIndex:
    return open_index(home, stamp, ENTRIES, PaperIndex, PaperIndex.write)


def files(home: Path) -> list[Path]:
    return list(home.glob("*/data"))


def test_it_is_built_once_and_opened_again(tmp_path: Path) -> None:
    assert opened(tmp_path).nearest(Language.EN, QUERY, 2) == ANSWER
    built = files(tmp_path)

    assert opened(tmp_path).nearest(Language.EN, QUERY, 1) == ANSWER[:1]
    assert files(tmp_path) == built


def test_another_stamp_builds_anew_and_clears_the_old_away(tmp_path: Path) -> None:
    opened(tmp_path, "old")
    (tmp_path / "old.en.npz").write_bytes(b"learned")
    opened(tmp_path, "new")

    assert [path.name.split("-")[0] for path in tmp_path.iterdir()] == ["new"]


def test_a_damaged_one_is_replaced_at_another_path(tmp_path: Path) -> None:
    opened(tmp_path)
    (damaged,) = files(tmp_path)
    damaged.write_text("scribbled over", encoding="utf-8")

    assert opened(tmp_path).nearest(Language.EN, QUERY, 2) == ANSWER
    (rebuilt,) = files(tmp_path)
    assert rebuilt.parent != damaged.parent


def test_damage_while_serving_is_answered_from_memory(tmp_path: Path) -> None:
    index = opened(tmp_path)
    (damaged,) = files(tmp_path)
    damaged.unlink()

    assert index.nearest(Language.EN, QUERY, 2) == ANSWER
    assert index.nearest(Language.EN, QUERY, 2) == ANSWER


def test_a_build_that_fails_is_answered_from_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(folder: Path, entries: Mapping[Language, Entries]) -> None:
        raise IndexDamaged("disk full")

    index = open_index(tmp_path, "stamp", ENTRIES, PaperIndex, refuse)

    assert index.nearest(Language.EN, QUERY, 2) == ANSWER
    assert "disk full" in caplog.text


def test_another_process_s_build_is_left_alone_until_it_is_abandoned(tmp_path: Path) -> None:
    running, abandoned = tmp_path / "unfinished-1", tmp_path / "unfinished-2"
    running.mkdir()
    abandoned.mkdir()
    long_ago = time.time() - ABANDONED_AFTER - 10
    os.utime(abandoned, (long_ago, long_ago))

    opened(tmp_path)

    assert running.exists()
    assert not abandoned.exists()


def test_a_stamp_changes_with_text_name_and_version_and_with_nothing_else(tmp_path: Path) -> None:
    text = tmp_path / "a.yaml"
    text.write_text("one", encoding="utf-8")
    first = stamp_of([tmp_path], "1")

    (tmp_path / "ignored.pyc").write_bytes(b"compiled")
    assert stamp_of([tmp_path], "1") == first
    assert stamp_of([tmp_path], "2") != first
    text.write_text("two", encoding="utf-8")
    second = stamp_of([tmp_path], "1")
    assert second != first
    text.rename(tmp_path / "b.yaml")
    assert stamp_of([tmp_path], "1") not in (first, second)
