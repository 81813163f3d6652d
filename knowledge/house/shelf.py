"""Keeps house documents in one SQLite file: originals, what was read in them, and every decision."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from knowledge.errors import DocumentUnknown, ShelfDamaged
from knowledge.house.records import Reading, Version
from knowledge.house.states import State

SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (
    document TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    original BLOB NOT NULL,
    added TEXT NOT NULL,
    decided TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'replaced')),
    reading TEXT NOT NULL,
    PRIMARY KEY (document, number)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_approved ON versions (document) WHERE state = 'approved';
"""
COLUMNS = "document, number, name, sha256, length(original), added, decided, state, reading"
PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""


class Shelf:
    """All versions of all house documents; every change happens whole or not at all, and any process may make it."""

    def __init__(self, file: Path) -> None:
        """Nothing is written before the first document is added."""
        self._file = file

    def mark(self) -> tuple[int, int, int] | None:
        """Something that differs after every change; None when there are no documents."""
        try:
            found = self._file.stat()
        except OSError:
            return None
        # A process that was killed right at the start leaves an empty file.
        return (found.st_mtime_ns, found.st_size, found.st_ino) if found.st_size else None

    def versions(self, document: str | None = None) -> tuple[Version, ...]:
        """Every version of a document or of all, oldest first; raises ShelfDamaged."""
        return self._those("?1 IS NULL OR document = ?1", document)

    def approved(self) -> tuple[Version, ...]:
        """The versions that are served."""
        return self._those("state = ?1", "approved")

    def with_bytes(self, sha256: str) -> tuple[Version, ...]:
        """Every version of any document that has exactly these bytes."""
        return self._those("sha256 = ?1", sha256)

    def original(self, version: Version) -> bytes:
        """The bytes of the file as they came; raises DocumentUnknown."""
        with self._open() as kept:
            row = kept.execute("SELECT original FROM versions WHERE document = ? AND number = ?", _key(version)).fetchone()
        if row is None:
            raise DocumentUnknown(f"there is no {version.key} any more")
        return bytes(row[0])

    def add(self, version: Version, original: bytes) -> Version:
        """Keep a version with the next free number, whatever number it brings; raises ShelfDamaged."""
        with self._change() as kept:
            (last,) = kept.execute("SELECT coalesce(max(number), 0) FROM versions WHERE document = ?", (version.document,)).fetchone()
            version = version.model_copy(update={"number": last + 1})
            kept.execute(
                "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*_key(version), version.name, version.sha256, original, *_decision(version), version.reading.model_dump_json()),
            )
        return version

    def approve(self, version: Version, at: datetime) -> None:
        """Serve this version from now on, and the one before no more; raises DocumentUnknown."""
        with self._change() as kept:
            kept.execute("UPDATE versions SET state = 'replaced' WHERE document = ? AND state = 'approved'", (version.document,))
            changed = kept.execute(
                "UPDATE versions SET state = 'approved', decided = ? WHERE document = ? AND number = ?", (at.isoformat(), *_key(version))
            )
            if changed.rowcount != 1:
                raise DocumentUnknown(f"there is no {version.key} any more")

    def update(self, version: Version, reading: Reading, state: State) -> None:
        """Keep what was read anew in the same bytes."""
        with self._change() as kept:
            kept.execute(
                "UPDATE versions SET reading = ?, state = ? WHERE document = ? AND number = ?",
                (reading.model_dump_json(), state, *_key(version)),
            )

    def remove(self, document: str, number: int | None = None) -> int:
        """Erase a version of a document, or all of them, and give how many that were."""
        if self.mark() is None:
            return 0
        with self._change() as kept:
            return kept.execute("DELETE FROM versions WHERE document = ? AND number = coalesce(?, number)", (document, number)).rowcount

    def _those(self, condition: str, value: str | None) -> tuple[Version, ...]:
        if self.mark() is None:
            return ()
        query = f"SELECT {COLUMNS} FROM versions WHERE {condition} ORDER BY document, number"  # noqa: S608  our own words only
        with self._open() as kept:
            return tuple(map(_version, kept.execute(query, (value,))))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)) as kept:
                yield kept
        except (sqlite3.Error, ValidationError) as error:
            raise ShelfDamaged(f"{self._file}: the house documents cannot be read or written: {_reason(error)}") from error

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as kept:
            # What is removed is erased, and what was acknowledged outlives a power cut.
            kept.executescript(f"PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; {SCHEMA} BEGIN IMMEDIATE;")
            try:
                yield kept
            except BaseException:
                kept.execute("ROLLBACK")
                raise
            kept.execute("COMMIT")


def _reason(error: Exception) -> str:
    return "it holds what this version does not know" if isinstance(error, ValidationError) else str(error)


def _key(version: Version) -> tuple[str, int]:
    return version.document, version.number


def _decision(version: Version) -> tuple[str, str | None, str]:
    return version.added.isoformat(), version.decided.isoformat() if version.decided else None, version.state


def _version(row: tuple[object, ...]) -> Version:
    *told, reading = row
    names = ("document", "number", "name", "sha256", "size", "added", "decided", "state")
    return Version.model_validate(dict(zip(names, told, strict=True)) | {"reading": Reading.model_validate_json(str(reading))})
