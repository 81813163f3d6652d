"""The doctor: what is sound, and what to do about what is not."""

import asyncio
import json
import threading
from contextlib import contextmanager

import pytest

from coach.testing.scripted_server import ScriptedServer, answer, raw, status


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


@contextmanager
def scripted(*plays):
    """A model server on a thread of its own, since a command line brings an event loop of its own."""
    server, ready, over = ScriptedServer(), threading.Event(), threading.Event()

    async def serve():
        async with server:
            server.enqueue(*plays)
            ready.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    yield server
    over.set()
    thread.join()


NO_SCHEMAS = status(400, "response_format is not supported")
YES = answer({"wet": True})
ELSEWHERE = status(307, "elsewhere", headers={"Location": "http://127.0.0.1:1/v1/chat/completions"})


@pytest.mark.llm_server
@pytest.mark.parametrize(
    ("plays", "ok", "says"),
    [
        ([YES], True, "answers, obeys JSON schemas, is shown mails as they are"),
        ([NO_SCHEMAS, YES], True, "knows no JSON schemas"),
        ([status(401, "no")], False, "refuses the key (401); check OPENAI_API_KEY"),
        ([status(404, "no such model")], False, "does not know this model or address (404); check COACH_MODEL and OPENAI_BASE_URL"),
        ([status(429, "no", kind="insufficient_quota")], False, "quota is used up (429); check the account"),
        ([ELSEWHERE], False, "sends us elsewhere (307)"),
        ([raw(b"<html></html>")] * 2, False, "check OPENAI_BASE_URL"),
        ([answer("Certainly!")] * 2, False, "not JSON of the agreed shape"),
    ],
    ids=["sound", "no-schemas", "key", "model", "quota", "redirect", "page", "words"],
)
def test_a_model_is_asked_one_question_and_its_faults_say_what_to_do(plays, ok, says, coach_command, monkeypatch):
    with scripted(*plays) as server:
        monkeypatch.setenv("COACH_MODEL", "openai:tiny")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        ran = coach_command("doctor", "--json")
    (check,) = (check for check in json.loads(ran.out)["checks"] if check["name"] == "model")
    assert (check["ok"], says in check["detail"]) == (ok, True), check["detail"]
    assert len(server.history) == len(plays)
    assert b"Bearer sk-secret" in server.received[0]
    assert "sk-secret" not in ran.out + ran.err


def test_a_model_server_that_is_not_there_is_told(free_port, coach_command, monkeypatch):
    monkeypatch.setenv("COACH_MODEL", "openai:tiny")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{free_port}/v1")
    checks = {check["name"]: check for check in json.loads(coach_command("doctor", "--json").out)["checks"]}
    assert "cannot be reached; check OPENAI_BASE_URL" in checks["model"]["detail"]


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
