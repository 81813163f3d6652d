"""Values from outside as the contract's requests, with every fault in plain words and nothing of the input repeated."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from coach.errors import InputError

Request = TypeVar("Request", bound=BaseModel)

_PLAIN = {
    "missing": "is missing",
    "extra_forbidden": "is not a known name here",
}


class Fault(NamedTuple):
    """What is wrong at one place of a request."""

    pointer: str
    """JSON Pointer (RFC 6901) of the place, empty for the whole."""
    detail: str


def request_of(model: type[Request], values: Mapping[str, Any]) -> Request:
    """The request that the values make; raises InputError, in one line, where they cannot be used."""
    try:
        # Half a character (a lone surrogate) passes for text until somebody has to write it.
        json.dumps(values, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError("the text holds half a character; send it as UTF-8") from error
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = faults_of(error)[0]
        place = first.pointer.lstrip("/").replace("/", ".")
        raise InputError(f"{place}: {first.detail}" if place else first.detail) from error


def faults_of(error: ValidationError) -> list[Fault]:
    """Every fault of a request; a caller's own words never come back, because they may be a customer's."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return list(dict.fromkeys(Fault(pointer_of(fault["loc"]), _PLAIN.get(fault["type"], fault["msg"])) for fault in found))


def pointer_of(place: tuple[int | str, ...]) -> str:
    """A place in a request as a JSON Pointer; the branch names that a union adds are left out."""
    steps = [str(step) for step in place if step not in ("str", "int")]
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
