"""The public contract as the models give it, in the form in which it is committed beside this file."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from coach.models import DraftAnswer, ReadAnswer, ReviewAnswer
from coach.requests import DraftRequest, ReadRequest, ReviewRequest, RewriteRequest
from coach.streaming import Citation, Retracted, Started, ToldSentence
from knowledge.models import SearchAnswer, SearchRequest

FOLDER = Path(__file__).parent


def models() -> tuple[type[BaseModel], ...]:
    """Every value that crosses the border, each with a committed schema."""
    answered = (ReadRequest, ReadAnswer, DraftRequest, DraftAnswer, ReviewRequest, ReviewAnswer, SearchRequest, SearchAnswer)
    return (*answered, RewriteRequest, Started, ToldSentence, Citation, Retracted)


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """What a request must be, or what an answer will be."""
    return model.model_json_schema(mode="serialization" if model.__name__.endswith("Answer") else "validation")


def file_of(model: type[BaseModel]) -> Path:
    """Where the committed schema stands."""
    return FOLDER / f"{model.__name__}.schema.json"


def document() -> dict[str, Any]:
    """The service's OpenAPI document without its version, which changes with every release."""
    from coach.bootstrap import build_coach
    from coach.settings import Settings
    from ui.api.app import create_app

    found = create_app(build_coach(Settings())).openapi()
    return found | {"info": found["info"] | {"version": "0"}}


def text_of(value: dict[str, Any]) -> str:
    """JSON as it is committed."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
