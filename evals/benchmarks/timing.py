"""How long work takes: in milliseconds, and in units of a fixed piece of work on the same machine."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

ROUNDS = 200


class Figure(NamedTuple):
    """One measured operation."""

    name: str
    median_ms: float
    p95_ms: float
    median_units: float
    """Medians of the operation over that of the reference work: comparable between machines."""


def reference_ms() -> float:
    """Milliseconds of a fixed piece of pure Python work: the unit of all ratios."""
    return statistics.median(milliseconds(lambda: sum(len(str(i)) for i in range(2000))) for _ in range(50))


def figure_of(name: str, runs: Sequence[Callable[[], object]], unit: float) -> Figure:
    """Median and 95th percentile of some of these runs, warm."""
    for run in runs[:: max(1, len(runs) // 20)]:
        run()
    times = sorted(milliseconds(run) for run in runs[:: max(1, len(runs) // ROUNDS)])
    return Figure(name, statistics.median(times), times[int(len(times) * 0.95)], statistics.median(times) / unit)


def milliseconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
