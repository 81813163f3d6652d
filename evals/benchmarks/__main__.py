"""``python -m evals.benchmarks``: measure, print tables, and write the figures beside this file."""

import json
from pathlib import Path

from coach.bootstrap import build_coach
from coach.settings import load_settings
from evals.benchmarks.prompts import BUDGET, prompt_size
from evals.benchmarks.searching import SearchCost, search_costs
from evals.benchmarks.speed import measure, start_ups
from evals.benchmarks.timing import Figure
from evals.steps.collect import read_cases

OUT = Path(__file__).parent / "speed.json"
TARGETS_MS = {
    "critique a draft of about 150 words": "p50 < 4, p95 < 10",
    "draft without a model": "p50 < 30",
    "search the guidelines": "p50 < 5",
    "coach review draft.txt": "< 600",
    "search beside 500 house passages": "p50 < 5",
    "search beside 10000 house passages": "p50 < 15",
}


def main() -> None:
    """Write ratios to the reference work, and megabytes; milliseconds are of this machine and are only printed."""
    costs = {f"search beside {cost.passages} house passages": cost for cost in search_costs()}
    figures = [*measure(read_cases()), *start_ups()]
    print(f"{'operation':40} {'p50 ms':>8} {'p95 ms':>8} {'p50 units':>10}  target (ms)")  # noqa: T201
    for one in figures:
        print(f"{one.name:40} {one.median_ms:8.1f} {one.p95_ms:8.1f} {one.median_units:10.1f}  {_target(one.name)}")  # noqa: T201
    print(f"\n{'search':40} {'p50 ms':>8} {'p95 ms':>8} {'index ms':>9} {'taken up ms':>12} {'MB':>5}  target (ms)")  # noqa: T201
    for name, cost in costs.items():
        times = f"{cost.median_ms:8.1f} {cost.p95_ms:8.1f} {cost.index_ms:9.0f} {cost.take_up_ms:12.0f} {cost.memory_mb:5.0f}"
        print(f"{name:40} {times}  {_target(name)}")  # noqa: T201
    size = prompt_size(read_cases(), build_coach(load_settings()).knowledge)
    print(f"\nprompt of a draft: {size.median} code points, {size.largest} at most (budget {BUDGET})")  # noqa: T201
    written = {one.name: _ratios(one) for one in figures} | {name: _search_ratios(cost) for name, cost in costs.items()}
    OUT.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def _target(name: str) -> str:
    return TARGETS_MS.get(name, "")


def _ratios(one: Figure) -> dict[str, float]:
    return {"p50_units": round(one.median_units, 2), "p95_to_p50": round(one.p95_ms / one.median_ms, 2)}


def _search_ratios(cost: SearchCost) -> dict[str, float]:
    return {
        "p50_units": round(cost.median_ms / cost.unit_ms, 2),
        "p95_to_p50": round(cost.p95_ms / cost.median_ms, 2),
        "index_units": round(cost.index_ms / cost.unit_ms),
        "taken_up_units": round(cost.take_up_ms / cost.unit_ms),
        "memory_mb": cost.memory_mb,
    }


if __name__ == "__main__":
    main()
