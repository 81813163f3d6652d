"""Request bodies as requests of the contract: JSON, or for mails the mail itself."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException

from coach.requests import DraftRequest, ReadRequest
from ui.api.problems import Unprocessable
from ui.incoming import mail_of
from ui.requests import Fault, faults_of

Model = TypeVar("Model", bound=BaseModel)

JSON = "application/json"
MAIL = "message/rfc822"
FROM_MAIL: tuple[type[BaseModel], ...] = (ReadRequest, DraftRequest)
"""Requests that a mail alone can make."""


def body(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """A dependency that reads the body as a request; raises 415, 400 or 422, and InputError for a mail that cannot be read."""

    async def read(request: Request) -> Model:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in kinds(model):
            raise HTTPException(415, f"Send {' or '.join(kinds(model))}.", {"Accept-Post": ", ".join(kinds(model))})
        data = await request.body()
        return model.model_validate({"mail": mail_of(data, "the mail")}) if kind == MAIL else parse(model, data)

    return read


def kinds(model: type[BaseModel]) -> tuple[str, ...]:
    """The media types in which a request may come."""
    return (JSON, MAIL) if model in FROM_MAIL else (JSON,)


def parse(model: type[Model], data: bytes) -> Model:
    """A request from JSON; raises Unprocessable with status 400 for what is not JSON and 422 for what is not the contract's."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        if error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid":
            raise Unprocessable([Fault("", "is not JSON")], 400) from error
        raise Unprocessable(faults_of(error)) from error


def accepts(model: type[BaseModel]) -> dict[str, Any]:
    """What OpenAPI says about such a body."""
    content: dict[str, Any] = {JSON: {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
    if MAIL in kinds(model):
        content[MAIL] = {"schema": {"type": "string", "description": "The mail as it was received (RFC 5322)"}}
    return {"requestBody": {"required": True, "content": content}}
