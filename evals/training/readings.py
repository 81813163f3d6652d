"""A gold case's mail as the training of the reader sees it: features beside labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.checks.features import Floats, Grams, whole
from coach.models import Mail
from coach.reading.facts import Candidate, candidates
from coach.reading.lexicon import RiskName
from coach.reading.mailtext import MailText
from coach.reading.model import CAUSES, FEELINGS, ISSUES, LEVELS, RISKS
from coach.reading.risks import hinted, signs
from coach.reading.signals import signals
from coach.reading.worth import features_of
from evals.errors import CasesError
from evals.models import GoldCase, GoldReading
from evals.steps.collect import fold_of

Flags = NDArray[np.bool_]
LEAST_OVERLAP = 0.3
"""Intersection over union from which a span is the annotator's fact."""


@dataclass(frozen=True)
class LabelledMail:
    """One mail with what the heads see of it and what they should say."""

    case: GoldCase
    reading: GoldReading
    fold: int
    grams: Grams
    signals: Floats
    labels: Flags
    """One for each head."""
    signed: frozenset[RiskName]
    """Risks that the words show."""
    hinted: frozenset[RiskName]
    """Risks that the words hint at."""
    fact_features: list[NDArray[np.intp]]
    fact_labels: Flags


def label_mail(case: GoldCase) -> LabelledMail:
    """Lay out the mail of a case; raises CasesError for one whose reading nobody labelled."""
    if case.reading is None:
        raise CasesError(f"{case.id} has no reading; the reader learns from cases that have one")
    mail = MailText.of(Mail(subject=case.mail.subject, body=case.mail.body), case.lang)
    spans = candidates(mail)
    return LabelledMail(
        case=case,
        reading=case.reading,
        fold=fold_of(case),
        grams=whole(mail.grams),
        signals=signals(mail),
        labels=_labels(case.reading),
        signed=frozenset(name for name in RISKS if signs(mail, name)),
        hinted=frozenset(name for name in RISKS if hinted(mail, name)),
        fact_features=features_of(mail, spans),
        fact_labels=_fact_labels(mail.text, spans, case.reading.facts),
    )


def _labels(reading: GoldReading) -> Flags:
    return np.array(
        [
            *(name in reading.issues for name in ISSUES),
            *(name in reading.feelings for name in FEELINGS),
            *(name == reading.cause for name in CAUSES),
            *(reading.intensity >= level for level in range(1, len(LEVELS) + 1)),
            *(name in reading.risks for name in RISKS),
        ]
    )


def _fact_labels(text: str, spans: Sequence[Candidate], facts: Sequence[str]) -> Flags:
    gold = [(at, at + len(fact)) for fact in facts if (at := text.find(fact)) >= 0]
    return np.array([any(_overlap((span.start, span.end), fact) >= LEAST_OVERLAP for fact in gold) for span in spans], bool)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))
