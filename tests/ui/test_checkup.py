"""The doctor: what is sound, and what to do about what is not."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


def test_a_sound_installation_has_nothing_to_fix(coach_command):
    ran = coach_command("doctor", "--json")
    said = json.loads(ran.out)
    assert [check["name"] for check in said["checks"] if not check["ok"]] == []
    assert (ran.code, said["ok"]) == (0, True)
    assert {"python", "settings", "policy", "rules", "weights en", "index", "home", "embeddings", "model", "telemetry"} <= {
        c["name"] for c in said["checks"]
    }


def test_every_fault_is_told_at_once_with_its_place(folder, coach_command, monkeypatch):
    (folder / "policy.yaml").write_text("first_reply_hours: soon\n", encoding="utf-8")
    (folder / "house-rules" / "no-shouting.yaml").write_text("id: no-shouting\n", encoding="utf-8")
    (folder / "home").write_text("not a folder", encoding="utf-8")
    for name, value in {"COACH_POLICY": "policy.yaml", "COACH_RULES": "house-rules", "COACH_HOME": "home"}.items():
        monkeypatch.setenv(name, value)
    ran = coach_command("doctor")
    assert ran.code == 1
    assert "policy.yaml:1: first_reply_hours" in ran.out
    assert "no-shouting.yaml:1: " in ran.out
    assert "home: File exists" in ran.out
    assert ran.out.count("FIX") >= 3


def test_an_unknown_setting_is_told(coach_command, monkeypatch):
    monkeypatch.setenv("COACH_MODLE", "openai:x")
    ran = coach_command("doctor")
    assert ran.code == 1
    assert "did you mean COACH_MODEL?" in ran.out


@pytest.fixture
def model_server():
    """A server that answers every request with one status, and remembers what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append((self.path, self.headers.get("Authorization")))
            self.send_response(server.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.status, server.asked = 200, []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "ok", "says"),
    [(200, True, "answers at"), (401, False, "check OPENAI_API_KEY"), (404, False, "usually ends in /v1"), (307, False, "status 307")],
)
def test_a_model_server_is_asked_once_and_never_followed(status, ok, says, model_server, coach_command, monkeypatch):
    model_server.status = status
    monkeypatch.setenv("COACH_MODEL", "openai:tiny")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{model_server.server_port}/v1")
    ran = coach_command("doctor", "--json")
    (check,) = (check for check in json.loads(ran.out)["checks"] if check["name"] == "model")
    assert (check["ok"], says in check["detail"]) == (ok, True)
    assert model_server.asked == [("/v1/models", "Bearer sk-secret")]
    assert "sk-secret" not in ran.out + ran.err


def test_a_model_server_that_is_not_there_is_told(free_port, coach_command, monkeypatch):
    monkeypatch.setenv("COACH_MODEL", "openai:tiny")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{free_port}/v1")
    assert "cannot be reached; check OPENAI_BASE_URL" in coach_command("doctor").out


@pytest.mark.parametrize(
    ("name", "says"),
    [("some-model", "is not a provider:model, such as"), ("openai:some-model", "COACH_EMBEDDINGS=openai:some-model does not answer")],
)
def test_an_embedding_model_that_gives_no_vectors_is_told(name, says, free_port, coach_command, monkeypatch):
    monkeypatch.setenv("COACH_EMBEDDINGS", name)
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{free_port}/v1")
    checks = {check["name"]: check for check in json.loads(coach_command("doctor", "--json").out)["checks"]}

    assert not checks["embeddings"]["ok"]
    assert says in checks["embeddings"]["detail"]


def test_config_shows_every_setting_and_no_key(coach_command, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("COACH_DEADLINE_SECONDS", "12")
    said = json.loads(coach_command("config", "--json").out)
    assert (said["OPENAI_API_KEY"], said["COACH_DEADLINE_SECONDS"], said["COACH_MODEL"]) == ("••••••••", "12.0", None)
    assert "sk-secret" not in coach_command("config").out
