"""Every fault of a model server, twenty callers at once: typed, in time, bounded, and forgotten by the next good request."""

import asyncio
import time

import pytest
from pydantic import BaseModel, SecretStr

from coach.errors import (
    ModelBadAnswer,
    ModelBusy,
    ModelError,
    ModelMisconfigured,
    ModelRefused,
    ModelTimeout,
    ModelUnreachable,
)
from coach.settings import Settings
from coach.testing.faults import faults, stream_faults
from coach.testing.scripted_server import Play, ScriptedServer, answer
from coach.writers.breaker import Breaker
from coach.writers.chat import ATTEMPTS, Chat

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]
KEY = "sk-canary-4711"
GOOD = '{"name": "blue"}'
DEADLINE, AMPLE, REST = 0.6, 20.0, 0.05
"""Seconds; the short deadline is for what never ends by itself, so that a busy machine does not make a deadline of every fault."""
SLACK = 2.5
"""Seconds over the deadline: half a second is what the design asks for, the rest is for a machine that does other things too."""
CALLERS = 20


class Colour(BaseModel):
    name: str


TIMES_OUT = {"never answers", "slow head", "slow body", "stall", "keep-alive only", "endless event"}
BUSY = {"429", "429 wait", "429 wait until", "503 wait", "529"}
MISCONFIGURED = {"429 quota", "401", "403", "404", "307"}
REFUSED = {"400", "400 too long", "400 filter", "413", "refusal", "filtered", "filtered stream", "gzip bomb", "50 MB"}
UNREACHABLE = {"closes at once", "cut body", "reset body", "408", "409", "500", "502 page", "503", "504"} | {
    "cut stream",
    "done without finish",
    "reset stream",
    "error event",
    "choices null in a stream",
}
KINDS: list[tuple[set[str], type[ModelError]]] = [
    (TIMES_OUT, ModelTimeout),
    (BUSY, ModelBusy),
    (MISCONFIGURED, ModelMisconfigured),
    (REFUSED, ModelRefused),
    (UNREACHABLE, ModelUnreachable),
]


def kind_of(name: str) -> type[ModelError]:
    return next((kind for names, kind in KINDS if name in names), ModelBadAnswer)


PLAIN = [pytest.param(play, False, id=name) for name, play in faults(GOOD).items()]
STREAMED = [pytest.param(play, True, id=name) for name, play in stream_faults(GOOD).items()]


@pytest.mark.parametrize(("play", "streaming"), [*PLAIN, *STREAMED])
async def test_fault(play: Play, *, streaming: bool, request: pytest.FixtureRequest) -> None:
    heard = (lambda _: None) if streaming else None
    expected = kind_of(request.node.callspec.id)
    deadline = DEADLINE if expected is ModelTimeout else AMPLE
    async with ScriptedServer() as server:
        settings = Settings(
            model="openai:scripted", deadline_seconds=deadline, OPENAI_API_KEY=SecretStr(KEY), OPENAI_BASE_URL=server.base_url
        )
        chat = Chat.connect(settings, Breaker(REST, REST))
        server.enqueue(*[play] * CALLERS * ATTEMPTS)
        started = time.monotonic()
        met = await asyncio.gather(*(chat.ask("s", "u", Colour, heard=heard) for _ in range(CALLERS)), return_exceptions=True)
        assert time.monotonic() - started < (DEADLINE + SLACK if expected is ModelTimeout else AMPLE)
        assert all(isinstance(one, expected) for one in met), met
        assert not any(KEY in str(one) or "scripted" in str(one) for one in met)
        assert len(server.history) <= CALLERS * ATTEMPTS
        await asyncio.sleep(REST)
        server.play_next(answer(GOOD))
        assert (await chat.ask("s", "u", Colour)).value.name == "blue"


async def test_a_caller_who_leaves_ends_the_call_at_the_server() -> None:
    async with ScriptedServer() as server:
        server.enqueue(faults(GOOD)["never answers"], stream_faults(GOOD)["stall"])
        chat = Chat.connect(Settings(model="openai:scripted", deadline_seconds=30, OPENAI_BASE_URL=server.base_url))
        for number, heard in enumerate((None, lambda _: None), 1):
            call = asyncio.create_task(chat.ask("s", "u", Colour, heard=heard))
            while len(server.history) < number:
                await asyncio.sleep(0.01)
            call.cancel()
            for _ in range(300):
                if server.hung_up == number:
                    break
                await asyncio.sleep(0.01)
            assert server.hung_up == number
