"""The learned critic: every sentence of a draft scored for every fault, every draft for every merit, with NumPy alone."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from coach.checks.context import Look, look, of_sentences
from coach.checks.features import Floats, written
from coach.checks.firstlook import FirstLook
from coach.checks.model import FOLDER, Weights, load
from coach.checks.presence import merits_of
from knowledge.models import Dimension, Frozen, Language, Severity, Span

RULES_OF: dict[Dimension, tuple[str, ...]] = {
    Dimension.DEFENSIVENESS: ("arguing", "blaming-the-customer", "defensiveness", "doubting-the-customer", "non-apology"),
    Dimension.LECTURING: ("dismissing-feelings", "hostile-tone", "lecturing"),
    Dimension.UNREALISTIC_PROMISES: ("unrealistic-promise", "vague-timing"),
    Dimension.OTHER: ("jargon", "negative-framing", "passing-the-buck", "robotic-wording"),
}
"""The faults that are learned from labelled replies, by dimension."""
HEADS = (*RULES_OF, "any", *(f"rule:{rule}" for rules in RULES_OF.values() for rule in rules))
"""What a sentence is scored for: each dimension, any fault at all, each rule (two rules are named like their dimension)."""
PIECE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
LEAST_PIECE = 5
RECENT = 16
"""Drafts whose first look is kept."""


class LearnedFinding(Frozen):
    """A sentence, or the part of it that carries the fault, and the rule that it breaks."""

    rule: str
    dimension: Dimension
    start: int
    end: int
    severity: Severity
    probability: float
    """How likely a careful reader finds a fault of this dimension here, 0 to 1."""
    also: tuple[str, ...] = ()
    """Other rules of the dimension that are about as likely."""


class LearnedCritic:
    """What was learned for one language; one object serves many drafts at once."""

    def __init__(self, language: Language, weights: Weights) -> None:
        self._language, self._weights = language, weights
        self._first = FirstLook(weights.sentence, weights.reply)
        # Findings and merits of one draft are asked for one after the other.
        self._look = lru_cache(maxsize=RECENT)(self._see)
        self._column = {name: column for column, name in enumerate(weights.heads)}

    @classmethod
    def load(cls, language: Language, folder: Path = FOLDER) -> "LearnedCritic":
        """The critic of a language; raises WeightsError for a file that is missing, damaged or of another make."""
        return cls(language, load(language, folder))

    def findings(self, draft: str, mail: str | None = None) -> tuple[LearnedFinding, ...]:
        """The faults in reading order, at most one of each dimension in a sentence and none over more than one sentence."""
        return tuple(one for span, row in self.chances(draft) for one in self._of_sentence(draft, span, row))

    def chances(self, draft: str) -> tuple[tuple[Span, Floats], ...]:
        """Each sentence with how likely it breaks each of the ``heads``."""
        spans, seen = self._look(draft)
        return () if seen is None else tuple(zip(spans, self._weights.network.probabilities(of_sentences(seen)), strict=True))

    @property
    def weights(self) -> Weights:
        """What was learned, for those who explain it."""
        return self._weights

    @property
    def merits(self) -> frozenset[str]:
        """Require rules that it decides about."""
        return frozenset(self._weights.merits)

    def met(self, draft: str, mail: str | None = None) -> tuple[str, ...]:
        """The presence rules that the whole draft meets."""
        _, seen = self._look(draft)
        return () if seen is None else merits_of(seen, self._weights)

    def _see(self, draft: str) -> tuple[tuple[Span, ...], Look | None]:
        """The sentences of the draft and the first look at them; no look where nothing is written."""
        spans, plain = written(draft, self._language)
        if not spans:
            return (), None
        first, reply = self._first.scores(plain)
        return spans, look(first, reply, [draft[span.start : span.end] for span in spans], self._language)

    def _of_sentence(self, draft: str, span: Span, chances: Floats) -> Iterator[LearnedFinding]:
        for dimension, rules in RULES_OF.items():
            column = self._column[dimension]
            if chances[column] < self._weights.shown[column]:
                continue
            columns = {rule: self._column[f"rule:{rule}"] for rule in rules}
            ranked = sorted(rules, key=lambda rule: -chances[columns[rule]])
            start, end = self._narrowed(draft, span, column)
            yield LearnedFinding(
                rule=ranked[0],
                dimension=dimension,
                start=start,
                end=end,
                severity=self._severity(dimension, column, chances),
                probability=round(float(chances[column]), 3),
                also=tuple(rule for rule in ranked[1:] if chances[columns[rule]] >= self._weights.shown[columns[rule]]),
            )

    def _severity(self, dimension: Dimension, column: int, chances: Floats) -> Severity:
        if dimension is Dimension.OTHER:
            return Severity.HINT
        return Severity.ERROR if chances[column] >= self._weights.sure[column] else Severity.WARNING

    def _narrowed(self, draft: str, span: Span, column: int) -> Span:
        """Where a sentence holds a stop that ends none (``12.50``, ``Mr. Hill``) the piece that carries the fault.

        Readers and mail clients that know no abbreviations would see more than one sentence underlined.
        """
        pieces = [Span(span.start + m.start(), span.start + m.end()) for m in PIECE.finditer(draft[span.start : span.end])]
        long = [piece for piece in pieces if piece.end - piece.start >= LEAST_PIECE]
        if len(long) < 2:
            return span
        best = int(np.argmax([self._highest(draft[piece.start : piece.end], column) for piece in long]))
        text = draft[long[best].start : long[best].end]
        start = long[best].start + len(text) - len(text.lstrip())
        return Span(start, start + len(text.strip()))

    def _highest(self, text: str, column: int) -> float:
        """The highest first score of a head in some words of a draft."""
        _, plain = written(text, self._language)
        return float(self._first.of_sentences(plain)[:, column].max()) if plain else -np.inf
