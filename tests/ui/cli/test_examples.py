"""Every example of every --help does what it says."""

import re
import shlex
import shutil
from collections.abc import Iterator

import pytest
from typer.main import get_command

from evals.models import Prediction
from evals.mutation.log import MutantLog
from evals.steps.collect import FOLDS, OWN, OWN_QUERIES, read_cases
from knowledge.models import Language
from tests.evals.recorded import cases, graded, recorded
from ui.cli.main import make_app

FAILED = 2
NOT_HERE = ("coach serve", "coach evals train", "coach evals baseline", "coach policy init")
"""Served, trained, committed and asked elsewhere: they do not end, take minutes, change the product's own figures, or want a terminal."""


def commands(command, name: str = "coach") -> Iterator[tuple[str, object]]:
    yield name, command
    for child, found in getattr(command, "commands", {}).items():
        yield from commands(found, f"{name} {child}")


COMMANDS = dict(commands(get_command(make_app())))
EXAMPLES = sorted({line.strip() for command in COMMANDS.values() for line in re.findall(r"(?m)^  +\S.*$", command.epilog or "")})


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Two runs of the evals."""
    gold, home = cases(), tmp_path_factory.mktemp("evals")
    recorded(home / "monday", gold, graded(gold))
    recorded(home / "tuesday", gold, graded(gold, missed=(1,)))
    return home


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Some cases of each language and some questions, what was said of their mutants, and a gate: all cases take minutes."""
    folder = tmp_path_factory.mktemp("few")
    (folder / "cases").mkdir()
    for language in Language:
        _head(OWN / f"dev.{language}.jsonl", folder / "cases" / f"{language}.jsonl", 2)
    _head(OWN_QUERIES / "dev.jsonl", folder / "questions.jsonl", 8)
    log = MutantLog(read_cases((folder / "cases",)))
    for language in Language:
        for fold in range(FOLDS):
            log.ask(lambda id, text: Prediction(id=id, findings=(), met=()), language, fold)
    log.write(folder)
    (folder / "gates.yaml").write_text("critic:\n  - {figure: all.headline_f1, bound: value, least: 0}\n", encoding="utf-8")
    return folder


def _head(source, target, count):
    target.write_text("".join(source.read_text(encoding="utf-8").splitlines(keepends=True)[:count]), encoding="utf-8")


@pytest.fixture
def quick_evals(few, monkeypatch):
    """Evals of a few cases."""
    monkeypatch.setattr("evals.steps.collect.OWN", few / "cases")
    monkeypatch.setattr("evals.steps.collect.OWN_QUERIES", few / "questions.jsonl")
    monkeypatch.setattr("evals.mutation.suite.OWN", few)
    monkeypatch.setattr("evals.bootstrap.GATES", few / "gates.yaml")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_examples_of_itself(name, coach_command):
    ran = coach_command(*name.split()[1:], "--help")
    assert ran.code == 0
    assert re.search(rf"(?m)^ +(?:\w+=\S+ )?{name}\b(?! \[)", ran.out), "no example"


@pytest.mark.parametrize("example", [example for example in EXAMPLES if not example.startswith(NOT_HERE)])
def test_the_example_works(example, folder, runs, coach_command, monkeypatch, request):
    if example.startswith("coach evals run"):
        request.getfixturevalue("quick_evals")
    shutil.copytree(runs, folder / "runs")
    words = shlex.split(example)
    while "=" in words[0]:
        monkeypatch.setenv(*words.pop(0).split("=", 1))
    stdin = b""
    if "<" in words:
        stdin = (folder / words[words.index("<") + 1]).read_bytes()
        del words[words.index("<") :]
    if ">" in words:
        del words[words.index(">") :]
    ran = coach_command(*words[1:], stdin=stdin)
    assert ran.code != FAILED, ran.err
    assert ran.out.strip()
    assert "error" not in ran.err
