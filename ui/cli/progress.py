"""How far a long measurement is, on a terminal, and what it came to."""

import sys
import time
from typing import TYPE_CHECKING, Self

from ui.cli.console import note

if TYPE_CHECKING:
    from evals.models import Suite
    from evals.runs import RecordedRun

AFTER = 0.5
"""Seconds between two looks at the clock; a terminal that is written to at every case is slower than the cases."""
CLEAR = "\r\x1b[K"


class Progress:
    """One line on standard error that is written over, and nothing where that is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._suite: Suite | None = None
        self._begun, self._begun_at, self._told_at = 0, 0.0, 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self._suite is not None:
            self._write(CLEAR)
        if isinstance(error, KeyboardInterrupt):
            for line in getattr(error, "__notes__", ()):
                note(line)

    def tell(self, suite: "Suite", done: int, of: int) -> None:
        """So many cases of a suite are done."""
        now = time.monotonic()
        if suite is not self._suite:
            self._suite, self._begun, self._begun_at = suite, done - 1, now
        if now - self._told_at < AFTER:
            return
        self._told_at = now
        left = (now - self._begun_at) / (done - self._begun) * (of - done)
        self._write(f"{CLEAR}{suite} {done}/{of}, {left // 60:.0f}:{left % 60:02.0f} to go")

    def _write(self, text: str) -> None:
        if self._shown:
            sys.stderr.write(text)
            sys.stderr.flush()


def summary(measured: "RecordedRun") -> str:
    """Where a run is kept, how long each suite took, and how much of it was known."""
    suites = [
        f"{suite} {counts.seconds:.1f} s" + (f" ({counts.cached} of {counts.cases} known)" if counts.cached else "")
        for suite, counts in measured.run.counts.items()
    ]
    return f"{measured.folder}: {', '.join(suites)}"
