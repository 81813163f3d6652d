"""One structured call to a chat model through LangChain, with every fault typed; the home of the model SDKs."""

import asyncio
import json
import logging
import math
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from pydantic import BaseModel, ValidationError

from coach.errors import ModelBadAnswer, ModelBusy, ModelError, ModelRefused, ModelTimeout, ModelUnreachable, SettingsError
from coach.models import Usage
from coach.privacy.remote import hides_personal_data
from coach.settings import Settings
from coach.writers.breaker import Breaker
from coach.writers.faults import TOO_SLOW, NoSchemas, typed_faults

if TYPE_CHECKING:
    from coach.privacy.pseudonyms import Pseudonyms

LOG = logging.getLogger("coach.model")
Answer = TypeVar("Answer", bound=BaseModel)
Heard = Callable[[str], None]
"""Takes each piece of an answer as it comes."""
MOST_TOKENS = 2000
"""A reply and its annotations need about a third of that; a model that thinks aloud may need more, and gets it when cut off."""
TOKENS_AFTER_A_CUT = 8000
COPIED = "\nWords that begin with PII- stand for personal data: where you need one, copy it letter by letter."
ATTEMPTS = 2
PAUSE = 0.5
"""Seconds before the second attempt, when the provider names none; a quarter of it is left to chance."""
WHOLE = ("stop", "STOP", "end_turn", "COMPLETE")
"""What providers call an answer that is complete."""
FINISH = ("finish_reason", "stop_reason", "done_reason", "stopReason")


class Reply(NamedTuple, Generic[Answer]):
    """A valid answer and what it cost."""

    value: Answer
    usage: Usage


class _Raw(NamedTuple):
    """An answer as it came: its text, why it ended, and its tokens."""

    text: str
    finish: str | None
    refused: bool
    usage: Usage


