"""The benchmark of search measures what it says: so many house passages, which searches really meet."""

import shutil
from pathlib import Path

import pytest

from evals.benchmarks import searching
from evals.benchmarks.searching import SearchCost, measure
from evals.steps.collect import read_cases
from knowledge.bootstrap import build_knowledge


@pytest.mark.slow
@pytest.mark.parametrize("size", [7, 41])
def test_as_many_passages_are_made_as_are_asked_for(learned_home: Path, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SECTIONS", 10)
    knowledge = build_knowledge(shutil.copytree(learned_home, tmp_path / "home"))

    assert searching._fill(knowledge, size) == size
    approved = [version for version in knowledge.house.shelf.versions() if version.state == "approved"]
    assert sum(len(version.reading.passages) for version in approved) == size
    assert len({version.reading.language for version in approved}) == min(4, -(-size // 10))
    passage = approved[0].reading.passages[-1]
    assert knowledge.search(passage.heading, approved[0].reading.language)[0].text == passage.text


@pytest.mark.slow
def test_a_measurement_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "read_cases", lambda: read_cases()[::100])
    cost = measure(20)

    assert isinstance(cost, SearchCost)
    assert cost.passages == 20
    assert 0 < cost.median_ms <= cost.p95_ms < cost.index_ms
    assert 10 < cost.memory_mb < 4000
