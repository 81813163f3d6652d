"""The structured call against a scripted server on loopback: answers come back typed, and so do faults."""

import time

import pytest
from pydantic import BaseModel, SecretStr

from coach.errors import ModelUnreachable, SettingsError
from coach.models import Usage
from coach.settings import Settings
from coach.testing.scripted_server import ScriptedServer, answer, status, streamed
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
        reply = await Chat.connect(settings_for(server)).ask("Be brief.", "Which colour?", Colour)
    assert reply.value == Colour(name="blue")
    assert reply.usage == Usage(calls=1, prompt_tokens=1, completion_tokens=1)
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
        assert (await chat.ask("s", "u", Colour)).value.name == "red"
        assert (await chat.ask("s", "u", Colour)).value.name == "green"
    assert ["response_format" in request for request in server.history] == [True, False, False]


async def test_a_streamed_answer_is_heard_piece_by_piece_and_comes_back_whole() -> None:
    heard: list[str] = []
    async with ScriptedServer() as server:
        server.enqueue(streamed({"name": "blue"}, size=4))
        reply = await Chat.connect(settings_for(server)).ask("s", "u", Colour, heard=heard.append)
    assert (reply.value.name, "".join(heard), len(heard)) == ("blue", '{"name": "blue"}', 4)
    assert reply.usage == Usage(calls=1, prompt_tokens=1, completion_tokens=1)


async def test_an_answer_that_was_cut_off_is_asked_for_once_more_with_more_room() -> None:
    async with ScriptedServer() as server:
        server.enqueue(answer('{"name": "bl', finish="length"), answer({"name": "blue"}))
        assert (await Chat.connect(settings_for(server)).ask("s", "u", Colour)).value.name == "blue"
    first, second = (request["max_tokens"] for request in server.history)
    assert second > first


async def test_a_busy_provider_is_asked_again_when_it_says_and_not_before() -> None:
    async with ScriptedServer() as server:
        server.enqueue(status(429, "slow down", headers={"Retry-After": "0.3"}), answer({"name": "blue"}))
        started = time.monotonic()
        assert (await Chat.connect(settings_for(server)).ask("s", "u", Colour)).value.name == "blue"
    assert time.monotonic() - started >= 0.3


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
