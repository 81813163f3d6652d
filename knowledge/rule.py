"""One rule as its file states it: what it forbids or requires, why, in which words, and the examples that prove it."""

import re
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from knowledge.matching.guards import Guard
from knowledge.models import Dimension, Frozen, Language, Severity, Span

ID = re.compile(r"[a-z]+(?:-[a-z]+)*")
MARKED = re.compile(r"(?s)(.*?)\[\[(.+?)\]\](.*)")


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Line = Annotated[str, Field(min_length=1)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_one_or_many)]
Texts = dict[Language, Line]


class Status(StrEnum):
    """Active rules speak; shadow rules are matched and never shown; rules that are off are not matched."""

    ACTIVE = "active"
    SHADOW = "shadow"
    OFF = "off"


class Example(Frozen):
    """A sentence and the span of it that a pattern must find."""

    text: str
    span: Span


class Pattern(Frozen):
    """One wording, with sentences in which it must be found and sentences that it must leave alone."""

    pattern: Line | None = None
    """In the small pattern language; case does not count."""
    regex: Line | None = None
    """In RE2 syntax, for what the small language cannot say; case counts."""
    finds: Annotated[Lines, Field(min_length=1)]
    """Sentences with the span that must be found, exactly: ``[[We guarantee]] a refund.``"""
    leaves: Annotated[Lines, Field(min_length=1)]
    """Traps: sentences that look similar and must raise nothing from this rule."""
    unless: Lines = ()
    """Patterns that make the match harmless when they are found in the same sentence."""
    guards: tuple[Guard, ...] | None = None
    """Instead of the rule's guards."""
    rewrite: Line | None = None
    """What may stand in place of the span; ``[[…]]`` in it is for the agent to fill."""

    @property
    def source(self) -> str:
        """The pattern as its author wrote it."""
        return self.pattern or self.regex or ""

    @property
    def examples(self) -> tuple[Example, ...]:
        """The sentences of ``finds`` without their marks."""
        return tuple(map(read_example, self.finds))

    @field_validator("finds")
    @classmethod
    def _finds_are_marked(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for line in value:
            read_example(line)
        return value

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> Self:
        if (self.pattern is None) == (self.regex is None):
            raise ValueError("needs either a pattern or a regex")
        return self


class LanguagePatterns(Frozen):
    """The wordings of a rule in one language."""

    unless: Lines = ()
    """Patterns that make any match of the rule harmless when they are found in its sentence or in the next one."""
    patterns: tuple[Pattern, ...] = ()


class Rule(Frozen):
    """One rule of the rulebook."""

    id: str
    only: tuple[Language, ...] = Field(default=tuple(Language), min_length=1)
    """The languages that the rule speaks; all of them unless a house rule says otherwise."""
    title: Texts
    dimension: Dimension
    severity: Severity
    alone: Severity | None = None
    """Severity of a match in which the learned critic sees nothing, for a rule whose patterns alone are often wrong."""
    status: Status = Status.ACTIVE
    kind: Literal["forbid", "require"]
    """forbid: a match is a finding; require: a match is a merit, and its absence is the finding."""
    why: Texts
    message: Texts
    """What the agent reads at the finding; ``{quote}`` stands for the words found."""
    advice: Texts
    """What to write instead."""
    judge: Line
    """The yes/no question, in English, by which a model judges a draft; yes is a fault (forbid) or a merit (require)."""
    sources: tuple[Line, ...]
    """Statements of the guidelines that ask for it."""
    guards: tuple[Guard, ...] = ()
    languages: dict[Language, LanguagePatterns] = Field(default_factory=dict)
    """Patterns by language; none for a rule whose findings come from elsewhere."""

    @field_validator("id")
    @classmethod
    def _id_is_kebab(cls, value: str) -> str:
        if not ID.fullmatch(value):
            raise ValueError("must be small letters and hyphens, such as no-late-night-calls")
        return value

    @field_validator("title", "why", "message", "advice")
    @classmethod
    def _in_every_language(cls, value: Texts, info: ValidationInfo) -> Texts:
        """A rule that speaks fewer languages is explained to speakers of the others in its first one."""
        spoken: tuple[Language, ...] = info.data.get("only", tuple(Language))
        if absent := [language for language in spoken if language not in value]:
            raise ValueError(f"is missing in {', '.join(absent)}; add it, or list the rule's languages under `only`")
        return {language: value.get(language, value[spoken[0]]) for language in Language}


def read_example(line: str) -> Example:
    """A sentence whose expected span is marked once; raises ValueError when it is not."""
    marked = MARKED.fullmatch(line)
    if marked is None or "[[" in marked.group(3):
        raise ValueError("must mark the span once, with [[ and ]]")
    before, span, after = marked.groups()
    return Example(text=before + span + after, span=Span(len(before), len(before) + len(span)))
