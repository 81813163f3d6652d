"""The structured call against a scripted server on loopback: answers come back typed, and so do faults."""

import time

import pytest
from pydantic import BaseModel, SecretStr

from coach.errors import ModelBadAnswer, ModelBusy, ModelError, ModelMisconfigured, ModelTimeout, ModelUnreachable, SettingsError
from coach.settings import Settings
from coach.testing.scripted_server import Play, ScriptedServer, answer, cut_off, raw, silence_for, status
from coach.writers.chat import Chat

pytestmark = pytest.mark.llm_server
KEY = "sk-canary-4711"


class Colour(BaseModel):
    name: str


def settings_for(server: ScriptedServer, deadline: float = 2.0) -> Settings:
    return Settings(model="openai:scripted", deadline_seconds=deadline, OPENAI_API_KEY=SecretStr(KEY), OPENAI_BASE_URL=server.base_url)


async def test_an_answer_of_the_agreed_shape_comes_back() -> None:
    async with ScriptedServer() as server:
        server.enqueue(answer({"name": "blue"}))
        assert await Chat.connect(settings_for(server)).ask("Be brief.", "Which colour?", Colour) == Colour(name="blue")
    sent = server.history[0]
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert sent["response_format"]["type"] == "json_schema"
    assert sent["max_tokens"] == sent["max_completion_tokens"]


async def test_a_server_without_json_schemas_is_asked_for_plain_json_and_remembered() -> None:
    async with ScriptedServer() as server:
        server.enqueue(
            status(400, "response_format json_schema is not supported"), answer('Sure: {"name": "red"}'), answer({"name": "green"})
        )
        chat = Chat.connect(settings_for(server))
        assert (await chat.ask("s", "u", Colour)).name == "red"
        assert (await chat.ask("s", "u", Colour)).name == "green"
    assert ["response_format" in request for request in server.history] == [True, False, False]


@pytest.mark.parametrize(
    ("play", "fault"),
    [
        (status(401, f"bad key {KEY}"), ModelMisconfigured),
        (status(404, "no such model"), ModelMisconfigured),
        (status(429, "quota", kind="insufficient_quota"), ModelMisconfigured),
        (status(429, "slow down", headers={"Retry-After": "300"}), ModelBusy),
        (status(503, "maintenance"), ModelUnreachable),
        (status(307, "elsewhere", headers={"Location": "http://127.0.0.1:1/v1/chat/completions"}), ModelUnreachable),
        (answer({"colour": "blue"}), ModelBadAnswer),
        (answer("   "), ModelBadAnswer),
        (answer({"name": "blu"}, finish="length"), ModelBadAnswer),
        (answer({"name": "blue"}, finish="content_filter"), ModelBadAnswer),
        (raw(b"<html>gateway</html>"), ModelBadAnswer),
        (raw(b'{"foo": 1}'), ModelBadAnswer),
        (raw(b'{"choices": []}'), ModelBadAnswer),
        (raw(b""), ModelBadAnswer),
        (raw(b"{}", headers={"Content-Encoding": "gzip"}), ModelBadAnswer),
        (raw(b'{"choices": "' + b"x" * 3_000_000 + b'"}'), ModelBadAnswer),
        (cut_off(), ModelUnreachable),
        (silence_for(30), ModelTimeout),
    ],
    ids=[
        "401",
        "404",
        "quota",
        "busy",
        "503",
        "redirect",
        "shape",
        "blank",
        "length",
        "filter",
        "html",
        "foreign",
        "no-choices",
        "empty",
        "gzip",
        "huge",
        "cut",
        "silence",
    ],
)
async def test_faults_are_typed_and_never_show_the_key(play: Play, fault: type[ModelError]) -> None:
    async with ScriptedServer() as server:
        server.enqueue(play, play, play)
        with pytest.raises(ModelError) as caught:
            await Chat.connect(settings_for(server, deadline=0.5)).ask("s", "u", Colour)
    assert type(caught.value) is fault, caught.value
    assert KEY not in str(caught.value)
    assert len(server.history) <= 2, "at most one retry"


async def test_a_dead_server_is_unreachable_at_once() -> None:
    async with ScriptedServer() as server:
        settings = settings_for(server)
    started = time.monotonic()
    with pytest.raises(ModelUnreachable):
        await Chat.connect(settings).ask("s", "u", Colour)
    assert time.monotonic() - started < settings.deadline_seconds * 3


def test_a_name_that_no_provider_has_says_so() -> None:
    with pytest.raises(SettingsError, match="COACH_MODEL"):
        Chat.connect(Settings(model="nobody", OPENAI_BASE_URL="http://127.0.0.1:9/v1"))


def test_openai_without_a_key_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        Chat.connect(Settings(model="openai:gpt-5-mini"))
