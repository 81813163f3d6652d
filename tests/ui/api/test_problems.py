"""Every failure is a problem of RFC 9457 that says what to do and repeats nothing."""

import logging

import pytest
from fastapi.testclient import TestClient

from coach.errors import ModelBusy, ModelMisconfigured, ModelTimeout, ModelUnreachable
from knowledge.errors import IndexDamaged
from tests.ui.conftest import MAIL
from ui.api.app import create_app
from ui.api.problems import MEDIA_TYPE, Problem
from ui.incoming import MAX_BYTES

SECRET = "PL61109010140000071219812874"
JSON = {"content-type": "application/json"}
SAFE = ("content-security-policy", "referrer-policy", "x-content-type-options", "x-frame-options")


def problem_of(response, status):
    assert response.status_code == status
    assert response.headers["content-type"] == MEDIA_TYPE
    said = Problem.model_validate_json(response.content)
    assert said.status == status
    assert said.request_id == response.headers["x-request-id"]
    assert all(name in response.headers for name in SAFE)
    return said


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("GET", "/api/v1/nothing", {}, 404),
        ("GET", "/api/v1/rules/no-such-rule", {}, 404),
        ("GET", "/api/v1/drafts", {}, 405),
        ("DELETE", "/api/v1/rules", {}, 405),
        ("POST", "/api/v1/drafts", {"content": b"{}", "headers": {"content-type": "text/plain"}}, 415),
        ("POST", "/api/v1/drafts", {"content": b"{}"}, 415),
        ("POST", "/api/v1/critiques", {"content": b"From: x", "headers": {"content-type": "message/rfc822"}}, 415),
        ("POST", "/api/v1/drafts", {"content": b"{", "headers": JSON}, 400),
        ("POST", "/api/v1/drafts", {"content": b"", "headers": JSON}, 400),
        ("POST", "/api/v1/drafts", {"content": b'{"mail": "\xff"}', "headers": JSON}, 400),
        ("POST", "/api/v1/drafts", {"content": b'{"mail": "\\ud800"}', "headers": JSON}, 400),
        ("POST", "/api/v1/drafts", {"content": b"[" * 100_000, "headers": JSON}, 400),
        ("POST", "/api/v1/drafts", {"content": b"[]", "headers": JSON}, 422),
        ("POST", "/api/v1/drafts", {"json": {}}, 422),
        ("POST", "/api/v1/assessments", {"json": {"mail": "  "}}, 422),
        ("POST", "/api/v1/assessments", {"content": b"\x89PNG\r\n\x1a\n", "headers": {"content-type": "message/rfc822"}}, 422),
        ("GET", "/api/v1/passages", {}, 422),
        ("GET", "/api/v1/passages", {"params": {"q": "x", "limit": "51"}}, 422),
        ("POST", "/api/v1/drafts", {"json": {"mail": "x" * MAX_BYTES}}, 413),
        ("GET", "/healthz", {"headers": {"host": "evil.example"}}, 421),
    ],
)
def test_what_fails_is_a_problem(method, path, options, status, service):
    assert problem_of(service.request(method, path, **options), status).detail.endswith((".", "mail", "wrote", "eml"))


def test_a_refused_method_says_which_ones_there_are(service):
    assert service.get("/api/v1/drafts").headers["allow"] == "POST"


def test_every_fault_is_named_and_the_input_is_not_repeated(service):
    body = {"mail": MAIL, "lang": SECRET, "facts": [{"text": SECRET * 200}], SECRET[:2]: SECRET}
    answer = service.post("/api/v1/drafts", json=body)
    said = problem_of(answer, 422)
    assert {fault.pointer for fault in said.errors} == {"/lang", "/facts/0/text", f"/{SECRET[:2]}"}
    assert SECRET not in answer.text


def test_a_parameter_is_named_and_not_repeated(service):
    answer = service.get("/api/v1/rules", params={"lang": SECRET})
    assert [fault.pointer for fault in problem_of(answer, 422).errors] == ["lang"]
    assert SECRET not in answer.text


def test_a_long_body_is_refused_before_it_is_read(service):
    sent = 0

    def endless():
        nonlocal sent
        while sent < 50_000_000:
            sent += 65_536
            yield b"x" * 65_536

    problem_of(service.post("/api/v1/drafts", content=endless(), headers=JSON), 413)


@pytest.mark.parametrize(
    ("error", "status", "after"),
    [
        (ModelTimeout("no answer"), 504, None),
        (ModelBusy("come back", 1.2), 503, "2"),
        (ModelUnreachable("gone"), 502, None),
        (ModelMisconfigured("wrong key"), 502, None),
    ],
)
def test_what_a_provider_does_is_told_by_the_status(error, status, after, broken):
    answer = broken(error).post("/api/v1/drafts", json={"mail": MAIL})
    assert problem_of(answer, status).detail == str(error)
    assert answer.headers.get("retry-after") == after


def test_what_names_our_files_is_for_the_log_alone(broken, caplog):
    with caplog.at_level(logging.ERROR, "coach.http"):
        answer = broken(IndexDamaged("index/chroma.sqlite3 is damaged")).post("/api/v1/drafts", json={"mail": MAIL})
    problem_of(answer, 503)
    assert "chroma" not in answer.text
    assert "chroma.sqlite3 is damaged" in caplog.text


def test_a_fault_of_ours_is_told_without_details_and_logged_without_words(broken, caplog):
    with caplog.at_level(logging.ERROR, "coach.http"):
        answer = broken(KeyError(SECRET)).post("/api/v1/drafts", json={"mail": MAIL}, headers={"x-request-id": "case-12"})
    said = problem_of(answer, 500)
    assert said.request_id == "case-12"
    assert "KeyError at test_problems.py" in caplog.text
    assert "case-12" in caplog.text
    assert SECRET not in answer.text + caplog.text


def test_an_id_that_could_forge_a_log_line_is_replaced(service):
    assert service.get("/healthz", headers={"x-request-id": "a b"}).headers["x-request-id"] != "a b"


def test_a_proxys_host_name_can_be_allowed(real_coach):
    app = create_app(real_coach, ("desk.example",))
    assert TestClient(app, base_url="http://desk.example").get("/healthz").status_code == 200
    assert TestClient(app, base_url="http://127.0.0.1").get("/healthz").status_code == 421


@pytest.fixture
def broken(real_coach, monkeypatch):
    """A service whose drafting fails in a given way."""

    def make(error):
        async def fail(_):
            raise error

        monkeypatch.setattr(real_coach, "draft", fail)
        return TestClient(create_app(real_coach), base_url="http://127.0.0.1:8760")

    return make
