"""The layout is the architecture: these tests keep it true."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("knowledge", "coach", "evals", "ui")
"""Each may import only those to its left."""
HOMES = {
    "chromadb": ("knowledge/stores/chroma.py",),
    "openai": ("coach/writers/chat.py",),
    "langchain": ("coach/writers/chat.py", "knowledge/embeddings.py"),
    "langchain_openai": ("coach/writers/chat.py",),
    "langchain_core": ("coach/writers/chat.py", "knowledge/retriever.py"),
    "httpx2": ("coach/writers/endpoint.py", "knowledge/embeddings.py"),
    "gradio": ("ui/desk/",),
    "fastapi": ("ui/",),
    "starlette": ("ui/",),
    "uvicorn": ("ui/",),
    "typer": ("ui/cli/",),
    "rich": ("ui/cli/",),
    "sklearn": ("evals/training/",),
    "oxmsg": ("coach/mail/outlook.py",),
    "pypdf": ("knowledge/house/readers/portable.py",),
    "phonenumbers": ("coach/privacy/",),
    "stdnum": ("coach/privacy/",),
    "re2": ("knowledge/matching/",),
}
"""A third-party import and the only places that may hold it."""
INNER = {"coach": (("steps", "checks", "reading", "mail", "writers"), ("drafting", "reviewing", "bootstrap"))}
"""Inside a package: parts on the left never import those on the right."""
LONGEST_FILE = 350
LONGEST_FUNCTION = 40
BANNED_NAMES = re.compile(r"^(utils?|helpers?|commons?|managers?|misc)(\.py)?$")

FILES = [file for layer in LAYERS for file in sorted((ROOT / layer).rglob("*.py"))]


def rel(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(tree: ast.AST, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative import"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def imports_of(file: Path) -> frozenset[str]:
    return frozenset(imports(tree_of(file), rel(file)))


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=rel)
def test_imports_point_left(file: Path) -> None:
    allowed = LAYERS[: LAYERS.index(rel(file).split("/")[0]) + 1]
    assert not [name for name in imports_of(file) if name.split(".")[0] in LAYERS and name.split(".")[0] not in allowed]


@pytest.mark.parametrize("file", FILES, ids=rel)
def test_third_party_stays_home(file: Path) -> None:
    strays = [name for name in imports_of(file) if (homes := HOMES.get(name.split(".")[0])) and not rel(file).startswith(homes)]
    assert not strays, f"{rel(file)} imports {strays}, which live elsewhere"


@pytest.mark.parametrize("file", [f for f in FILES if rel(f).startswith("coach/")], ids=rel)
def test_parts_do_not_import_what_joins_them(file: Path) -> None:
    parts, joiners = INNER["coach"]
    if rel(file).split("/")[1] in parts:
        assert not [
            name for name in imports_of(file) if name.split(".")[:1] == ["coach"] and name.split(".")[1:2] and name.split(".")[1] in joiners
        ]


@pytest.mark.parametrize("file", [f for f in FILES if f.parent.name == "steps"], ids=rel)
def test_steps_do_not_import_each_other(file: Path) -> None:
    package = ".".join(rel(file).split("/")[:-1])
    assert not [name for name in imports_of(file) if name.startswith(f"{package}.")]


@pytest.mark.parametrize("layer", ["knowledge", "coach", "evals"])
def test_the_listing_of_steps_is_the_running_order(layer: str) -> None:
    order = {
        "knowledge": ("clean", "divide", "embed", "index", "search"),
        "coach": ("assess", "brief", "compose", "critique", "revise"),
        "evals": ("collect", "execute", "grade", "report"),
    }[layer]
    found = [file.stem for file in sorted((ROOT / layer / "steps").glob("[!_]*.py"))]
    assert found == [step for step in order if step in found]
    assert found, f"{layer}/steps is empty"


@pytest.mark.parametrize("file", FILES, ids=rel)
def test_file_is_short_and_says_what_it_is_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    assert ast.get_docstring(tree_of(file)), f"{rel(file)} has no docstring"


@pytest.mark.parametrize("file", FILES, ids=rel)
def test_functions_are_short(file: Path) -> None:
    functions = [n for n in ast.walk(tree_of(file)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]
    assert not long, f"{rel(file)}: longer than {LONGEST_FUNCTION} lines: {long}"


@pytest.mark.parametrize("file", FILES, ids=rel)
def test_names_say_something(file: Path) -> None:
    assert not [part for part in file.relative_to(ROOT).parts if BANNED_NAMES.match(part)]


def test_no_import_cycles() -> None:
    def name(file: Path) -> str:
        return rel(file)[:-3].replace("/", ".").removesuffix(".__init__")

    graph = {name(file): set(imports_of(file)) for file in FILES}
    graph = {module: {i for i in found if i in graph and i != module} for module, found in graph.items()}
    while leaves := [module for module, found in graph.items() if not found]:
        for leaf in leaves:
            del graph[leaf]
        for found in graph.values():
            found.difference_update(leaves)
    assert not graph, f"cycle among {sorted(graph)}"


def test_nothing_committed_names_a_machine_path() -> None:
    machine = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+|root|Users)/")
    texts = [f for layer in (*LAYERS, "tests") for f in (ROOT / layer).rglob("*") if f.suffix in {".py", ".md", ".yaml", ".json", ".toml"}]
    assert not [rel(f) for f in texts if f != Path(__file__) and machine.search(f.read_text(encoding="utf-8"))]
