"""A caller who hangs up stops the work; one who waits gets the answer."""

import asyncio

import pytest
from fastapi import Request
from starlette.exceptions import HTTPException

from ui.api.waiting import while_wanted


def request_that_receives(*messages):
    waiting = asyncio.Queue()
    for message in messages:
        waiting.put_nowait(message)
    return Request({"type": "http", "method": "POST", "path": "/", "headers": []}, waiting.get)


async def test_the_answer_comes_when_the_caller_waits():
    async def work():
        await asyncio.sleep(0)
        return "answer"

    assert await while_wanted(request_that_receives(), work()) == "answer"


async def test_the_work_is_cancelled_when_the_caller_hangs_up():
    cancelled = asyncio.Event()

    async def work():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    request = request_that_receives({"type": "http.request", "body": b""}, {"type": "http.disconnect"})
    with pytest.raises(HTTPException):
        await while_wanted(request, work())
    await asyncio.wait_for(cancelled.wait(), 1)


async def test_an_error_of_the_work_comes_through():
    async def work():
        raise KeyError("x")

    with pytest.raises(KeyError):
        await while_wanted(request_that_receives(), work())
