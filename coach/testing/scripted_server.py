"""An OpenAI-compatible server for chats and embeddings whose answers are enqueued: it keeps its history and can play faults."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self

Play = Callable[[asyncio.StreamWriter], Awaitable[None]]


class ScriptedServer:
    """Serves enqueued plays on a loopback port, one per request; without one left it answers 500.

    ``history`` holds the JSON body of every request; ``hung_up`` counts callers who left before their answer was ready.
    ``embed`` gives the vector of a text, and so answers requests for embeddings for which nothing is enqueued.
    """

    def __init__(self, embed: Callable[[str], Sequence[float]] | None = None) -> None:
        self._embed = embed
        self.history: list[dict[str, Any]] = []
        self.hung_up = 0
        self._plays: deque[Play] = deque()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        """Start listening on a free loopback port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop listening and drop what is open."""
        if self._server is not None:
            self._server.close()
            for writer in self._open:
                writer.close()
            await self._server.wait_closed()

    @property
    def base_url(self) -> str:
        """What ``OPENAI_BASE_URL`` is set to."""
        if self._server is None:
            raise RuntimeError("the server has not been started")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    def enqueue(self, *plays: Play) -> None:
        """Add plays for the next requests, in order."""
        self._plays.extend(plays)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection, which keeps a caller's leaving easy to see."""
        self._open.add(writer)
        try:
            body = await _request(reader)
            self.history.append(json.loads(body) if body else {})
            play = self._plays.popleft() if self._plays else self._unscripted(self.history[-1])
            await self._unless_hung_up(play(writer), reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up += 1
        finally:
            self._open.discard(writer)
            writer.close()

    def _unscripted(self, request: dict[str, Any]) -> Play:
        if self._embed is None or "input" not in request:
            return status(500, "nothing is enqueued")
        return embeddings(*map(self._embed, request["input"]))

    async def _unless_hung_up(self, play: Awaitable[None], reader: asyncio.StreamReader) -> None:
        """Run a play, and end it when the caller closes the connection first."""
        playing = asyncio.ensure_future(play)
        listening = asyncio.ensure_future(reader.read(1))
        done, _ = await asyncio.wait({playing, listening}, return_when=asyncio.FIRST_COMPLETED)
        if playing in done:
            listening.cancel()
            await playing
        else:
            playing.cancel()
            raise ConnectionResetError


def answer(content: str | dict[str, Any], *, finish: str = "stop", after: float = 0.0) -> Play:
    """A chat completion with this content (a dict as JSON), after so many seconds."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    completion = {
        "id": "scripted",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }

    async def play(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(after)
        await _respond(writer, 200, json.dumps(completion).encode())

    return play


def embeddings(*vectors: Sequence[float]) -> Play:
    """The vectors of the texts of one request, in their order."""
    data = [{"object": "embedding", "index": number, "embedding": list(vector)} for number, vector in enumerate(vectors)]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return raw(json.dumps({"object": "list", "data": data, "model": "scripted", "usage": usage}).encode())


def status(code: int, message: str, *, headers: dict[str, str] | None = None, kind: str = "scripted") -> Play:
    """An error answer in OpenAI's shape."""

    async def play(writer: asyncio.StreamWriter) -> None:
        await _respond(writer, code, json.dumps({"error": {"message": message, "type": kind, "code": kind}}).encode(), headers)

    return play


def raw(body: bytes, *, headers: dict[str, str] | None = None, code: int = 200) -> Play:
    """Any bytes at all."""

    async def play(writer: asyncio.StreamWriter) -> None:
        await _respond(writer, code, body, headers)

    return play


def silence_for(seconds: float) -> Play:
    """Accept the request and say nothing for so long, then close."""

    async def play(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.close()

    return play


def cut_off() -> Play:
    """Promise a body and close in its middle."""

    async def play(writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"id": "scr')
        await writer.drain()
        writer.close()

    return play


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line)
    return await reader.readexactly(int(fields.get(b"content-length", b"0")))


async def _respond(writer: asyncio.StreamWriter, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
    fields = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"} | (headers or {})
    head = f"HTTP/1.1 {code} Scripted\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
