"""Requests from outside: faults in plain words that repeat nothing of the input."""

import pytest
from pydantic import ValidationError

from coach.errors import InputError
from coach.requests import DraftRequest
from ui.requests import faults_of, request_of


def test_a_request_is_made():
    made = request_of(DraftRequest, {"mail": "Hello", "facts": [{"text": "sent"}], "stage": "propose"})
    assert made.facts[0].text == "sent"
    assert made.stage == "propose"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "mail: is missing"),
        ({"mail": "x", "moood": 1}, "moood: is not a known name here"),
        ({"mail": "x", "facts": [{"text": ""}]}, "facts.0.text: "),
        ({"mail": "half \ud800 a character"}, "the text holds half a character"),
    ],
)
def test_the_first_fault_is_told_with_its_place(values, says):
    with pytest.raises(InputError, match=says):
        request_of(DraftRequest, values)


def test_faults_never_repeat_the_input():
    secret = "IBAN-PL61-1090"
    with pytest.raises(ValidationError) as refused:
        DraftRequest.model_validate({"mail": [secret], "stage": secret, "offer": [{"text": "x", "by": secret * 9}], "id": [secret]})
    faults = faults_of(refused.value)
    assert {fault.pointer for fault in faults} == {"/mail", "/stage", "/offer/0/by", "/id"}
    assert not any(secret in fault.detail for fault in faults)
