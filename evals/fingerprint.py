"""What a result depends on, as a hash: code that is imported, data that is read, and how the product is set up."""

import ast
import hashlib
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("knowledge", "coach", "evals", "ui")
READ = ("knowledge", "coach")
"""Packages whose data is read while a case is executed."""
COMPUTED_BY = ("numpy", "google-re2", "pydantic")
"""Libraries whose version may change what is computed."""


def fingerprint(modules: Iterable[str], *parts: str) -> str:
    """A hash of the code that these modules import, of all data of the product, of what computes it, and of further parts."""
    data = [file for name in READ for file in _files(ROOT / name) if file.suffix != ".py"]
    libraries = [platform.python_version(), *(f"{name} {version(name)}" for name in COMPUTED_BY)]
    return _hash([content_hash(*code_behind(modules)), content_hash(*data), *libraries, *parts])


def content_hash(*places: Path) -> str:
    """A hash of the names and the content of files, and of the files of folders; what is not there counts as empty."""
    return _hash(part for place in places for file in _files(place) for part in (file.name, hashlib.sha256(file.read_bytes()).hexdigest()))


def code_behind(modules: Iterable[str]) -> tuple[Path, ...]:
    """The files of these modules and of all that they import of ours, however far away."""
    found: dict[str, Path] = {}
    left = list(modules)
    while left:
        name = left.pop()
        file = _file(name)
        if file is None or name in found:
            continue
        found[name] = file
        left += [name.rpartition(".")[0], *_imports(file.read_text(encoding="utf-8"))]
    return tuple(found[name] for name in sorted(found))


@cache
def _imports(code: str) -> tuple[str, ...]:
    """What a file's text imports; a run asks again before and after every suite, and parsing took most of a short run."""
    return tuple(_imported(ast.parse(code)))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _file(module: str) -> Path | None:
    if module.partition(".")[0] not in PACKAGES:
        return None
    place = ROOT.joinpath(*module.split("."))
    return next((file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file()), None)


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(file for file in place.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return [place] if place.is_file() else []


def text_hash(text: str) -> str:
    """A hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(parts: Iterable[str]) -> str:
    return text_hash("\n".join(parts))
