"""The evidence of a finding as a person reads it: the wording found, the guards asked, and what was learned of the words."""

from collections.abc import Iterator, Sequence

from coach.checks.evidence import Explanation, LearnedEvidence, PatternEvidence, Trait
from knowledge.models import Language
from ui.cli.console import harmless
from ui.cli.words import EvidenceWords, terminal_words


def evidence_lines(explanation: Explanation, language: Language) -> Iterator[str]:
    """Lines to be shown under a finding, in the language of the explanations."""
    words = terminal_words(language).evidence
    for pattern in explanation.patterns:
        yield from _pattern_lines(pattern, words)
    if explanation.learned:
        yield from _learned_lines(explanation.learned, words)


def _pattern_lines(pattern: PatternEvidence, words: EvidenceWords) -> Iterator[str]:
    yield words.wording.format(quote=f"“{harmless(pattern.quote)}”", pattern=harmless(pattern.pattern))
    asked = ", ".join(one.guard for one in pattern.guards)
    yield words.guards.format(guards=asked) if asked else words.unguarded


def _learned_lines(learned: LearnedEvidence, words: EvidenceWords) -> Iterator[str]:
    chance, shown, error = (round(100 * value) for value in (learned.probability, learned.shown_from, learned.error_from))
    yield words.chance.format(chance=chance, shown=shown, error=error, score=f"{learned.score:+.2f}")
    if learned.speaks_for:
        yield words.speaks_for.format(traits=_listed(learned.speaks_for))
    if learned.speaks_against:
        yield words.speaks_against.format(traits=_listed(learned.speaks_against))
    if learned.rules:
        yield words.near.format(rules=", ".join(f"{one.rule} {round(100 * one.probability)} %" for one in learned.rules))


def _listed(traits: Sequence[Trait]) -> str:
    return ", ".join(f"“{harmless(trait.text)}” {trait.weight:+.2f}" for trait in traits)
