"""Personal data is found as customers write it, and what only looks like it stays."""

from pathlib import Path

import pytest
import yaml

from coach.privacy.identifiers import find_identifiers

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{lang}-{n}") for lang, cases in CASES.items() for n, case in enumerate(cases)])
def test_what_identifies_a_person_is_found_and_nothing_else(case):
    found = {(piece.kind, case["text"][piece.start : piece.end]) for piece in find_identifiers(case["text"])}
    assert found == {(kind, text) for kind, text in case["find"]}


@pytest.mark.parametrize(
    "text",
    ["IT60 X054 2811\n[abcdefgh] 1010 0000 0123 456", "4111 1111\n[abcdefgh] 1111 1111"],
)
def test_a_number_that_goes_on_behind_the_mark_of_the_next_line_is_found_whole(text):
    (piece,) = find_identifiers(f"pay {text} now")
    assert f"pay {text} now"[piece.start : piece.end] == text
