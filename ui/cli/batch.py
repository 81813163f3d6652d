"""JSON lines in, JSON lines out, in the same order, while they come; a bad line is answered and never stops the run."""

import asyncio
import json
import re
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from coach.errors import CoachError, InputError
from coach.mail.mailbox import is_mailbox, mails
from knowledge.errors import KnowledgeError
from ui.cli.source import STDIN, unreadable
from ui.faults import where
from ui.incoming import MAX_BYTES, mail_of
from ui.requests import request_of

Request = TypeVar("Request", bound=BaseModel)

_LEADING_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,18})\s*[,}]')


class Line(NamedTuple):
    """One line of the input, cut at the limit."""

    number: int
    data: bytes
    fault: str = ""
    """Why there is nothing to answer, if that is known already."""


class Job(NamedTuple, Generic[Request]):
    """What each line is, what the command line adds to it, and who answers it."""

    model: type[Request]
    defaults: Mapping[str, Any]
    """Values of the command line's options, for lines that say nothing themselves."""
    answer: Callable[[Request], Awaitable[BaseModel]]
    width: int = 1
    """How many lines may be in work at once; more than one pays only when they wait for a model."""
    labels: frozenset[str] = frozenset()
    """Names that only a grader of the answers reads: a labelled file may be given as it is."""


def in_turn(answer: Callable[[Request], BaseModel]) -> Callable[[Request], Awaitable[BaseModel]]:
    """A plain function as what a batch awaits, for work that has nothing to wait for."""

    async def reply(request: Request) -> BaseModel:
        return answer(request)

    return reply


def run_batch(source: str, job: Job[Request]) -> None:
    """Answer every line of a file or of standard input on standard output."""
    try:
        # A reader of its own, not sys.stdin: the interpreter must not wait at exit for a thread that still reads.
        stream: BinaryIO = open(0, "rb", closefd=False) if source == STDIN else Path(source).open("rb")  # noqa: SIM115
    except OSError as error:
        raise unreadable(source, error) from error
    asyncio.run(_pump(stream, job))


async def _pump(stream: BinaryIO, job: Job[Request]) -> None:
    """Keep up to ``width`` lines in work; a line is answered even while the next one has not arrived yet."""
    loop = asyncio.get_running_loop()
    tasks: asyncio.Queue[asyncio.Task[str] | None] = asyncio.Queue()
    room = threading.Semaphore(job.width)

    def start(line: Line) -> None:
        tasks.put_nowait(loop.create_task(_reply(line, job)))

    def feed() -> None:
        try:
            for line in _lines(stream):
                room.acquire()
                loop.call_soon_threadsafe(start, line)
            loop.call_soon_threadsafe(tasks.put_nowait, None)
        except RuntimeError:
            return  # the loop has ended before the input: nobody wants the rest

    threading.Thread(target=feed, daemon=True).start()
    while (task := await tasks.get()) is not None:
        sys.stdout.write(await task + "\n")
        sys.stdout.flush()
        room.release()


def _lines(stream: BinaryIO) -> Iterator[Line]:
    """Every line that is not blank, of one over the limit only its beginning; of a mailbox, each mail as such a line."""
    number = 0
    with stream:
        if isinstance(stream, BufferedReader) and is_mailbox(stream.peek(400)[:400]):
            yield from _mails(stream)
            return
        while data := stream.readline(MAX_BYTES + 1):
            number += 1
            rest = data
            while not rest.endswith(b"\n") and (rest := stream.readline(MAX_BYTES)):
                pass
            if data.strip():
                yield Line(number, data)


def _mails(stream: BinaryIO) -> Iterator[Line]:
    for number, mail in enumerate(mails(stream), 1):
        try:
            yield Line(number, json.dumps({"id": number, "mail": mail_of(mail, "the mail")}).encode())
        except InputError as error:
            yield Line(number, json.dumps({"id": number}).encode(), str(error))


async def _reply(line: Line, job: Job[Request]) -> str:
    """The answer to one line as JSON, or what is wrong with the line."""
    try:
        if line.fault:
            raise InputError(line.fault)
        values = {name: value for name, value in _values(line).items() if name not in job.labels}
        request = request_of(job.model, {**job.defaults, **values})
        return (await job.answer(request)).model_dump_json()
    except (CoachError, KnowledgeError) as error:
        message = str(error)
    except Exception as error:
        message = f"internal error ({where(error)}); please report it"
    return json.dumps({"id": _id(line), "error": f"line {line.number}: {message}"})


def _values(line: Line) -> dict[str, Any]:
    if len(line.data) > MAX_BYTES:
        raise InputError(f"longer than {MAX_BYTES // 1_000_000} MB; give the mail without its attachments")
    try:
        values = json.loads(line.data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise InputError("not JSON that can be read: a number too long or too many levels") from error
    if not isinstance(values, dict):
        raise InputError('not a JSON object; write one such as {"id": 1, …} a line')
    return values


def _id(line: Line) -> str | int | None:
    """The id of a line that could not be answered, even of a broken one when it begins with its id."""
    try:
        given = _values(line).get("id")
    except InputError:
        match = _LEADING_ID.match(line.data)
        try:
            given = json.loads(match[1]) if match else None
        except ValueError:
            given = None
    return given if isinstance(given, str | int) and not isinstance(given, bool) else None
