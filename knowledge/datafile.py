"""Data files that people edit: YAML in, validated values out, and every fault with its file and line."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import FileFault

Model = TypeVar("Model", bound=BaseModel)
Fault = Callable[[Path, int, str], Exception]


class PlainLoader(yaml.CSafeLoader):
    """YAML in which only true and false are booleans, so that the words on, no and y stay words."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_data(path: Path, model: type[Model], fault: Fault = FileFault) -> Model:
    """Read a YAML file as a model; raises ``fault(path, line, message)`` where the file says something it must not."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise fault(path, 1, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise fault(path, 1, "is not UTF-8; save it as UTF-8") from error
    return parse_data(text, path, model, fault)


def parse_data(text: str, path: Path, model: type[Model], fault: Fault = FileFault) -> Model:
    """As read_data, for text that is already in hand."""
    try:
        value = yaml.load(text, Loader=PlainLoader)  # noqa: S506  a safe loader with fewer booleans
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise fault(path, mark.line + 1 if mark else 1, f"is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise fault(path, 1, "is not YAML: it holds a character that text must not have") from error
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise fault(path, line_of(text, first["loc"]), f"{where}: {_plain(first)}" if where else _plain(first)) from error


def line_of(text: str, place: tuple[int | str, ...]) -> int:
    """The line (from 1) of a YAML text at which the value at a place such as ``("languages", "en", 0)`` stands."""
    node = yaml.compose(text, Loader=PlainLoader)
    line: int = node.start_mark.line + 1 if node else 1
    for key in place:
        step = _child(node, key)
        if step is None:
            break
        line, node = step
    return line


def _child(node: yaml.Node | None, key: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key].start_mark.line + 1, node.value[key]
    return None


def _plain(error: ErrorDetails) -> str:
    """Pydantic's message in the words of somebody who edits a file."""
    kind = error["type"]
    if kind == "extra_forbidden":
        return "is not a known name here; remove it or correct its spelling"
    if kind == "missing":
        return "is missing; add it"
    return error["msg"].removeprefix("Value error, ")
