"""A draft as it comes: sentence by sentence, and at the end the same answer as without events."""

import pytest

from tests.ui.api.story import ACCEPT, body_of, shown, told
from tests.ui.conftest import MAIL


def test_the_built_in_draft_is_told_sentence_by_sentence_and_is_the_same(service):
    answer = service.post("/api/v1/drafts", json={"id": 7, "mail": MAIL}, headers=ACCEPT)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    story = told(answer.text)
    assert (story[0][0], story[-1][0]) == ("meta", "done")
    assert story[0][1]["id"] == 7
    assert story[-1][1] == service.post("/api/v1/drafts", json={"id": 7, "mail": MAIL}).json()
    assert body_of(shown(story)) == story[-1][1]["body"]
    cited = {(data["sentence"], data["passage"]["id"]) for name, data in story if name == "citation"}
    assert cited == {(n, one) for n, sentence in enumerate(story[-1][1]["sentences"]) for one in sentence["passages"]}
    assert all(data["passage"]["text"] for name, data in story if name == "citation")
    assert [data for name, data in story if name == "finding"] == story[-1][1]["critique"]["findings"]


def test_a_mail_that_is_held_for_a_person_has_no_sentences(service):
    story = told(service.post("/api/v1/drafts", json={"mail": "I want to end my life tonight. Anna"}, headers=ACCEPT).text)
    assert [name for name, _ in story] == ["done"]
    assert story[0][1]["outcome"] == "hold"


@pytest.mark.parametrize(("body", "status"), [({"mail": "  "}, 422), ({}, 422), ({"mail": "zzz"}, 422)])
def test_what_cannot_be_drafted_is_a_problem_and_no_stream(body, status, service):
    answer = service.post("/api/v1/drafts", json=body, headers=ACCEPT)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
