"""What speaks for a finding and against it: the rulebook's wording, and the strongest traits that were learned."""

from collections.abc import Iterator, Sequence

import numpy as np

from coach.checks.features import grams_of, plain, spelled
from coach.checks.learned import RULES_OF, LearnedCritic
from coach.models import Finding
from knowledge.matching.guards import Guard
from knowledge.models import Frozen, Language
from knowledge.rulebook import Match

MOST_TRAITS = 6
"""Traits that are named for a finding and against it."""
LEAST_SIZE = 3
"""Letters that a trait must have to tell a person something."""
LEAST = 0.05
"""Probability below which a rule is not named."""
NEAR = 0.5
"""Rules of the dimension that reach this share of the likeliest one's probability are named."""


class Trait(Frozen):
    """A word, a few words or a part of a word, and how much it speaks for the fault (more than 0) or against it."""

    text: str
    weight: float


class GuardAnswer(Frozen):
    """A guard that was asked about a match; one that objects leaves no finding."""

    guard: str
    objects: bool


class PatternEvidence(Frozen):
    """The wording of a rule that was found."""

    rule: str
    pattern: str
    """As its author wrote it."""
    quote: str
    folded: bool
    """Whether the draft was read without its diacritics."""
    guards: tuple[GuardAnswer, ...]


class LikelyRule(Frozen):
    """A rule and how likely the sentence breaks it, 0 to 1."""

    rule: str
    probability: float


class LearnedEvidence(Frozen):
    """What the learned critic sees in the sentence."""

    probability: float
    """Calibrated chance of a fault of the finding's dimension, after a second look at the sentences around."""
    shown_from: float
    error_from: float
    score: float
    """First look: the sum of all traits and a start value; more than 0 speaks for a fault."""
    speaks_for: tuple[Trait, ...]
    speaks_against: tuple[Trait, ...]
    rules: tuple[LikelyRule, ...]
    """The likeliest rules of the dimension, and those that are nearly as likely."""


class Explanation(Frozen):
    """The evidence of one finding."""

    finding: int
    """Its place among the findings of the answer."""
    patterns: tuple[PatternEvidence, ...]
    learned: LearnedEvidence | None


def explanations(
    draft: str, findings: Sequence[Finding], matches: Sequence[Match], critic: LearnedCritic, language: Language
) -> tuple[Explanation, ...]:
    """The evidence of every finding, in their order."""
    return tuple(
        Explanation(finding=number, patterns=tuple(_patterns(draft, one, matches)), learned=_learned(draft, one, critic, language))
        for number, one in enumerate(findings)
    )


def _patterns(draft: str, finding: Finding, matches: Sequence[Match]) -> Iterator[PatternEvidence]:
    """The matches of the finding's rules that overlap it; their guards were all asked and let them pass."""
    rules = {finding.rule, *finding.also}
    for match in matches:
        if match.rule in rules and match.start < finding.end and finding.start < match.end:
            mode, *guards = match.trace
            yield PatternEvidence(
                rule=match.rule,
                pattern=match.pattern,
                quote=draft[match.start : match.end],
                folded=mode == "folded",
                guards=tuple(GuardAnswer(guard=str(Guard(guard)), objects=False) for guard in guards),
            )


def _learned(draft: str, finding: Finding, critic: LearnedCritic, language: Language) -> LearnedEvidence | None:
    """None where the dimension is not learned or nothing is written."""
    chances = critic.chances(draft)
    row = next((at for at, (span, _) in enumerate(chances) if span.start <= finding.start < span.end), None)
    if row is None or finding.dimension not in RULES_OF:
        return None
    heads = critic.weights.heads
    column, found = heads.index(finding.dimension), chances[row][1]
    traits, score = _traits(draft, row, column, critic, language)
    rules = sorted(((float(found[heads.index(f"rule:{rule}")]), rule) for rule in RULES_OF[finding.dimension]), reverse=True)
    least = max(NEAR * rules[0][0], LEAST)
    return LearnedEvidence(
        probability=round(float(found[column]), 3),
        shown_from=round(float(critic.weights.shown[column]), 3),
        error_from=round(float(critic.weights.sure[column]), 3),
        score=round(score, 3),
        speaks_for=tuple(traits[:MOST_TRAITS]),
        speaks_against=tuple(one for one in traits[: -MOST_TRAITS - 1 : -1] if one.weight < 0),
        rules=tuple(LikelyRule(rule=rule, probability=round(chance, 3)) for chance, rule in rules if chance >= least),
    )


def _traits(draft: str, row: int, column: int, critic: LearnedCritic, language: Language) -> tuple[list[Trait], float]:
    """The n-grams of a sentence by their share in its first score, and that score."""
    grams, heads = grams_of(draft, language), critic.weights.sentence
    span = grams.spans[row]
    vectors, known = heads.vocabulary.vectors(grams), heads.vocabulary.keys
    own = vectors.rows == row
    columns = vectors.columns[own]
    shares = heads.weights[columns, column].astype(np.float32) * heads.scale[columns] * vectors.values[own]
    texts = spelled(plain(draft[span.start : span.end]))
    named: dict[str, float] = {}
    for key, share in zip(known[columns], shares, strict=True):
        text = texts.get(int(key), "").strip()
        if len(text) >= LEAST_SIZE:
            named[text] = named.get(text, 0.0) + float(share)
    traits = [Trait(text=text, weight=round(weight, 3)) for text, weight in named.items()]
    return sorted(traits, key=lambda one: -one.weight), float(shares.sum() + heads.bias[column])
