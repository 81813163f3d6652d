"""First step: read gold cases and refuse, with file and line, what is not labelled as the guide says."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from evals.errors import CasesError
from evals.models import DIMENSION_OF, MET, CaseCounts, GoldCase, GoldQuery, GoldReply
from knowledge.models import Language

OWN = Path(__file__).parents[1] / "cases"
OWN_QUERIES = Path(__file__).parents[1] / "queries"
ANSWERS = 2
"""Grade of a statement that answers a question."""
FOLDS = 5

Gold = TypeVar("Gold", GoldCase, GoldQuery)


def read_cases(paths: Sequence[Path] = ()) -> tuple[GoldCase, ...]:
    """The cases of these files or folders (the product's own when none is named), sorted by id; raises CasesError."""
    return _read(paths or (OWN,), GoldCase, faults_of_case, "case")


def read_queries(statements: Collection[str], paths: Sequence[Path] = ()) -> tuple[GoldQuery, ...]:
    """The questions of these files or folders, likewise; raises CasesError, also for a relevant statement that is none of these."""

    def faults(query: GoldQuery) -> Iterator[str]:
        for statement in query.relevant.keys() - set(statements):
            yield f"{query.id}: {statement} is not a statement of any document"
        if ANSWERS not in query.relevant.values():
            yield f"{query.id}: no statement has grade {ANSWERS}"

    return _read(paths or (OWN_QUERIES,), GoldQuery, faults, "question")


def _read(paths: Sequence[Path], kind: type[Gold], faults_of: Callable[[Gold], Iterable[str]], noun: str) -> tuple[Gold, ...]:
    found: dict[str, Gold] = {}
    faults: list[str] = []
    for path, number, line in numbered_lines(paths):
        try:
            one = kind.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            faults.append(f"{path}:{number}: is not JSON: {error.msg}")
            continue
        except ValidationError as error:
            faults.extend(f"{path}:{number}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_url=False))
            continue
        faults.extend(f"{path}:{number}: {fault}" for fault in faults_of(one))
        if one.id in found:
            faults.append(f"{path}:{number}: id {one.id} was used before")
        found[one.id] = one
    if faults:
        raise CasesError("\n".join(faults))
    if not found:
        raise CasesError(f"no {noun}s in {', '.join(map(str, paths))}; expected *.jsonl with one {noun} a line")
    return tuple(found[key] for key in sorted(found))


def fold_of(case: GoldCase) -> int:
    """The fold of a case, 0 to 4: the same for all its replies, and always the same."""
    return int.from_bytes(hashlib.sha256(case.id.encode()).digest()[:8], "big") % FOLDS


def count(cases: Iterable[GoldCase]) -> CaseCounts:
    """How much there is."""
    cases = tuple(cases)
    replies = [reply for case in cases for reply in case.replies]
    return CaseCounts(
        cases=len(cases),
        replies=len(replies),
        findings=sum(len(reply.findings) for reply in replies),
        clean=sum(not reply.findings for reply in replies),
        by_language={language: sum(case.lang is language for case in cases) for language in Language},
    )


def digest(cases: Iterable[GoldCase | GoldQuery]) -> str:
    """A hash of the content of cases or questions, whatever files they came from."""
    total = hashlib.sha256()
    for case in sorted(cases, key=lambda one: one.id):
        total.update(case.model_dump_json(exclude_none=True).encode())
    return total.hexdigest()


def numbered_lines(paths: Sequence[Path]) -> Iterator[tuple[Path, int, str]]:
    """The lines of these files or folders that hold something, with file and number; raises CasesError."""
    for path in paths:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else (path,):
            try:
                text = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise CasesError(f"{file}:1: cannot be read as UTF-8 text: {error}") from error
            for number, line in enumerate(text.split("\n"), 1):
                if line.strip():
                    yield file, number, line


def faults_of_case(case: GoldCase) -> Iterator[str]:
    """What is not labelled as the guide says."""
    text = f"{case.mail.subject}\n{case.mail.body}"
    for span in (*case.asks, *(case.reading.facts if case.reading else ())):
        if span not in text:
            yield f"{case.id}: {span!r} does not stand in the mail"
    identifiers = [reply.id for reply in case.replies]
    if len(set(identifiers)) < len(identifiers):
        yield f"{case.id}: two replies have the same id"
    for reply in case.replies:
        yield from _reply_faults(reply)


def _reply_faults(reply: GoldReply) -> Iterator[str]:
    for name in (*reply.met, *reply.uncertain):
        if name not in MET:
            yield f"{reply.id}: {name} is no presence rule; one of {', '.join(MET)}"
    for finding in reply.findings:
        if finding.rule not in DIMENSION_OF:
            yield f"{reply.id}: {finding.rule} is no rule of the guide; one of {', '.join(sorted(DIMENSION_OF))}"
        if finding.span not in reply.body:
            yield f"{reply.id}: {finding.span!r} does not stand in the reply"
