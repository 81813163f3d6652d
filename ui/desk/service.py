"""The functions the page calls: checked input, shown answers, and faults that never carry a customer's words."""

import asyncio
import base64
import binascii
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import uuid4

from pydantic import BaseModel, ValidationError

from coach.errors import InputError
from coach.mail.parse import parse_mail
from coach.models import Mail
from ui.desk.answers import Answers
from ui.desk.models import DraftCall, DraftOnDesk, DroppedFile, Failure, MailOnDesk, OpenedFile, ShownDraft, StopCall, Stopped
from ui.faults import where

Sent = TypeVar("Sent", bound=BaseModel)
Function = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]

LOG = logging.getLogger("coach.desk")


def functions(answers: Answers) -> list[Function]:
    """What the page may call, by the names it uses; gradio tells them apart by ``__name__``."""
    drafts = _Drafts(answers)

    async def read_mail(sent: dict[str, Any]) -> dict[str, Any]:
        return await _answer(sent, MailOnDesk, lambda mail: asyncio.to_thread(answers.read, mail))

    async def draft_reply(sent: dict[str, Any]) -> dict[str, Any]:
        return await _answer(sent, DraftCall, drafts.make)

    async def stop_draft(sent: dict[str, Any]) -> dict[str, Any]:
        return await _answer(sent, StopCall, drafts.stop)

    async def review_reply(sent: dict[str, Any]) -> dict[str, Any]:
        return await _answer(sent, DraftOnDesk, answers.review)

    async def open_file(sent: dict[str, Any]) -> dict[str, Any]:
        return await _answer(sent, DroppedFile, lambda file: asyncio.to_thread(_open, file))

    return [read_mail, draft_reply, stop_draft, review_reply, open_file]


class _Drafts:
    """The drafts under way, so that a stopped one does not go on asking the model."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._running: dict[str, asyncio.Task[ShownDraft]] = {}

    async def make(self, sent: DraftCall) -> ShownDraft | Stopped:
        """Draft, unless it is stopped before it is done."""
        rewriting = sent.edit or sent.again
        work = asyncio.create_task(self._answers.rewrite(sent) if rewriting else self._answers.draft(sent))
        self._running[sent.call] = work
        try:
            await asyncio.wait([work])
        finally:
            del self._running[sent.call]
            work.cancel()
        return Stopped(stopped=True) if work.cancelled() else work.result()

    async def stop(self, sent: StopCall) -> Stopped:
        """Stop a draft by its name."""
        work = self._running.get(sent.call)
        return Stopped(stopped=work is not None and work.cancel())


async def _answer(sent: dict[str, Any], model: type[Sent], work: Callable[[Sent], Awaitable[BaseModel]]) -> dict[str, Any]:
    """The answer as JSON; whatever goes wrong becomes a Failure, so that the page can say so and keep the agent's text."""
    try:
        answer: BaseModel = await work(model.model_validate(sent))
    except (InputError, ValidationError):
        answer = Failure(error="refused")
    except Exception as error:
        answer = Failure(error="failed", reference=_log(error))
    return answer.model_dump(mode="json")


def _log(error: Exception) -> str:
    """Log where a fault happened, without its message: that may quote the customer's mail."""
    reference = uuid4().hex[:8]
    LOG.error("the desk failed: %s (reference %s)", where(error), reference)
    return reference


def _open(file: DroppedFile) -> OpenedFile | Failure:
    try:
        mail = parse_mail(base64.b64decode(file.content, validate=True))
    except (InputError, binascii.Error):
        return Failure(error="file")
    return OpenedFile(mail=_as_text(mail), hidden=sum(hidden.characters for hidden in mail.hidden))


def _as_text(mail: Mail) -> str:
    """The mail as an agent would have pasted it: the subject in its own line, the history below."""
    # What only the containers of HTML told apart needs a line that tells it apart in a plain text.
    divider = "-----Original Message-----" if mail.cut_by == "container" else ""
    parts = (f"Subject: {mail.subject}" if mail.subject else "", mail.body, divider, mail.quoted)
    return "\n\n".join(part for part in parts if part)
