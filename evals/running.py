"""A run from its cases to its folder: execute, grade and report one suite after the other, and remember what was worked out."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from evals.cache import FILE, Cache, Kept
from evals.fingerprint import fingerprint, text_hash
from evals.models import Suite
from evals.product import OWN_HOME, Product
from evals.runs import FOLDER, CaseResult, RecordedRun, Run, RunWriter, SuiteCounts, open_run, read_run
from evals.steps.execute import execute
from evals.suite import Item, Work

Tell = Callable[[Suite, int, int], None]
"""Hears how many cases of a suite are done, and of how many."""


def run_suites(works: Sequence[Work], product: Product, out: Path | None, *, fresh: bool, tell: Tell) -> RecordedRun:
    """Run suites into a folder (one of its own under the product's home when none is named), or go on with a run that was stopped there.

    What an earlier run worked out from the same case, code and data is taken from there unless ``fresh``. Raises RunError.
    """
    started = datetime.now(UTC)
    folder = out or _own_folder(product.home, started, works)
    hashes = product.hashes({work.suite: work.cases_sha256 for work in works})
    suites = tuple(work.suite for work in works)
    writer = open_run(folder, Run(id=folder.name, started=started, suites=suites, product=product.version, hashes=hashes))
    cache = Cache(product.home / OWN_HOME / FILE)
    try:
        for work in works:
            if work.suite not in writer.run.counts:
                _run(work, _Memory(work, product, cache, fresh=fresh), writer, tell)
    except KeyboardInterrupt as stopped:
        stopped.add_note(f"stopped; the same command with --out {folder} goes on from here")
        raise
    writer.finish(datetime.now(UTC))
    return read_run(folder)


class _Memory:
    """What earlier runs worked out that is still true."""

    def __init__(self, work: Work, product: Product, cache: Cache, *, fresh: bool) -> None:
        self._work, self._product, self._cache = work, product, cache
        self._items = [item for item in work.items if item.content is not None]
        self._stamp = self._stamped() if self._items else ""
        self._kept: Mapping[str, Kept] = {} if fresh or not self._items else cache.known(work.suite, self._stamp)

    def known(self) -> dict[str, CaseResult]:
        """The results of cases that are known, by id."""
        found = ((item, self._kept.get(_content_hash(item))) for item in self._items)
        return {
            item.id: CaseResult(id=item.id, lang=item.lang, status="done", output=kept.output, seconds=kept.seconds)
            for item, kept in found
            if kept is not None
        }

    def keep(self, results: Mapping[str, CaseResult]) -> None:
        """Remember results for later runs, unless the product was changed while they were worked out."""
        done = {
            _content_hash(item): Kept(one.output, one.seconds)
            for item in self._items
            if (one := results.get(item.id)) is not None and one.status == "done"
        }
        if done and self._stamp == self._stamped():
            self._cache.keep(self._work.suite, self._stamp, done)

    def _stamped(self) -> str:
        return fingerprint([type(self._work).__module__], *self._product.parts())


def _run(work: Work, memory: _Memory, writer: RunWriter, tell: Tell) -> None:
    started = time.perf_counter()
    before = writer.done(work.suite)
    cached = {id: one for id, one in memory.known().items() if id not in before}
    writer.append(work.suite, cached.values())
    executed: dict[str, CaseResult] = {}

    def keep(result: CaseResult) -> None:
        executed[result.id] = result
        writer.append(work.suite, [result])

    try:
        results = asyncio.run(execute(work, before | cached, keep, lambda done, of: tell(work.suite, done, of)))
    finally:
        memory.keep(executed)
    done = {id: one for id, one in results.items() if one.status == "done"}
    graded = work.grade({id: one.output for id, one in done.items()})
    crashed = len(results) - len(done)
    counts = SuiteCounts(
        cases=len(results),
        done=len(done),
        crashed=crashed,
        cached=len(cached),
        seconds=time.perf_counter() - started,
        median_seconds=median(one.seconds for one in done.values()) if done else 0,
    )
    writer.close(work.suite, graded, work.report(graded, crashed), counts)


def _own_folder(home: Path, at: datetime, works: Sequence[Work]) -> Path:
    """A new folder for a run that begins now."""
    name = f"{at:%Y%m%dT%H%M%SZ}-{works[0].suite if len(works) == 1 else 'several'}"
    number = 1
    while True:
        folder = home / FOLDER / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            number += 1
        else:
            return folder


def _content_hash(item: Item) -> str:
    return text_hash(f"{item.id}\n{item.content}")
