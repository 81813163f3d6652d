"""Gold cases are read whole or refused with file and line."""

import json
from pathlib import Path

import pytest

from evals.bootstrap import validate_cases
from evals.errors import CasesError
from evals.steps.collect import FOLDS, digest, fold_of, read_cases
from knowledge.models import Language
from tests.evals.conftest import case


def test_the_products_own_cases_are_sound() -> None:
    counts = validate_cases()
    assert counts.by_language == dict.fromkeys(Language, 219)
    assert counts.replies == 3 * counts.cases
    assert counts.clean > 900


def test_folds_are_of_like_size_and_never_part_a_case() -> None:
    cases = read_cases()
    sizes = [sum(fold_of(one) == fold for one in cases) for fold in range(FOLDS)]
    assert min(sizes) > len(cases) / FOLDS * 0.8
    assert [fold_of(one) for one in cases] == [fold_of(one) for one in read_cases()]


def changed(**changes: object) -> str:
    return json.dumps(case() | changes)


REPLY = {"id": "r", "body": "Calm down.", "findings": [], "met": []}
READING = case()["reading"]
FAULTS = {
    "not json": ('{"id": ', "is not JSON"),
    "unknown name": (changed(colour="red"), "colour"),
    "unknown language": (changed(lang="de"), "lang"),
    "no reply": (changed(replies=[]), "replies"),
    "unknown rule": (changed(replies=[REPLY | {"findings": [{"rule": "rudeness", "span": "Calm"}]}]), "rudeness is no rule"),
    "unknown merit": (changed(replies=[REPLY | {"met": ["smiles"]}]), "smiles is no presence rule"),
    "span elsewhere": (changed(replies=[REPLY | {"findings": [{"rule": "lecturing", "span": "Relax"}]}]), "'Relax' does not stand in"),
    "ask elsewhere": (changed(reading=READING | {"asks": ["Why?"]}), "'Why\\?' does not stand in the mail"),  # type: ignore[operator]
    "reply twice": (changed(replies=[REPLY, REPLY]), "two replies have the same id"),
    "case twice": (json.dumps(case(0)), "was used before"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_and_line(cases_file: Path, fault: str) -> None:
    line, message = FAULTS[fault]
    with cases_file.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(CasesError, match=rf"cases\.jsonl:4: .*{message}"):
        read_cases((cases_file,))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("[]\n\nnull\n", encoding="utf-8")
    with pytest.raises(CasesError) as caught:
        read_cases((path,))
    assert [line.split(": ")[0].rsplit(":", 1)[1] for line in str(caught.value).splitlines()] == ["1", "3"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b""])
def test_a_file_that_holds_no_cases_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "cases.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CasesError, match=r"cases\.jsonl"):
        read_cases((path,))


def test_the_digest_is_of_the_content_and_not_of_the_order(cases_file: Path) -> None:
    cases = read_cases((cases_file,))
    assert digest(cases) == digest(reversed(cases))
    assert digest(cases) != digest(cases[1:])
