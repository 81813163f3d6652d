"""Waiting for an answer only as long as somebody waits for it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request
from starlette.exceptions import HTTPException

Answer = TypeVar("Answer")
CLIENT_CLOSED_REQUEST = 499
"""Nobody reads it; it is what an access log shows."""


async def while_wanted(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer; the work is cancelled, its call to a model with it, when the caller hangs up."""
    answer = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(hung_up(request))
    try:
        await asyncio.wait({answer, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise HTTPException(CLIENT_CLOSED_REQUEST, "The caller hung up.")
    finally:
        answer.cancel()
        leaving.cancel()


async def hung_up(request: Request) -> None:
    """Comes back when the caller has left; the body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
