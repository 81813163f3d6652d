"""One structured call to a chat model through LangChain, with every fault typed; the home of the model SDKs."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ValidationError

from coach.errors import ModelBadAnswer, ModelBusy, ModelError, ModelMisconfigured, ModelTimeout, ModelUnreachable, SettingsError
from coach.settings import Settings

Answer = TypeVar("Answer", bound=BaseModel)
MOST_TOKENS = 2000
"""A reply and its annotations need about a third of that."""
RETRIES = 1


class Chat:
    """A chat model that answers in JSON of a given shape."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401  LangChain's type would pull its import into every start
        self._model = model
        self._knows_schemas = True

    @classmethod
    def connect(cls, settings: Settings) -> Self:
        """Prepare the configured model; nothing is sent yet. Raises SettingsError when the name cannot be used."""
        from langchain.chat_models import init_chat_model

        name = settings.model or ""
        options: dict[str, Any] = {"max_tokens": MOST_TOKENS, "timeout": settings.deadline_seconds, "max_retries": RETRIES}
        if name.startswith("openai:"):
            options |= _openai_options(settings)
        try:
            return cls(init_chat_model(name, **options))
        except ImportError as error:
            raise SettingsError(f"COACH_MODEL={name}: its LangChain package is not installed ({error})") from error
        except ValueError as error:
            raise SettingsError(f"COACH_MODEL={name} is not a provider:model that LangChain knows, such as openai:gpt-5-mini") from error

    async def ask(self, system: str, user: str, shape: type[Answer]) -> Answer:
        """One answer of the given shape; raises a ModelError that says what to do.

        A server that refuses JSON schemas is asked once more for plain JSON, and remembered as such.
        """
        messages = [("system", system), ("user", user)]
        if self._knows_schemas:
            try:
                return await self._by_schema(messages, shape)
            except _NoSchemas:
                self._knows_schemas = False
        schema = json.dumps(shape.model_json_schema(), separators=(",", ":"))
        return await self._by_plain_json([("system", f"{system}\nThe JSON obeys this schema: {schema}"), ("user", user)], shape)

    async def _by_schema(self, messages: list[tuple[str, str]], shape: type[Answer]) -> Answer:
        runnable = self._model.with_structured_output(shape, method="json_schema", include_raw=True)
        with _typed_faults():
            result = await runnable.ainvoke(messages)
        raw = result.get("raw")
        _complete(raw)
        parsed = result.get("parsed")
        return parsed if isinstance(parsed, shape) else _parsed(_text_of(raw), shape)

    async def _by_plain_json(self, messages: list[tuple[str, str]], shape: type[Answer]) -> Answer:
        with _typed_faults():
            raw = await self._model.ainvoke(messages)
        _complete(raw)
        return _parsed(_text_of(raw), shape)


class _NoSchemas(ModelError):
    """The server does not know JSON schemas."""


def _openai_options(settings: Settings) -> dict[str, Any]:
    from coach.writers.endpoint import endpoint_client

    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise SettingsError("OPENAI_API_KEY is not set; set it, or point OPENAI_BASE_URL at a server of your own")
    options: dict[str, Any] = {
        "http_async_client": endpoint_client(settings.deadline_seconds),
        # A local server needs no key, but the SDK refuses to start without one.
        "api_key": settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none",
    }
    if settings.openai_base_url:
        # Servers other than OpenAI's know only the older name of the token limit.
        options |= {"base_url": settings.openai_base_url, "extra_body": {"max_tokens": MOST_TOKENS}}
    return options


@contextmanager
def _typed_faults() -> Iterator[None]:
    """Every exception of the SDKs as one of ours; cancellation passes."""
    try:
        yield
    except (ModelError, asyncio.CancelledError):
        raise
    except Exception as error:
        raise _typed(error) from error


def _typed(error: Exception) -> ModelError:
    """The fault behind an SDK's exception; its own text is never shown, it may carry a key or a mail."""
    ours = next((cause for cause in _causes(error) if isinstance(cause, ModelError)), None)
    if ours is not None:
        return ours
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _by_status(status, error)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if kinds & {"APITimeoutError", "TimeoutError", "TimeoutException"}:
        return ModelTimeout("the model did not answer in time; raise COACH_DEADLINE_SECONDS or use a faster model")
    if "APIConnectionError" in kinds:
        return ModelUnreachable("the provider cannot be reached; check the network and OPENAI_BASE_URL")
    return ModelBadAnswer("the model's answer could not be used; try again or use another model")


def _by_status(status: int, error: Exception) -> ModelError:
    if status in (401, 403):
        return ModelMisconfigured(f"the provider refuses the key ({status}); check OPENAI_API_KEY")
    if status == 404:
        return ModelMisconfigured("the provider does not know this model or address (404); check COACH_MODEL and OPENAI_BASE_URL")
    if status == 429:
        return _busy(error)
    if status in (400, 422, 500) and "response_format" in str(error):
        return _NoSchemas("the server does not know JSON schemas")
    return ModelUnreachable(f"the provider answered with status {status}; try again later or check its state")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _busy(error: Exception) -> ModelError:
    if "insufficient_quota" in f"{getattr(error, 'code', '')} {getattr(error, 'body', '')}":
        return ModelMisconfigured("the provider's quota is used up (429); check the account")
    headers = getattr(getattr(error, "response", None), "headers", {})
    wait = str(headers.get("retry-after", ""))
    return ModelBusy("the provider is busy (429); try again later", float(wait) if wait.replace(".", "", 1).isdigit() else None)


def _complete(raw: Any) -> None:  # noqa: ANN401
    """Refuse an answer that was cut off, filtered or refused."""
    reason = (getattr(raw, "response_metadata", None) or {}).get("finish_reason")
    if reason not in (None, "stop", "end_turn", "STOP"):
        raise ModelBadAnswer(f"the model's answer is not complete (finish reason {reason})")
    if (getattr(raw, "additional_kwargs", None) or {}).get("refusal"):
        raise ModelBadAnswer("the model refused to write this reply")


def _text_of(raw: Any) -> str:  # noqa: ANN401
    content = getattr(raw, "content", None)
    if not isinstance(content, str) or not content.strip():
        raise ModelBadAnswer("the model's answer is empty")
    return content


def _parsed(text: str, shape: type[Answer]) -> Answer:
    """The JSON object in a text, whatever stands around it."""
    start, end = text.find("{"), text.rfind("}")
    try:
        return shape.model_validate_json(text[start : end + 1])
    except (ValidationError, ValueError, RecursionError) as error:
        raise ModelBadAnswer("the model's answer is not JSON of the agreed shape") from error
