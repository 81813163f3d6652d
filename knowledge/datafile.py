"""Data files that people edit: YAML in, validated values out, and every fault with its file and line."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import FileFault

Model = TypeVar("Model", bound=BaseModel)
Wrong = TypeVar("Wrong", bound=Exception)
Fault = Callable[[Path, int, str], Exception]
KEY = "[key]"
"""What pydantic adds to a place when the name itself is wrong, not its value."""


class PlainLoader(yaml.CSafeLoader):
    """YAML in which only true and false are booleans, so that the words on, no and y stay words."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_data(path: Path, model: type[Model], fault: Fault = FileFault) -> Model:
    """Read a YAML file as a model; raises ``fault(path, line, message)`` where the file says something it must not."""
    return parse_data(_text(path, fault), path, model, fault)


def faults_in(path: Path, model: type[BaseModel], fault: Callable[[Path, int, str], Wrong]) -> tuple[Wrong, ...]:
    """Every fault of a file's values, by line, with names that stand twice; what is missing has no line and comes last.

    Raises ``fault`` for a file that cannot be read or is not YAML.
    """
    text = _text(path, fault)
    value = _value(text, path, fault)
    doubled = _doubled(yaml.compose(text, Loader=PlainLoader))
    faults = [(False, line, f"{name}: is written twice here; keep one of them") for line, name in doubled]
    try:
        model.model_validate(value)
    except ValidationError as error:
        told = error.errors(include_url=False)
        faults += [(one["type"] == "missing", line_of(text, one["loc"]), _told(one)) for one in told]
    return tuple(fault(path, line, said) for _, line, said in sorted(faults, key=lambda one: one[:2]))


def _doubled(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    """Names of one mapping that stand twice in it, of which YAML would silently keep the last."""
    children: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        names = [name.value for name, _ in node.value]
        yield from ((name.start_mark.line + 1, name.value) for at, (name, _) in enumerate(node.value) if name.value in names[:at])
        children = [child for _, child in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = node.value
    for child in children:
        yield from _doubled(child)


def _text(path: Path, fault: Fault) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise fault(path, 1, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise fault(path, 1, "is not UTF-8; save it as UTF-8") from error


def parse_data(text: str, path: Path, model: type[Model], fault: Fault = FileFault) -> Model:
    """As read_data, for text that is already in hand."""
    try:
        return model.model_validate(_value(text, path, fault))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise fault(path, line_of(text, first["loc"]), _told(first)) from error


def _value(text: str, path: Path, fault: Fault) -> object:
    try:
        return yaml.load(text, Loader=PlainLoader)  # noqa: S506  a safe loader with fewer booleans
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise fault(path, mark.line + 1 if mark else 1, f"is not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise fault(path, 1, "is not YAML: it holds a character that text must not have") from error


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


def _told(error: ErrorDetails) -> str:
    where = ".".join(str(step) for step in error["loc"] if step != KEY)
    return f"{where}: {_plain(error)}" if where else _plain(error)


def _plain(error: ErrorDetails) -> str:
    """Pydantic's message in the words of somebody who edits a file."""
    kind = error["type"]
    if kind == "extra_forbidden":
        return "is not a known name here; remove it or correct its spelling"
    if kind == "missing":
        return "is missing; add it"
    return error["msg"].removeprefix("Value error, ")
