"""Every way in which a request fails, as a problem of RFC 9457 that never repeats what the request said."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from math import ceil

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.exceptions import HTTPException

from coach.errors import CoachError, InputError, ModelBusy, ModelError, ModelTimeout
from knowledge.errors import KnowledgeError
from knowledge.models import Frozen
from ui.requests import Fault, pointer_of

LOG = logging.getLogger("coach.http")
MEDIA_TYPE = "application/problem+json"
UNAVAILABLE = "The service cannot answer this now; its log says more under the request_id."
DETAILS = {
    404: "There is nothing at this address; /openapi.json lists the routes.",
    405: "This address does not take this method; the Allow header lists those it takes.",
}


class Mistake(Frozen):
    """One thing that is wrong with a request."""

    pointer: str = Field(description="JSON Pointer of the place in the body, or the name of a query parameter")
    detail: str


class Problem(Frozen):
    """Why a request failed."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    request_id: str
    errors: tuple[Mistake, ...] = ()


class Unprocessable(Exception):
    """A request that is understood and cannot be used; carries every fault."""

    def __init__(self, faults: Sequence[Fault], status: int = 422) -> None:
        super().__init__("the request cannot be used")
        self.faults, self.status = faults, status


def problem(
    request_id: str, status: int, detail: str, faults: Sequence[Fault] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The response that says what went wrong."""
    said = Problem(
        title=_title(status),
        status=status,
        detail=detail,
        request_id=request_id,
        errors=tuple(Mistake(pointer=fault.pointer, detail=fault.detail) for fault in faults),
    )
    return JSONResponse(said.model_dump(mode="json"), status, headers, MEDIA_TYPE)


def answer_problems(app: FastAPI) -> None:
    """Make the application answer each of its own exceptions with a problem."""
    for kind in (HTTPException, RequestValidationError, Unprocessable, CoachError, KnowledgeError):
        app.add_exception_handler(kind, _answer)


def _answer(request: Request, error: Exception) -> JSONResponse:
    request_id = request.state.request_id
    match error:
        case HTTPException():
            own_words = error.detail != _title(error.status_code)
            detail = error.detail if own_words else DETAILS.get(error.status_code, error.detail)
            return problem(request_id, error.status_code, detail, headers=error.headers)
        case RequestValidationError():
            faults = [Fault(pointer_of(fault["loc"][1:]).lstrip("/"), fault["msg"]) for fault in error.errors()]
            return problem(request_id, 422, "The query cannot be used; errors says why.", faults)
        case Unprocessable():
            return problem(request_id, error.status, "The body cannot be used; errors says where and why.", error.faults)
        case InputError() | ModelError():  # their one line was written for whoever asked
            return problem(request_id, status_of(error), str(error), headers=_patience(error))
        case CoachError() | KnowledgeError():  # and these for whoever runs the service: they name its files
            LOG.error("%s %s failed: %s (request %s)", request.method, request.url.path, error, request_id)
            return problem(request_id, 503, UNAVAILABLE)
    raise error


def _patience(error: Exception) -> dict[str, str] | None:
    """For how long to leave a busy model alone."""
    if isinstance(error, ModelBusy) and error.retry_after is not None:
        return {"Retry-After": str(ceil(error.retry_after))}
    return None


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def status_of(error: InputError | ModelError) -> int:
    """The HTTP status that such an error means."""
    if isinstance(error, InputError):
        return 422
    if isinstance(error, ModelTimeout):
        return 504
    if isinstance(error, ModelBusy):
        return 503
    return 502
