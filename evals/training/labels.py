"""Gold replies as the learner needs them: n-grams and labels of every sentence, merits of every reply."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.checks.features import Grams, grams_of
from coach.checks.learned import HEADS, RULES_OF
from evals.models import DIMENSION_OF, MET, GoldCase, GoldReply
from evals.steps.collect import fold_of
from knowledge.models import Language, Span

Flags = NDArray[np.bool_]

LEAST_OVERLAP = 4
"""Code points of a fault that a sentence must hold to carry it; a shorter fault must lie in it whole."""


@dataclass(frozen=True)
class Labelled:
    """One reply: what the critic sees of it and what a careful reader found."""

    reply: GoldReply
    language: Language
    fold: int
    grams: Grams
    faults: Flags
    """A row per sentence, a column per head."""
    merits: Flags
    """One flag per presence rule."""
    decided: Flags
    """Whether the presence rule may be judged for this reply."""

    @property
    def texts(self) -> list[str]:
        """The sentences."""
        return [self.reply.body[span.start : span.end] for span in self.grams.spans]


def label(cases: Sequence[GoldCase]) -> tuple[Labelled, ...]:
    """All replies of the cases, in order."""
    return tuple(_labelled(case, reply) for case in cases for reply in case.replies)


def _labelled(case: GoldCase, reply: GoldReply) -> Labelled:
    grams = grams_of(reply.body, case.lang)
    undecided = {*reply.uncertain, *case.undecided}
    return Labelled(
        reply=reply,
        language=case.lang,
        fold=fold_of(case),
        grams=grams,
        faults=np.array([_faults(reply, span) for span in grams.spans], bool).reshape(len(grams.spans), len(HEADS)),
        merits=np.array([name in reply.met for name in MET]),
        decided=np.array([name not in undecided for name in MET]),
    )


def _faults(reply: GoldReply, sentence: Span) -> list[bool]:
    rules = {finding.rule for finding in reply.findings if carries(reply, finding.span, sentence)}
    dimensions = {DIMENSION_OF[rule] for rule in rules}
    return [*(one in dimensions for one in RULES_OF), bool(rules), *(rule in rules for one in RULES_OF.values() for rule in one)]


def carries(reply: GoldReply, words: str, sentence: Span) -> bool:
    """Whether enough of the first stand of these words lies in the sentence."""
    start = reply.body.index(words)
    common = min(start + len(words), sentence.end) - max(start, sentence.start)
    return common >= min(LEAST_OVERLAP, len(words))
