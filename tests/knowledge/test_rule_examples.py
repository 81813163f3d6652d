"""Every built-in rule proves itself, and breaking any single pattern would be noticed."""

import re
from collections.abc import Iterator, Sequence

import pytest

from knowledge.matching.cues import cues_of
from knowledge.matching.patterns import Syntax, bounded, to_regex
from knowledge.models import Dimension, Language, Severity
from knowledge.rule import Example, Rule
from knowledge.rulecheck import check_rules
from knowledge.rulefile import BUILT_IN, read_rules

FORBID = {
    "admitting-liability", "arguing", "blaming-the-customer", "defensiveness", "dismissing-feelings", "doubting-the-customer",
    "hostile-tone", "ignored-risk", "internal-leak", "jargon", "jumping-to-conclusions", "lecturing", "negative-framing",
    "non-apology", "passing-the-buck",
    "robotic-wording", "unanswered-ask", "unauthorised-promise", "unrealistic-promise", "vague-timing", "wrong-language",
}  # fmt: skip
REQUIRE = {
    "acknowledges-feelings", "answers-every-ask", "apologises", "clear-next-step", "invites-reply", "offers-a-choice", "owns-the-problem",
    "prevents-recurrence", "restates-the-problem", "time-expectation",
}  # fmt: skip
STAGES = {"asks-for-feedback", "considers-compensation", "consults-supervisor", "keeps-informed"}
"""What the stages of a conflict call for beyond the labelled merits; found by patterns alone."""
LETTER = re.compile(r"\\[?.!]|(?<!\\)[^\W_]|[!%]")
"""A character of an expression that stands for itself."""
WORD = re.compile(r"(?<![@\w])[^\W\d_]{2,}")


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    return {rule.id: rule for _, rule in read_rules(BUILT_IN)}


def test_every_example_trap_and_rewrite_holds() -> None:
    assert [str(fault) for fault in check_rules()] == []


def test_the_rules_are_those_of_the_labelling_guide_and_of_the_stages(rules: dict[str, Rule]) -> None:
    assert {id for id, rule in rules.items() if rule.kind == "forbid"} == FORBID
    assert {id for id, rule in rules.items() if rule.kind == "require"} == REQUIRE | STAGES


def test_require_rules_are_presence_rules_and_never_block(rules: dict[str, Rule]) -> None:
    for id in REQUIRE:
        assert rules[id].dimension is Dimension.PRESENCE
        assert rules[id].severity is not Severity.ERROR


@pytest.mark.parametrize("language", Language)
def test_the_texts_fit_an_agent_under_stress(rules: dict[str, Rule], language: Language) -> None:
    for rule in rules.values():
        for text in (rule.why[language], rule.message[language], rule.advice[language]):
            assert len(text.split()) <= 22, text
            assert text[-1] == ".", text
        assert len(rule.title[language].split()) <= 6


def test_a_message_quotes_with_the_marks_of_its_language(rules: dict[str, Rule]) -> None:
    marks = {Language.EN: "“{quote}”", Language.IT: "«{quote}»", Language.FR: "«\u00a0{quote}\u00a0»", Language.PL: "„{quote}”"}
    for rule in rules.values():
        for language, quoted in marks.items():
            assert ("{quote}" in rule.message[language]) == (quoted in rule.message[language]), rule.id


def misspelt(pattern: str, shown: str) -> Iterator[str]:
    """The pattern with one word misspelt at a time, for the words that its examples hold."""
    for word in WORD.finditer(pattern):
        if re.search(rf"\b{word.group()}", shown, re.IGNORECASE):
            yield pattern[: word.start() + 2] + "q" + pattern[word.start() + 2 :]


def is_proven(pattern: str, examples: Sequence[Example], syntax: Syntax) -> bool:
    """Whether every example is still found exactly."""
    expression = re.compile(bounded(to_regex(pattern, syntax)), re.IGNORECASE)
    return all([match.span() for match in expression.finditer(example.text)] == [example.span] for example in examples)


@pytest.mark.parametrize("language", Language)
def test_misspelling_a_pattern_breaks_one_of_its_examples(rules: dict[str, Rule], language: Language) -> None:
    patterns = [pattern for rule in rules.values() if language in rule.languages for pattern in rule.languages[language].patterns]
    assert len(patterns) > 200
    syntax = cues_of(language).syntax
    unproven = []
    for pattern in patterns:
        examples = pattern.examples
        shown = " ".join(example.text[slice(*example.span)] for example in examples)
        if pattern.pattern and all(is_proven(broken, examples, syntax) for broken in misspelt(pattern.pattern, shown)):
            unproven.append(pattern.pattern)
    assert unproven == []


def blotted(expression: str) -> Iterator[str]:
    """The expression with one of its characters made another."""
    for letter in LETTER.finditer(expression):
        yield expression[: letter.start()] + "Ω" + expression[letter.end() :]


@pytest.mark.parametrize("language", Language)
def test_blotting_an_expression_breaks_one_of_its_examples(rules: dict[str, Rule], language: Language) -> None:
    patterns = [pattern for rule in rules.values() if language in rule.languages for pattern in rule.languages[language].patterns]
    expressions = [pattern for pattern in patterns if pattern.regex]
    assert expressions
    for pattern in expressions:
        whole = [[match.span() for match in re.finditer(pattern.regex or "", one.text)] == [one.span] for one in pattern.examples]
        assert all(whole), pattern.regex
        broken = [b for b in blotted(pattern.regex or "") if _compiles(b)]
        mutants = [all([m.span() for m in re.finditer(b, one.text)] == [one.span] for one in pattern.examples) for b in broken]
        assert mutants, pattern.regex
        assert not all(mutants), pattern.regex


def _compiles(expression: str) -> bool:
    try:
        re.compile(expression)
    except re.error:
        return False
    return True
