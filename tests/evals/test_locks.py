"""Labelled cases change only with a reason: whatever was done silently is told with file and line."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from evals.bootstrap import validate_cases
from evals.errors import CasesError
from evals.locks import LOCK, check_lock, lock
from evals.models import Suite
from tests.evals.conftest import case, reported

TODAY = date(2026, 11, 27)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three locked cases."""
    write(tmp_path, [case(number) for number in range(3)])
    assert lock("the first three", TODAY, tmp_path)
    return tmp_path


def write(folder: Path, cases: list[dict], name: str = "cases.jsonl") -> None:
    (folder / name).write_text("".join(json.dumps(one) + "\n" for one in cases), encoding="utf-8")


def relabelled(cases: list[dict]) -> None:
    cases[1]["replies"][0]["findings"][0]["rule"] = "arguing"


def reread(cases: list[dict]) -> None:
    cases[1]["reading"] = cases[1]["reading"] | {"intensity": 3}


def rewritten(cases: list[dict]) -> None:
    cases[2]["replies"][1]["body"] += " Best wishes."


def removed(cases: list[dict]) -> None:
    del cases[0]


def added(cases: list[dict]) -> None:
    cases.append(case(7))


def reordered(cases: list[dict]) -> None:
    cases.reverse()


SILENT = {
    relabelled: r"cases\.jsonl:2: t-en-1 was relabelled; say why with: coach evals lock",
    reread: r"cases\.jsonl:2: t-en-1 was relabelled",
    rewritten: r"cases\.jsonl:3: t-en-2 was changed: its mail or a reply",
    removed: r"LOCK:9: t-en-0 was removed from cases\.jsonl",
    added: r"cases\.jsonl:4: t-en-7 is not in LOCK",
    reordered: r"cases\.jsonl:1: its cases are as they were locked, but their order",
}


@pytest.mark.parametrize("change", SILENT)
def test_a_silent_change_is_told_with_file_and_line(folder: Path, change: Callable[[list[dict]], None]) -> None:
    cases = [case(number) for number in range(3)]
    change(cases)
    write(folder, cases)

    for refuse in (lambda: check_lock((folder,)), lambda: validate_cases((folder,)), lambda: reported(folder, Suite.CRITIC, cases=folder)):
        with pytest.raises(CasesError, match=SILENT[change]) as caught:
            refuse()
        assert str(caught.value).count("\n") == 0


def test_a_file_that_came_or_went_is_told(folder: Path) -> None:
    (folder / "cases.jsonl").rename(folder / "renamed.jsonl")

    with pytest.raises(CasesError) as caught:
        check_lock((folder,))
    assert [fault.split("; ")[0].removeprefix(f"{folder}/") for fault in str(caught.value).splitlines()] == [
        "LOCK:6: cases.jsonl was removed",
        "renamed.jsonl:1: is not in LOCK",
    ]


def test_a_reason_locks_anew_and_is_kept_below_the_earlier_ones(folder: Path) -> None:
    cases = [case(number) for number in range(4)]
    write(folder, cases)

    assert lock('a fourth, "as they say": à propos', date(2026, 11, 28), folder)
    check_lock((folder,))
    assert (folder / LOCK).read_text(encoding="utf-8").splitlines()[2:5] == [
        "log:",
        '  - {"date": "2026-11-27", "why": "the first three"}',
        '  - {"date": "2026-11-28", "why": "a fourth, \\"as they say\\": à propos"}',
    ]


def test_what_has_not_changed_needs_no_reason(folder: Path) -> None:
    before = (folder / LOCK).read_text(encoding="utf-8")
    assert not lock("nothing", TODAY, folder)
    assert (folder / LOCK).read_text(encoding="utf-8") == before


def test_faulty_cases_are_not_locked(folder: Path) -> None:
    (folder / "more.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(CasesError, match=r"more\.jsonl:1"):
        lock("more", TODAY, folder)


def test_a_faulty_lock_is_told_with_its_line(folder: Path) -> None:
    path = folder / LOCK
    path.write_text(path.read_text(encoding="utf-8").replace("sha256", "sha1"), encoding="utf-8")
    with pytest.raises(CasesError, match=r"LOCK:\d+: files\.cases\.jsonl"):
        check_lock((folder,))


def test_the_products_own_cases_are_locked() -> None:
    check_lock()
