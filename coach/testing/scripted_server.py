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

    ``history`` holds the JSON body of every request, ``received`` its bytes with their head; ``hung_up`` counts callers who
    left before their answer was ready.
    ``embed`` gives the vector of a text, and so answers requests for embeddings for which nothing is enqueued.
    """

    def __init__(self, embed: Callable[[str], Sequence[float]] | None = None) -> None:
        self._embed = embed
        self.history: list[dict[str, Any]] = []
        self.received: list[bytes] = []
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

    def play_next(self, *plays: Play) -> None:
        """Forget the plays that are left, and play these."""
        self._plays = deque(plays)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection, which keeps a caller's leaving easy to see."""
        self._open.add(writer)
        try:
            head, body = await _request(reader)
            self.received.append(head + body)
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
        try:
            await asyncio.wait({playing, listening}, return_when=asyncio.FIRST_COMPLETED)
            if not playing.done():
                raise ConnectionResetError
            await playing
        finally:
            for task in (playing, listening):
                task.add_done_callback(_forgotten)
                task.cancel()


def answer(content: str | dict[str, Any], *, finish: str | None = "stop", after: float = 0.0) -> Play:
    """A chat completion with this content (a dict as JSON), after so many seconds."""
    message = {"role": "assistant", "content": text_of(content)}
    choices = [{"index": 0, "message": message, "finish_reason": finish}]
    return raw(json.dumps(completion(choices)).encode(), after=after)


def completion(choices: object) -> dict[str, Any]:
    """A chat completion with these choices."""
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {"id": "scripted", "object": "chat.completion", "created": 0, "model": "scripted", "choices": choices, "usage": usage}


def streamed(content: str | dict[str, Any], *, finish: str | None = "stop", size: int = 8, pause: float = 0.0) -> Play:
    """The same as a stream of pieces of so many characters, with a pause before each."""
    text = text_of(content)
    pieces = [text[at : at + size] for at in range(0, len(text), size)]

    async def play(writer: asyncio.StreamWriter) -> None:
        await begin_events(writer)
        for piece in pieces:
            await asyncio.sleep(pause)
            await send_event(writer, chunk(piece))
        if finish:
            await send_event(writer, chunk("", finish))
        await send_event(writer, completion([]) | {"object": "chat.completion.chunk"})
        await send_event(writer, "[DONE]")

    return play


def chunk(piece: str, finish: str | None = None) -> dict[str, Any]:
    """One piece of a streamed chat completion."""
    choices = [{"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": finish}]
    return {"id": "scripted", "object": "chat.completion.chunk", "created": 0, "model": "scripted", "choices": choices}


def embeddings(*vectors: Sequence[float]) -> Play:
    """The vectors of the texts of one request, in their order."""
    data = [{"object": "embedding", "index": number, "embedding": list(vector)} for number, vector in enumerate(vectors)]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return raw(json.dumps({"object": "list", "data": data, "model": "scripted", "usage": usage}).encode())


def status(code: int, message: str, *, headers: dict[str, str] | None = None, kind: str = "scripted") -> Play:
    """An error answer in OpenAI's shape."""
    return raw(json.dumps({"error": {"message": message, "type": kind, "code": kind}}).encode(), headers=headers, code=code)


def raw(body: bytes, *, headers: dict[str, str] | None = None, code: int = 200, after: float = 0.0) -> Play:
    """Any bytes at all, after so many seconds."""

    async def play(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(after)
        fields = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"} | (headers or {})
        head = f"HTTP/1.1 {code} Scripted\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    return play


def silence_for(seconds: float) -> Play:
    """Accept the request and say nothing for so long, then close."""

    async def play(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.close()

    return play


async def begin_events(writer: asyncio.StreamWriter) -> None:
    """The head of a stream of events, whose end is the end of the connection."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
    await writer.drain()


async def send_event(writer: asyncio.StreamWriter, data: dict[str, Any] | str) -> None:
    """One event of a stream: an object as JSON, or a text as it is."""
    writer.write(b"data: " + (data if isinstance(data, str) else json.dumps(data)).encode() + b"\n\n")
    await writer.drain()


def text_of(content: str | dict[str, Any]) -> str:
    """What a model says: text as it is, an object as JSON."""
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def _forgotten(task: "asyncio.Future[Any]") -> None:
    """Take note of how a task ended, so that nobody is told that nobody did."""
    if not task.cancelled():
        task.exception()


async def _request(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line)
    return head, await reader.readexactly(int(fields.get(b"content-length", b"0")))
