"""A draft as server-sent events: one event per change, so that a client shows the reply while it is written."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from fastapi import Request
from fastapi.responses import StreamingResponse

from coach.models import DraftAnswer, Finding
from coach.streaming import Citation, DraftEvent, Retracted, Started, ToldSentence
from ui.api.problems import LOG, UNAVAILABLE, problem
from ui.api.waiting import hung_up, while_wanted
from ui.faults import where

EVENTS = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""Proxies that gather a response before they pass it on are asked not to."""
NAMES: dict[type[DraftEvent], str] = {Started: "meta", Citation: "citation", Retracted: "retract", Finding: "finding", DraftAnswer: "done"}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The draft; with ``Accept: text/event-stream`` as it comes",
        "content": {
            EVENTS: {
                "schema": {
                    "type": "string",
                    "description": "Events meta, delta, citation, replace, retract and finding with a JSON object as data; "
                    "then done with the whole answer, or error with a problem.",
                }
            }
        },
    }
}


def wants_events(request: Request) -> bool:
    """Whether the caller asks for events rather than for one answer."""
    return any(kind.partition(";")[0].strip().lower() == EVENTS for kind in request.headers.get("accept", "").split(","))


async def as_events(request: Request, events: AsyncGenerator[DraftEvent, None]) -> StreamingResponse:
    """The events as a response; what fails before the first one is raised, and so answered like any other request."""
    first = await while_wanted(request, _next(events))
    return StreamingResponse(_told(request, first, events), media_type=EVENTS, headers=HEADERS)


async def _told(request: Request, event: DraftEvent | None, events: AsyncGenerator[DraftEvent, None]) -> AsyncIterator[str]:
    """Events until the last one; the work behind them ends when the caller hangs up, even while nothing is being sent."""
    leaving = asyncio.ensure_future(hung_up(request))
    coming = asyncio.ensure_future(_next(events))
    try:
        while event is not None:
            yield _event(_name(event), event.model_dump_json())
            await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                return
            event = coming.result()
            coming = asyncio.ensure_future(_next(events))
    except Exception as error:
        LOG.error("a stream of events failed: %s (request %s)", where(error), request.state.request_id)
        yield _event("error", bytes(problem(request.state.request_id, 500, UNAVAILABLE).body).decode())
    finally:
        leaving.cancel()
        coming.cancel()
        # This generator may itself be cancelled; the work behind the events has to end all the same.
        await asyncio.shield(_end(coming, events))


async def _end(coming: "asyncio.Future[DraftEvent | None]", events: AsyncGenerator[DraftEvent, None]) -> None:
    await asyncio.wait({coming})
    await events.aclose()


async def _next(events: AsyncGenerator[DraftEvent, None]) -> DraftEvent | None:
    return await anext(events, None)


def _name(event: DraftEvent) -> str:
    return event.kind if isinstance(event, ToldSentence) else NAMES[type(event)]


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
