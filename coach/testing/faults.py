"""Everything that a model server was seen to do wrong, as plays of the scripted server."""

import asyncio
import gzip
import json
import socket
import struct

from coach.testing.scripted_server import Play, answer, begin_events, chunk, completion, raw, send_event, silence_for, status, streamed

FOREVER = 60.0
"""Seconds; longer than any deadline of a test."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
HALF = '{"id": "scr'


def cut_off(*, reset: bool = False) -> Play:
    """Promise a body and close in its middle, with or without a TCP reset."""

    async def play(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + HALF.encode())
        await writer.drain()
        if reset:
            hang_up(writer)

    return play


def hang_up(writer: asyncio.StreamWriter) -> None:
    """Reset the connection."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def drip(head: bytes) -> Play:
    """Send this, and then one byte at a time, for ever: every byte starts a client's read timeout anew."""

    async def play(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    return play


def flood(megabytes: int) -> Play:
    """A reply of so many megabytes."""

    async def play(writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"choices": "')
        for _ in range(megabytes * 16):
            writer.write(b"x" * 65_536)
            await writer.drain()

    return play


def events(*data: str | dict[str, object], then: str = "close") -> Play:
    """A stream of these events that then ends with ``close``, ``reset``, or never (``stall``, ``keep-alive``)."""

    async def play(writer: asyncio.StreamWriter) -> None:
        await begin_events(writer)
        for one in data:
            await send_event(writer, one)
        if then == "reset":
            hang_up(writer)
        elif then == "stall":
            await asyncio.sleep(FOREVER)
        while then == "keep-alive":
            writer.write(b": still here\n\n")
            await writer.drain()
            await asyncio.sleep(0.05)

    return play


def says(**message: object) -> Play:
    """A completion with this message."""
    return raw(json.dumps(completion([{"index": 0, "message": message, "finish_reason": "stop"}])).encode())


def faults(good: str) -> dict[str, Play]:
    """Faults of a plain request; ``good`` is what a sound answer would have said."""
    return connections() | refusals() | bodies(good) | answers(good)


def connections() -> dict[str, Play]:
    """Connections that break or never end."""
    return {
        "never answers": silence_for(FOREVER),
        "closes at once": silence_for(0),
        "slow head": drip(b"HTTP/1.1 200 OK\r\nX-Slow:"),
        "slow body": drip(HEAD),
        "cut body": cut_off(),
        "reset body": cut_off(reset=True),
        "50 MB": flood(50),
    }


def refusals() -> dict[str, Play]:
    """Statuses other than 200."""
    return {
        "429": status(429, "slow down"),
        "429 wait": status(429, "slow down", headers={"Retry-After": "300"}),
        "429 wait until": status(429, "slow down", headers={"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}),
        "429 quota": status(429, "no credit", kind="insufficient_quota"),
        "400": status(400, "bad"),
        "400 too long": status(400, "too long", kind="context_length_exceeded"),
        "400 filter": status(400, "no", kind="content_filter"),
        "401": status(401, "bad key"),
        "403": status(403, "forbidden"),
        "404": status(404, "no such model"),
        "408": status(408, "timeout"),
        "409": status(409, "conflict"),
        "413": status(413, "too large"),
        "500": status(500, "oops"),
        "502 page": raw(b"<html>bad gateway</html>", code=502),
        "503": status(503, "maintenance"),
        "503 wait": status(503, "maintenance", headers={"Retry-After": "300"}),
        "504": status(504, "timeout"),
        "529": status(529, "overloaded"),
        "307": status(307, "elsewhere", headers={"Location": "http://127.0.0.1:1/v1/chat/completions"}),
    }


def bodies(good: str) -> dict[str, Play]:
    """Bodies that are no chat completion."""
    return {
        "200 page": raw(b"<html>gateway</html>", headers={"Content-Type": "text/html"}),
        "200 list": raw(b"[]"),
        "200 foreign": raw(b'{"foo": 1}'),
        "200 error": raw(b'{"error": {"message": "oops"}}'),
        "200 empty": raw(b""),
        "choices null": raw(json.dumps(completion(None)).encode()),
        "no choices": raw(json.dumps(completion([])).encode()),
        "choices a text": raw(json.dumps(completion("none")).encode()),
        "message null": raw(json.dumps(completion([{"index": 0, "message": None, "finish_reason": "stop"}])).encode()),
        "gzip bomb": raw(gzip.compress(b" " * 5_000_000), headers={"Content-Encoding": "gzip"}),
    }


def answers(good: str) -> dict[str, Play]:
    """Completions that are no answer."""
    return {
        "content null": says(role="assistant", content=None),
        "content a number": says(role="assistant", content=7),
        "blank": answer("  \n "),
        "refusal": says(role="assistant", content=None, refusal="I cannot help with that."),
        "wrong shape": answer({"colour": 7}),
        "not json": answer("Certainly! Here is your reply."),
        "cut json": answer(good[:-5]),
        "half a character": says(role="assistant", content=good.replace('": "', '": "\ud800', 1)),
        "half a character escaped": answer(good.replace('": "', '": "\\ud800', 1)),
        "bad utf-8": raw(json.dumps(completion([])).encode().replace(b"scripted", b"\xff\xfe")),
        "deep json": raw(b'{"choices": ' + b"[" * 100_000),
        "deep answer": answer("{" + '"a": {' * 50_000),
        "length": answer(good, finish="length"),
        "filtered": answer(good, finish="content_filter"),
        "no finish": answer(good, finish=None),
        "tool call": answer(good, finish="tool_calls"),
    }


def stream_faults(good: str) -> dict[str, Play]:
    """Faults of a streamed request."""
    half = [chunk(good[: len(good) // 2])]
    return {
        "cut stream": events(*half),
        "done without finish": streamed(good, finish=None),
        "reset stream": events(*half, then="reset"),
        "stall": events(*half, then="stall"),
        "keep-alive only": events(*half, then="keep-alive"),
        "error event": events(*half, {"error": {"message": "oops", "code": 500}}),
        "bad json": events(*half, '{"choices": ['),
        "length in a stream": streamed(good, finish="length"),
        "filtered stream": streamed(good, finish="content_filter"),
        "empty stream": events("[DONE]"),
        "stream ignored": answer(good),
        "page for a stream": raw(b"<html>gateway</html>", headers={"Content-Type": "text/html"}),
        "choices null in a stream": events(*half, completion(None)),
        "endless event": drip(b'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {"'),
    }
