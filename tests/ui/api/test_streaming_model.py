"""A model's draft as it comes: what passed its gates is shown at once, what did not is never shown, half a draft is put right."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from coach.models import DraftAnswer
from coach.testing.faults import events, stream_faults
from coach.testing.scripted_server import Play, ScriptedServer, begin_events, chunk, send_event, streamed, text_of
from tests.coach.test_drafting_with_a_model import CLOSE, EXCELLENT, GREETING, OBEDIENT, OVER_PROMISING, REQUEST, sentence
from tests.ui.api.modelled import service
from tests.ui.api.story import ACCEPT, Told, body_of, coming, said, shown, told

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]
BODY = REQUEST.model_dump(mode="json")


@pytest.fixture
async def model() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as server:
        yield server


@pytest.fixture
async def client(model, monkeypatch, folder):
    async with service(model, monkeypatch, folder) as client:
        yield client


async def story_of(client: httpx2.AsyncClient) -> list[Told]:
    answer = await client.post("/api/v1/drafts", json=BODY, headers=ACCEPT)
    return told(answer.text)


async def test_a_sentence_is_shown_while_the_model_still_writes(model, client):
    seen = asyncio.Event()

    async def half_then_wait(writer: asyncio.StreamWriter) -> None:
        text = text_of(EXCELLENT)
        await begin_events(writer)
        await send_event(writer, chunk(text[:600]))
        await seen.wait()
        await send_event(writer, chunk(text[600:], "stop"))
        await send_event(writer, "[DONE]")

    model.enqueue(half_then_wait)
    story = []
    async with client.stream("POST", "/api/v1/drafts", json=BODY, headers=ACCEPT) as answer:
        async for event in coming(answer.aiter_lines()):
            story.append(event)
            if event[0] == "citation":
                seen.set()
    assert seen.is_set()
    done = DraftAnswer.model_validate(story[-1][1])
    assert (done.engine, body_of(shown(story))) == ("openai:scripted", done.body)
    assert model.history[0]["stream"] is True


@pytest.mark.parametrize("reply", [OBEDIENT, OVER_PROMISING], ids=["obedient", "over-promising"])
async def test_no_gated_sentence_is_ever_shown(reply, model, client):
    model.enqueue(*[streamed(reply)] * 3)
    story = await story_of(client)
    done = DraftAnswer.model_validate(story[-1][1])
    assert done.engine == "built-in"
    assert done.fallback
    assert "500" not in said(story)
    assert "guarantee" not in said(story)
    assert body_of(shown(story)) == done.body


async def test_a_revision_replaces_and_retracts_what_was_shown(model, client):
    long = {**OVER_PROMISING, "paragraphs": [*OVER_PROMISING["paragraphs"], *[[sentence("Thank you.", "close", "mail")]] * 9]}
    model.enqueue(streamed(long), streamed(EXCELLENT))
    story = await story_of(client)
    names = {name for name, _ in story}
    assert {"delta", "replace", "retract", "done"} <= names
    assert story[-1][1]["engine"] == "openai:scripted"
    assert body_of(shown(story)) == story[-1][1]["body"]


@pytest.mark.parametrize("fault", ["cut stream", "done without finish", "reset stream", "error event", "length in a stream"])
async def test_half_a_stream_is_put_right_by_the_built_in_draft(fault, model, client):
    model.enqueue(*[stream_faults(text_of(EXCELLENT))[fault]] * 2)
    story = await story_of(client)
    done = DraftAnswer.model_validate(story[-1][1])
    assert (done.engine, bool(done.fallback)) == ("built-in", True)
    assert body_of(shown(story)) == done.body
    assert {"delta", "replace"} <= {name for name, _ in story}


async def test_a_caller_who_leaves_ends_the_call_at_the_model(model, client):
    model.enqueue(stall_after(GREETING))
    async with client.stream("POST", "/api/v1/drafts", json=BODY, headers=ACCEPT) as answer:
        async for name, _ in coming(answer.aiter_lines()):
            if name == "delta":
                break
    for _ in range(300):
        if model.hung_up:
            break
        await asyncio.sleep(0.02)
    assert model.hung_up == 1


def stall_after(first: dict[str, object]) -> Play:
    """One sentence, and then nothing more."""
    text = text_of({"subject": "x", "paragraphs": [[first, CLOSE]]})
    return events(chunk(text[: text.index("}") + 1]), then="stall")
