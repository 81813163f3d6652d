"""The lock of labelled cases: a case that was silently changed, relabelled, removed or added is told with file and line.

The file ``LOCK`` of a folder holds the hash of each file and two short ones of each case (its texts, its labels), and every
reason that anybody gave for a change.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from evals.errors import CasesError
from evals.steps.collect import OWN, numbered_lines, read_cases
from knowledge.datafile import parse_data
from knowledge.models import Frozen

LOCK = "LOCK"
SHORT = 12
"""Hexadecimal digits of a case's hashes: enough to notice a change."""
LABELS = ("findings", "met", "uncertain")
HEADER = """# What the labelled cases were when somebody last said why they changed. Written by: coach evals lock --why "..."
# Of each case the hash of its texts and that of its labels.
"""
REMEDY = 'say why with: coach evals lock --why "..."'


class Reason(Frozen):
    """Why cases were changed."""

    date: str
    why: str = Field(min_length=1)


class LockedFile(Frozen):
    """One file as it was locked."""

    sha256: str
    cases: dict[str, str]
    """By id, the hash of the texts and that of the labels."""


class Lock(Frozen):
    """A folder as it was locked."""

    log: tuple[Reason, ...]
    files: dict[str, LockedFile]


def check_lock(paths: Sequence[Path] = ()) -> None:
    """Hold folders (the product's own cases when none is named) against their locks; files and folders without one pass.

    Raises CasesError, one fault a line.
    """
    faults = [fault for path in paths or (OWN,) if (path / LOCK).exists() or path == OWN for fault in _faults(path)]
    if faults:
        raise CasesError("\n".join(faults))


def lock(why: str, today: date, folder: Path | None = None) -> bool:
    """Lock the cases of a folder as they are, for a reason; says whether anything had changed. Raises CasesError."""
    folder = folder or OWN
    read_cases((folder,))
    path = folder / LOCK
    before = _read(path) if path.exists() else Lock(log=(), files={})
    files = {file.name: _locked(file) for file in sorted(folder.glob("*.jsonl"))}
    if files == before.files:
        return False
    path.write_text(_written(Lock(log=(*before.log, Reason(date=today.isoformat(), why=why)), files=files)), encoding="utf-8")
    return True


def _read(path: Path) -> Lock:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CasesError(f"{path}:1: cannot be read: {error.strerror}; {REMEDY}") from error
    return parse_data(text, path, Lock, lambda file, line, message: CasesError(f"{file}:{line}: {message}"))


def _written(locked: Lock) -> str:
    """YAML with a line for each reason and each case, so that a change shows in a diff for what it is."""
    lines = ["log:", *(f"  - {json.dumps(one.model_dump(), ensure_ascii=False)}" for one in locked.log), "files:"]
    for name, file in locked.files.items():
        lines += [f"  {json.dumps(name)}:", f"    sha256: {json.dumps(file.sha256)}", "    cases:"]
        lines += [f"      {json.dumps(id)}: {json.dumps(hashes)}" for id, hashes in file.cases.items()]
    return HEADER + "\n".join(lines) + "\n"


def _locked(file: Path) -> LockedFile:
    cases = {case["id"]: _hashes(case) for _, case in _cases(file)}
    return LockedFile(sha256=hashlib.sha256(file.read_bytes()).hexdigest(), cases=cases)


def _cases(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for _, number, line in numbered_lines((file,)):
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise CasesError(f"{file}:{number}: is not JSON: {error.msg}") from error


def _hashes(case: dict[str, Any]) -> str:
    replies: list[dict[str, Any]] = case["replies"]
    labels = [case.get("reading"), [{name: reply.get(name) for name in LABELS} for reply in replies]]
    unlabelled = [{name: value for name, value in reply.items() if name not in LABELS} for reply in replies]
    texts = {name: value for name, value in case.items() if name not in ("reading", "replies")}
    return " ".join(_short(value) for value in ([texts, unlabelled], labels))


def _short(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:SHORT]


def _faults(folder: Path) -> Iterator[str]:
    path = folder / LOCK
    locked = _read(path)
    for name in sorted(locked.files.keys() | {file.name for file in folder.glob("*.jsonl")}):
        yield from _file_faults(folder / name, locked.files.get(name), path)


def _file_faults(file: Path, before: LockedFile | None, path: Path) -> Iterator[str]:
    if before is None:
        yield f"{file}:1: is not in {LOCK}; {REMEDY}"
    elif not file.exists():
        yield f"{path}:{_line(path, file.name)}: {file.name} was removed; {REMEDY}"
    elif hashlib.sha256(file.read_bytes()).hexdigest() != before.sha256:
        told = list(_case_faults(file, before, path))
        yield from told or (f"{file}:1: its cases are as they were locked, but their order or spacing is not; {REMEDY}",)


def _case_faults(file: Path, before: LockedFile, path: Path) -> Iterator[str]:
    seen = set()
    for number, case in _cases(file):
        seen.add(case["id"])
        then, now = before.cases.get(case["id"]), _hashes(case)
        if now != then:
            yield f"{file}:{number}: {case['id']} {_told(then, now)}; {REMEDY}"
    for id in sorted(before.cases.keys() - seen):
        yield f"{path}:{_line(path, id)}: {id} was removed from {file.name}; {REMEDY}"


def _told(then: str | None, now: str) -> str:
    if then is None:
        return f"is not in {LOCK}"
    return "was relabelled" if then.split()[0] == now.split()[0] else "was changed: its mail or a reply reads differently"


def _line(path: Path, name: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(f"{json.dumps(name)}:"))
