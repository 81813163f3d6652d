"""The named guards: reasons, found to the left of a match or at the end of its sentence, why it is no finding."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from knowledge.language.fold import fold
from knowledge.matching.cues import Cues
from knowledge.matching.patterns import bounded, to_regex

NEAR = 4
"""Words before a match in which a negation or a past cue still belongs to it."""
CLAUSE_MARK = re.compile(r"[;:,()]")


class Guard(StrEnum):
    """What may make a match harmless."""

    NEGATION = "negation"
    """``we cannot`` guarantee"""
    CONDITION = "condition"
    """``if`` you forgot to attach it"""
    PAST = "past"
    """``as`` I promised you on Monday"""
    REPORTED = "reported"
    """``you wrote that`` it was your fault"""
    QUESTION = "question"
    """the sentence asks"""


class Guards:
    """The guards of one language, for exact or for folded text."""

    def __init__(self, cues: Cues, *, folded: bool) -> None:
        def compiled(lines: Sequence[str]) -> re.Pattern[str]:
            expression = bounded("|".join(to_regex(line, cues.syntax) for line in lines))
            return re.compile(fold(expression) if folded else expression, re.IGNORECASE)

        self._negation = compiled(cues.negation)
        self._not_negation = compiled(cues.not_negation)
        self._clause_ends = compiled(cues.clause_ends)
        self._condition = compiled(cues.condition)
        self._past = compiled(cues.past)
        self._reported = compiled(cues.reported)
        self._tests: dict[Guard, Callable[[str, str], bool]] = {
            Guard.NEGATION: self._is_negated,
            Guard.CONDITION: lambda left, _: bool(self._condition.search(left)),
            Guard.PAST: lambda left, _: bool(self._past.search(_near(left))),
            Guard.REPORTED: lambda left, _: bool(self._reported.search(left)),
            Guard.QUESTION: lambda _, sentence: sentence.rstrip("\"'”»)] ").endswith("?"),
        }

    def silencing(self, guards: Sequence[Guard], sentence: str, start: int) -> Guard | None:
        """The first of these guards that makes a match at ``start`` of its sentence harmless, if any does."""
        left = sentence[:start]
        return next((guard for guard in guards if self._tests[guard](left, sentence)), None)

    def _is_negated(self, left: str, _: str) -> bool:
        clause = left[max((mark.end() for mark in CLAUSE_MARK.finditer(left)), default=0) :]
        clause = clause[max((word.end() for word in self._clause_ends.finditer(clause)), default=0) :]
        return bool(self._negation.search(_near(self._not_negation.sub(" ", clause))))


def _near(left: str) -> str:
    return " ".join(left.split()[-NEAR:])
