"""Second step: what every case gives. A crash is a result, and what is known already is not done again."""

import asyncio
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from evals.runs import CaseResult
from evals.suite import Item, Work

WIDTH = 4
"""Cases that are in work at once."""


async def execute(
    work: Work, known: Mapping[str, CaseResult], keep: Callable[[CaseResult], None], tell: Callable[[int, int], None]
) -> dict[str, CaseResult]:
    """The results of all cases by id, in the order of the cases.

    Each new one is handed to ``keep`` as soon as it is there; ``tell`` hears how many are done, and of how many.
    """
    results = dict(known)
    if left := [item for item in work.items if item.id not in known]:
        await asyncio.to_thread(work.prepare)
        waiting = iter(left)

        async def one_after_the_other() -> None:
            for item in waiting:
                results[item.id] = await _result(work, item)
                keep(results[item.id])
                tell(len(results), len(work.items))

        await asyncio.gather(*(one_after_the_other() for _ in range(WIDTH)))
    return {item.id: results[item.id] for item in work.items}


async def _result(work: Work, item: Item) -> CaseResult:
    await asyncio.sleep(0)  # a case that never waits would not let Ctrl+C in
    started = time.perf_counter()
    try:
        output = await work.execute(item.id)
    except Exception as error:
        return CaseResult(id=item.id, lang=item.lang, status="crashed", error=_told(error), seconds=time.perf_counter() - started)
    return CaseResult(id=item.id, lang=item.lang, status="done", output=output, seconds=time.perf_counter() - started)


def _told(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said} ({Path(place.filename).name}:{place.lineno})"
