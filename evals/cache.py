"""Results that earlier runs worked out, in one file, under the fingerprint of all that they depend on."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pydantic import JsonValue

from evals.models import Suite

FILE = "evals.db"
KEPT = 3
"""Fingerprints of a suite whose results are kept: today's, and some to come back to."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS results (
    suite TEXT, fingerprint TEXT, content TEXT, output TEXT, seconds REAL,
    PRIMARY KEY (suite, fingerprint, content)
)
"""
PRUNE = """
DELETE FROM results WHERE suite = ? AND fingerprint NOT IN (
    SELECT fingerprint FROM results WHERE suite = ? GROUP BY fingerprint ORDER BY max(rowid) DESC LIMIT ?
)
"""


class Kept(NamedTuple):
    """What a case gave once."""

    output: JsonValue
    seconds: float


class Cache:
    """The file of results; one that is damaged is begun anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._make()
        except sqlite3.DatabaseError:
            path.unlink()
            self._make()

    def known(self, suite: Suite, fingerprint: str) -> dict[str, Kept]:
        """What cases gave under a fingerprint, by the hash of their content."""
        with closing(self._open()) as file:
            rows = file.execute("SELECT content, output, seconds FROM results WHERE suite = ? AND fingerprint = ?", (suite, fingerprint))
            return {content: Kept(json.loads(output), seconds) for content, output, seconds in rows}

    def keep(self, suite: Suite, fingerprint: str, results: Mapping[str, Kept]) -> None:
        """Keep what cases gave, and forget what was kept longest ago."""
        rows: Iterable[tuple[str, str, str, str, float]] = (
            (suite, fingerprint, content, json.dumps(one.output, ensure_ascii=False), one.seconds) for content, one in results.items()
        )
        with closing(self._open()) as file, file:
            file.executemany("INSERT OR REPLACE INTO results (suite, fingerprint, content, output, seconds) VALUES (?, ?, ?, ?, ?)", rows)
            file.execute(PRUNE, (suite, suite, KEPT))

    def _make(self) -> None:
        with closing(self._open()) as file, file:
            file.execute(SCHEMA)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=10)