class Dialect(NamedTuple):
    """How an endpoint is spoken to."""

    openai: bool
    """Whether it takes a JSON schema and a limit of tokens with each request, as OpenAI's protocol has them."""
    older_limit: bool
    """Whether it may know that limit only by its older name; OpenAI itself refuses to be told both."""

    def options(self, schema: dict[str, Any] | None, tokens: int) -> dict[str, Any]:
        """What goes beside the messages."""
        if not self.openai:
            return {}
        named = {"response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}}
        return {"max_tokens": tokens, "extra_body": ({"max_tokens": tokens} if self.older_limit else {}) | (named if schema else {})}


class Chat:
    """A chat model that answers in JSON of a given shape; one object stands for one endpoint and serves many callers at once."""

    def __init__(self, model: Any, settings: Settings, dialect: Dialect, breaker: Breaker | None = None) -> None:  # noqa: ANN401  LangChain's type would pull its import into every start
        self._model, self._deadline, self._dialect = model, settings.deadline_seconds, dialect
        self._hides = hides_personal_data(settings)
        self.knows_schemas = dialect.openai
        """Whether the server takes JSON schemas; false once it refused one."""
        self._breaker = breaker or Breaker()

    @classmethod
    def connect(cls, settings: Settings, breaker: Breaker | None = None) -> Self:
        """Prepare the configured model; nothing is sent yet. Raises SettingsError when the name cannot be used.

        OpenAI's protocol carries a JSON schema; other providers are shown it, and their answers are checked against it.
        """
        from langchain.chat_models import init_chat_model

        name = settings.model or ""
        options: dict[str, Any] = {"max_tokens": MOST_TOKENS, "timeout": settings.deadline_seconds, "max_retries": 0}
        dialect = Dialect(openai=name.startswith("openai:"), older_limit=settings.openai_base_url is not None)
        if dialect.openai:
            options |= _openai_options(settings)
        try:
            model = init_chat_model(name, **options)
        except ImportError as error:
            raise SettingsError(f"COACH_MODEL={name}: its LangChain package is not installed ({error})") from error
        except ValueError as error:
            raise SettingsError(f"COACH_MODEL={name} is not a provider:model that LangChain knows, such as openai:gpt-5-mini") from error
        return cls(model, settings, dialect, breaker)

    async def ask(
        self, system: str, user: str, shape: type[Answer], *, until: float = math.inf, heard: Heard | None = None
    ) -> Reply[Answer]:
        """One answer of the given shape, before ``until`` on the event loop's clock; raises a ModelError that says what to do.

        With ``heard`` the answer is streamed, and every piece is passed on before anybody knows whether the whole is any good.
        """
        began = asyncio.get_running_loop().time()
        until = min(until, began + self._deadline)
        with self._breaker.watching():
            try:
                async with asyncio.timeout_at(until):
                    reply = await self._insist(system, user, shape, until, heard)
            except TimeoutError as error:
                raise ModelTimeout(TOO_SLOW) from error
        seconds, spent = asyncio.get_running_loop().time() - began, reply.usage
        LOG.info("a model answered in %.1f s: %d tokens read, %d written", seconds, spent.prompt_tokens, spent.completion_tokens)
        return reply

    async def _insist(self, system: str, user: str, shape: type[Answer], until: float, heard: Heard | None) -> Reply[Answer]:
        """Ask again after a fault that may pass, unless somebody has heard a part already or there is no time to wait."""
        names = _pseudonyms() if self._hides else None
        if names:
            system, user = names.hide(system), names.hide(user)
            system += COPIED if names.kinds else ""
        listening = _Listening(names.restoring(heard) if names and heard else heard)
        attempt, tokens = 1, MOST_TOKENS
        while True:
            try:
                raw = await self._once(system, user, shape, tokens, listening if heard else None)
                return _reply(raw, shape, names)
            except NoSchemas:
                if not self.knows_schemas:
                    raise ModelRefused("the server refuses plain requests too; check COACH_MODEL and OPENAI_BASE_URL") from None
                self.knows_schemas = False
            except ModelError as error:
                if attempt == ATTEMPTS or listening.anything or not _may_pass(error):
                    raise
                await _pause(error, until)
                attempt, tokens = attempt + 1, TOKENS_AFTER_A_CUT if isinstance(error, _CutOff) else tokens

    async def _once(self, system: str, user: str, shape: type[BaseModel], tokens: int, heard: Heard | None) -> _Raw:
        schema = shape.model_json_schema()
        options = self._dialect.options(schema if self.knows_schemas else None, tokens)
        if not self.knows_schemas:
            system = f"{system}\nThe JSON obeys this schema: {json.dumps(schema, separators=(',', ':'))}"
        messages = [("system", system), ("user", user)]
        with typed_faults():
            return await (self._at_once(messages, options) if heard is None else self._piece_by_piece(messages, options, heard))

    async def _at_once(self, messages: list[tuple[str, str]], options: dict[str, Any]) -> _Raw:
        said = await self._model.ainvoke(messages, **options)
        return _Raw(_text(said), _finish(said), _refused(said), _usage(said))

    async def _piece_by_piece(self, messages: list[tuple[str, str]], options: dict[str, Any], heard: Heard) -> _Raw:
        pieces: list[str] = []
        finish, refused, usage = None, False, Usage(calls=1)
        async for said in self._model.astream(messages, **options):
            piece, finish, refused = _text(said), _finish(said) or finish, refused or _refused(said)
            usage = _usage(said) if said.usage_metadata else usage
            if piece:
                pieces.append(piece)
                heard(piece)
        if finish is None:
            raise ModelUnreachable("the model's answer broke off in its middle; try again later")
        return _Raw("".join(pieces), finish, refused, usage)


def _pseudonyms() -> "Pseudonyms":
    from coach.privacy.pseudonyms import Pseudonyms  # the tables of telephone numbers take a while to load

    return Pseudonyms()


def _reply(raw: _Raw, shape: type[Answer], names: "Pseudonyms | None") -> Reply[Answer]:
    """A valid answer, with everything in it that was hidden."""
    text = _whole(raw)
    if names is None:
        return Reply(_parsed(text, shape), raw.usage)
    text = names.restore(text)
    if names.damaged(text):
        raise ModelBadAnswer("the model's answer spoils a placeholder for personal data; try again or use another model")
    return Reply(_parsed(text, shape), raw.usage.model_copy(update={"hidden": tuple(sorted(names.kinds))}))


class _Listening:
    """Passes pieces on, and remembers that there was one."""

    def __init__(self, heard: Heard | None) -> None:
        self._heard, self.anything = heard, False

    def __call__(self, piece: str) -> None:
        self.anything = True
        if self._heard:
            self._heard(piece)


class _CutOff(ModelBadAnswer):
    """The token limit came before the end of the answer."""


def _openai_options(settings: Settings) -> dict[str, Any]:
    from coach.writers.endpoint import endpoint_client

    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise SettingsError("OPENAI_API_KEY is not set; set it, or point OPENAI_BASE_URL at a server of your own")
    options: dict[str, Any] = {
        "http_async_client": endpoint_client(settings.deadline_seconds),
        # A local server needs no key, but the SDK refuses to start without one.
        "api_key": settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none",
        "stream_usage": True,
        "use_responses_api": False,
    }
    return options | ({"base_url": settings.openai_base_url} if settings.openai_base_url else {})


def _may_pass(error: ModelError) -> bool:
    return isinstance(error, ModelUnreachable | ModelBusy | ModelBadAnswer) and not isinstance(error, ModelRefused)


async def _pause(error: ModelError, until: float) -> None:
    """Wait as long as the provider asked for, or a moment; raises the error itself when the deadline would pass meanwhile."""
    told = error.retry_after if isinstance(error, ModelBusy) else None
    wait = told if told is not None else PAUSE * (1 - random.random() / 4)  # noqa: S311  it spreads callers, it hides nothing
    if isinstance(error, ModelBadAnswer):
        wait = 0.0
    if asyncio.get_running_loop().time() + wait >= until:
        raise error
    await asyncio.sleep(wait)


def _text(said: Any) -> str:  # noqa: ANN401
    content = said.content
    if isinstance(content, str):
        return content
    return "".join(part.get("text") or "" for part in content if isinstance(part, dict))


def _finish(said: Any) -> str | None:  # noqa: ANN401
    reasons = [said.response_metadata.get(name) for name in FINISH]
    return next((str(reason) for reason in reasons if reason), None)


def _refused(said: Any) -> bool:  # noqa: ANN401
    return bool(said.additional_kwargs.get("refusal"))


def _usage(said: Any) -> Usage:  # noqa: ANN401
    told = said.usage_metadata or {}
    return Usage(calls=1, prompt_tokens=told.get("input_tokens", 0), completion_tokens=told.get("output_tokens", 0))


def _whole(raw: _Raw) -> str:
    """The text of an answer that was not cut off, filtered or refused, and is not blank."""
    if raw.refused:
        raise ModelRefused("the model refused to write this reply")
    if raw.finish in ("length", "max_tokens", "MAX_TOKENS"):
        raise _CutOff("the model's answer did not end within its limit of tokens; use a model that writes shorter")
    if raw.finish == "content_filter":
        raise ModelRefused("the provider's filter refuses this mail; write this reply without a model")
    if raw.finish not in WHOLE:
        raise ModelBadAnswer(f"the model's answer is not complete (finish reason {raw.finish or 'missing'})")
    if not raw.text.strip():
        raise ModelBadAnswer("the model's answer is empty")
    return raw.text


def _parsed(text: str, shape: type[Answer]) -> Answer:
    """The JSON object in a text, whatever stands around it."""
    start, end = text.find("{"), text.rfind("}")
    try:
        return shape.model_validate_json(text[start : end + 1])
    except (ValidationError, ValueError, RecursionError) as error:
        raise ModelBadAnswer("the model's answer is not JSON of the agreed shape; try again or use another model") from error
