"""Whatever goes wrong behind a model SDK, as one of our errors that says what to do."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from coach.errors import ModelBadAnswer, ModelBusy, ModelError, ModelMisconfigured, ModelRefused, ModelTimeout, ModelUnreachable

ADDRESS = "check OPENAI_BASE_URL"
TOO_SLOW = "the model did not answer in time; raise COACH_DEADLINE_SECONDS or use a faster model"


class NoSchemas(ModelError):
    """The server does not know JSON schemas."""


@contextmanager
def typed_faults() -> Iterator[None]:
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
        return ModelTimeout(TOO_SLOW)
    if kinds & {"APIConnectionError", "ConnectionError", "TransportError"}:
        return ModelUnreachable("the provider cannot be reached; check OPENAI_BASE_URL, that the server runs, and the network")
    if kinds & {"APIError"}:
        return ModelUnreachable("the provider broke off with an error of its own; try again later or check its state")
    return ModelBadAnswer(f"the model's answer could not be used; try again, use another model or {ADDRESS}")


def _by_status(status: int, error: Exception) -> ModelError:
    said = f"{getattr(error, 'code', '')} {getattr(error, 'body', '')} {error}"
    if status in (400, 422, 500) and ("response_format" in said or "json_schema" in said):
        return NoSchemas("the server does not know JSON schemas")
    if status in (429, 503, 529):
        return _busy(status, error, said)
    if status >= 500 or status in (408, 409):
        return ModelUnreachable(f"the provider answered with status {status}; try again later or check its state")
    return _refusal(status, said)


def _refusal(status: int, said: str) -> ModelError:
    """What a request of ours would meet again: the configuration is wrong, or the mail is."""
    if status in (401, 403):
        return ModelMisconfigured(f"the provider refuses the key ({status}); check OPENAI_API_KEY")
    if status == 404:
        return ModelMisconfigured("the provider does not know this model or address (404); check COACH_MODEL and OPENAI_BASE_URL")
    if 300 <= status < 400:
        return ModelMisconfigured(f"the server sends us elsewhere ({status}), which we never follow with a mail; {ADDRESS}")
    if "content_filter" in said:
        return ModelRefused("the provider's filter refuses this mail; write this reply without a model")
    if status == 413 or "context_length" in said or "context size" in said:
        return ModelRefused("the mail and its guidelines are longer than this model can read; use a model with a larger context")
    return ModelRefused(f"the provider refuses the request ({status}); check COACH_MODEL and OPENAI_BASE_URL")


def _busy(status: int, error: Exception, said: str) -> ModelError:
    if "insufficient_quota" in said:
        return ModelMisconfigured("the provider's quota is used up (429); check the account")
    wait = _seconds(str(getattr(getattr(error, "response", None), "headers", {}).get("retry-after", "")))
    if status == 503 and wait is None:
        return ModelUnreachable("the provider answered with status 503; try again later or check its state")
    return ModelBusy(f"the provider is busy ({status}); try again later", wait)


def _seconds(said: str) -> float | None:
    """A Retry-After header, which names seconds or a date."""
    if said.replace(".", "", 1).isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
