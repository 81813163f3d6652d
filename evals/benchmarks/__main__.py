"""``python -m evals.benchmarks``: measure, print a table, and write the figures beside this file."""

import json
from pathlib import Path

from evals.benchmarks.speed import Figure, measure, start_ups
from evals.steps.collect import read_cases

OUT = Path(__file__).parent / "speed.json"
TARGETS_MS = {
    "critique a draft of about 150 words": "p50 < 4, p95 < 10",
    "draft without a model": "p50 < 30",
    "search the guidelines": "p50 < 5",
    "coach review draft.txt": "< 600",
}


def main() -> None:
    """Write ratios to the reference work; milliseconds are of this machine and are only printed."""
    figures = [*measure(read_cases()), *start_ups()]
    print(f"{'operation':40} {'p50 ms':>8} {'p95 ms':>8} {'p50 units':>10}  target (ms)")  # noqa: T201
    for one in figures:
        print(f"{one.name:40} {one.median_ms:8.1f} {one.p95_ms:8.1f} {one.median_units:10.1f}  {TARGETS_MS.get(one.name, '')}")  # noqa: T201
    OUT.write_text(json.dumps({one.name: _ratios(one) for one in figures}, indent=1) + "\n", encoding="utf-8")


def _ratios(one: Figure) -> dict[str, float]:
    return {"p50_units": round(one.median_units, 2), "p95_to_p50": round(one.p95_ms / one.median_ms, 2)}


if __name__ == "__main__":
    main()
