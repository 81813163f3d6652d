"""Keeps the passages' vectors in a folder that says what made it: a cache that is rebuilt when anything about it is wrong."""

import hashlib
import logging
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from knowledge.errors import IndexDamaged
from knowledge.meaning.inverted import Floats
from knowledge.models import Language
from knowledge.stores.base import Entries, PassageIndex
from knowledge.stores.memory import MemoryIndex

log = logging.getLogger(__name__)

TEXT_SUFFIXES = (".md", ".yaml", ".py")
UNFINISHED = "unfinished-"
ABANDONED_AFTER = 3600.0
"""Seconds after which an unfinished build is taken for abandoned."""

Open = Callable[[Path], PassageIndex]
Write = Callable[[Path, Mapping[Language, Entries]], None]


def stamp_of(folders: Iterable[Path], *versions: str) -> str:
    """A short name for exactly these folders' files, as they are now, and these versions."""
    digest = hashlib.sha256("\0".join(versions).encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*.*") if path.suffix in TEXT_SUFFIXES):
            digest.update(f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def open_index(home: Path, stamp: str, entries: Mapping[Language, Entries], open_folder: Open, write: Write) -> PassageIndex:
    """The index that this stamp made, built when there is none; in memory when the folder cannot be used at all.

    A build happens aside and is renamed into place, and a folder in place is never written again: other processes may read meanwhile.
    """
    memory = MemoryIndex(entries)
    try:
        for folder in sorted(home.glob(f"{stamp}-*")):
            try:
                return ServingIndex(open_folder(folder), memory)
            except IndexDamaged as damage:
                log.warning("%s", damage)
                shutil.rmtree(folder, ignore_errors=True)
        return ServingIndex(open_folder(_build(home, stamp, entries, write)), memory)
    except (IndexDamaged, OSError) as reason:
        log.warning("search works from memory, because its index cannot be kept: %s", reason)
        return memory


class ServingIndex:
    """An index on disk that steps aside for memory the first time it fails."""

    def __init__(self, on_disk: PassageIndex, memory: PassageIndex) -> None:
        self._serving, self._memory = on_disk, memory

    def nearest(self, language: Language, vector: Floats, count: int) -> list[tuple[str, float]]:
        """Ids and cosines of the nearest passages of a language, best first."""
        try:
            return self._serving.nearest(language, vector, count)
        except IndexDamaged as damage:
            log.warning("search goes on from memory: %s", damage)
            self._serving = self._memory
            return self._memory.nearest(language, vector, count)


def _build(home: Path, stamp: str, entries: Mapping[Language, Entries], write: Write) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    name = uuid.uuid4().hex[:12]
    aside = home / f"{UNFINISHED}{name}"
    write(aside, entries)
    # The random part keeps two processes that build at once from meeting, and a rebuilt index from taking a damaged one's path.
    folder = aside.rename(home / f"{stamp}-{name}")
    for other in home.iterdir():
        if other.name.startswith(UNFINISHED):
            outdated = time.time() - other.stat().st_mtime > ABANDONED_AFTER
        else:
            outdated = not other.name.startswith(stamp)
        if outdated:
            shutil.rmtree(other, ignore_errors=True) if other.is_dir() else other.unlink(missing_ok=True)
    return folder
