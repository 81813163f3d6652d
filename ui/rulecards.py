"""A rule as people and programs outside read it: in one language, without its patterns."""

from typing import Literal

from evals.figures import RuleFigures, figures_of
from knowledge.models import Dimension, Frozen, Language, Severity, Statement
from knowledge.rule import Rule, Status
from knowledge.statements import Guidelines


class RuleCard(Frozen):
    """What a rule asks and why, in one language."""

    id: str
    title: str
    dimension: Dimension
    severity: Severity
    status: Status
    kind: Literal["forbid", "require"]
    why: str
    advice: str
    """What to write instead."""
    languages: tuple[Language, ...]
    """The languages in which it speaks."""
    sources: tuple[str, ...]
    """Guideline statements that ask for it."""


class RuleList(Frozen):
    """Every rule, by id."""

    rules: tuple[RuleCard, ...]


class RuleDetail(RuleCard):
    """A rule with the guideline statements it rests on, word for word, and how well it was measured to work."""

    statements: tuple[Statement, ...]
    figures: dict[Language, RuleFigures]
    """Out-of-fold figures by language; empty for a rule that the labelled cases do not measure."""


def card(rule: Rule, language: Language) -> RuleCard:
    """The rule's card in a language."""
    return RuleCard(
        id=rule.id,
        title=rule.title[language],
        dimension=rule.dimension,
        severity=rule.severity,
        status=rule.status,
        kind=rule.kind,
        why=rule.why[language],
        advice=rule.advice[language],
        languages=rule.only,
        sources=rule.sources,
    )


def detail(rule: Rule, language: Language, guidelines: Guidelines) -> RuleDetail:
    """The rule's card with its sources quoted and its figures."""
    statements = tuple(guidelines.statement(source, language) for source in rule.sources)
    return RuleDetail(**dict(card(rule, language)), statements=statements, figures=figures_of(rule.id))
