"""What OpenAPI says about the service: bodies that are read by hand, and problems as the answer to every fault."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from coach.requests import DraftRequest, ReadRequest, ReviewRequest, RewriteRequest
from ui.api.problems import MEDIA_TYPE, Problem

REFERENCE = "#/components/schemas/{model}"
FAILED = {
    "description": "Why the request failed (RFC 9457)",
    "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model="Problem")}}},
}

REQUESTS = (ReadRequest, DraftRequest, RewriteRequest, ReviewRequest)


def describe(app: FastAPI) -> None:
    """Let the application describe itself completely at ``/openapi.json``."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = complete(get_openapi(title=app.title, version=app.version, routes=app.routes))
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # the way FastAPI offers to change its document


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """FastAPI's document with the request bodies' schemas and the problem answers."""
    _, schemas = models_json_schema(
        [*((request, "validation") for request in REQUESTS), (Problem, "serialization")],
        ref_template=REFERENCE,
    )
    components = document.setdefault("components", {}).setdefault("schemas", {})
    components.update(schemas["$defs"])
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = FAILED
    return document
