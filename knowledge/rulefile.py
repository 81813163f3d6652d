"""Reading rule files: only the languages that are asked for, and every fault with its file and line."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from pydantic import RootModel

from knowledge.datafile import line_of, parse_data, read_data
from knowledge.errors import RuleError
from knowledge.models import Frozen, Language, Severity
from knowledge.rule import Rule, Status
from knowledge.statements import FOLDER as GUIDELINES
from knowledge.statements import Inventory

BUILT_IN = Path(__file__).parent / "rules"
CHANGES = "changes.yaml"
"""The file of a house folder that changes built-in rules."""
PATTERNS = re.compile(r"(?m)^languages:[ \t]*\n")
BLOCK = re.compile(r"(?m)^  (\w+):[ \t]*\n(?:(?:   .*|[ \t]*|[ \t]*#.*)\n)*")


class Change(Frozen):
    """What a house changes about a built-in rule."""

    severity: Severity | None = None
    status: Status | None = None


class Changes(RootModel[dict[str, Change]]):
    """Changes by rule id."""


def read_rule(path: Path, languages: Collection[Language] = tuple(Language)) -> Rule:
    """Read a rule with its patterns in some languages only; raises RuleError with file:line."""
    rule = parse_data(_only(read_text(path), languages), path, Rule, RuleError)
    if rule.id != path.stem:
        raise RuleError(path, line_in(path, ("id",)), f"id is {rule.id}, but the file is named {path.name}; make them the same")
    if unknown := sorted(set(rule.sources) - statement_ids()):
        place = ("sources", rule.sources.index(unknown[0]))
        raise RuleError(path, line_in(path, place), f"{unknown[0]} is no statement of the guidelines; correct it or remove it")
    return rule


def read_rules(folder: Path, languages: Collection[Language] = tuple(Language)) -> tuple[tuple[Path, Rule], ...]:
    """Every rule of a folder with its file, by id; raises RuleError for the first fault."""
    return tuple((path, read_rule(path, languages)) for path in rule_files(folder))


def rule_files(folder: Path) -> tuple[Path, ...]:
    """The rule files of a folder by name; raises RuleError when there is no such folder."""
    if not folder.is_dir():
        raise RuleError(folder, 1, "is not a folder; name the folder that holds your rule files")
    return tuple(path for path in sorted(folder.glob("*.yaml")) if path.name != CHANGES)


def read_changes(folder: Path, known: Collection[str]) -> dict[str, Change]:
    """What a house folder changes about the built-in rules; raises RuleError with file:line."""
    path = folder / CHANGES
    if not path.exists():
        return {}
    changes = read_data(path, Changes, RuleError).root
    if unknown := [id for id in changes if id not in known]:
        raise RuleError(path, line_in(path, (unknown[0],)), f"{unknown[0]} is not a built-in rule; `coach rules list` names them")
    return changes


def read_text(path: Path) -> str:
    """The text of a rule file; raises RuleError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError(path, 1, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RuleError(path, 1, "is not UTF-8; save it as UTF-8") from error


def line_in(path: Path, place: tuple[int | str, ...]) -> int:
    """The line of a rule file at which a value stands."""
    return line_of(path.read_text(encoding="utf-8"), place)


@cache
def statement_ids() -> frozenset[str]:
    """Every statement id that a rule may name as its source."""
    inventory = read_data(GUIDELINES / "inventory.yaml", Inventory).root
    return frozenset(id for ids in inventory.values() for id in ids)


def _only(text: str, languages: Collection[Language]) -> str:
    """The file with the patterns of other languages blanked out, line for line: parsing them is what costs time at start."""
    opening = PATTERNS.search(text)
    if opening is None or len(languages) == len(Language):
        return text

    def kept(block: re.Match[str]) -> str:
        return block.group() if block.group(1) in languages else "\n" * block.group().count("\n")

    return text[: opening.end()] + BLOCK.sub(kept, text[opening.end() :])
