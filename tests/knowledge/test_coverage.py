"""Every guideline statement is checked by a rule or says why not, and no rule is without a guideline."""

from functools import cache
from pathlib import Path

from pydantic import Field, RootModel

import knowledge
from knowledge.datafile import read_data
from knowledge.models import Frozen
from knowledge.rulebook import load_rulebook
from knowledge.statements import Guidelines

FOLDER = Path(knowledge.__file__).parent


class NotCheckable(Frozen):
    not_checkable: str = Field(min_length=15)
    """The reason, in a phrase."""


class Coverage(RootModel[dict[str, tuple[str, ...] | NotCheckable]]):
    """Statement ids, each with the rules that check it or the reason why none can."""


@cache
def coverage() -> dict[str, tuple[str, ...] | NotCheckable]:
    return read_data(FOLDER / "coverage.yaml", Coverage).root


def checked() -> dict[str, tuple[str, ...]]:
    return {statement: rules for statement, rules in coverage().items() if not isinstance(rules, NotCheckable)}


def rule_sources() -> dict[str, tuple[str, ...]]:
    return {rule.id: rule.sources for rule in load_rulebook().rules.values()}


def test_covers_exactly_the_statements_in_reading_order() -> None:
    assert tuple(coverage()) == Guidelines.load().ids


def test_a_checked_statement_names_rules_once_each_and_sorted() -> None:
    for statement, rules in checked().items():
        assert rules, f"{statement} names no rule; say why under not_checkable"
        assert list(rules) == sorted(set(rules)), statement


def test_names_every_rule_and_only_rules() -> None:
    named = {rule for rules in checked().values() for rule in rules}

    assert named == rule_sources().keys()


def test_a_statement_that_a_rule_cites_names_that_rule() -> None:
    silent = [
        f"{source}: {rule}" for rule, sources in rule_sources().items() for source in sources if rule not in checked().get(source, ())
    ]

    assert silent == []
