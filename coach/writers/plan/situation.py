"""Which situations a mail puts us in, beyond its issue: loss, danger, abuse, praise, urgency, and the feeling to name."""

from coach.models import Assessment, Mail
from coach.writers.vocabulary.words import Vocabulary
from knowledge.language.fold import fold
from knowledge.models import Frozen

FEELINGS_BY_CARE = ("fear", "sadness", "shame", "worry", "anger", "disappointment", "frustration", "sarcasm")
"""Which feeling to name when there are several: the one that most wants to be seen."""
HAZARDS = ("gas", "fire", "food", "health", "vehicle")
"""Kinds of danger with advice of their own, the gravest first."""
UPSET = 2
"""Intensity from which a customer counts as upset."""


class Situation(Frozen):
    """What colours the whole reply."""

    feeling: str
    """A feeling of the assessment, ``calm``, or ``upset`` when the mail is heated and shows no feeling by name."""
    hazard: str | None
    """A kind of danger, ``product`` or ``general``; None when there is none."""
    bereaved: bool
    abusive: bool
    praising: bool
    urgent: bool
    legal: bool
    private: bool
    public: bool


def situation_of(mail: Mail, assessment: Assessment, vocabulary: Vocabulary) -> Situation:
    """The situation as the assessment and the vocabulary's signals show it."""
    plain = fold(mail.text).lower()
    signals = {name for name, finder in vocabulary.signal_finders.items() if finder.search(plain)}
    risks = {risk.risk for risk in assessment.risks}
    shown = {feeling.feeling for feeling in assessment.feelings}
    calm = "upset" if assessment.intensity >= UPSET else "calm"
    return Situation(
        feeling=next((feeling for feeling in FEELINGS_BY_CARE if feeling in shown), calm),
        hazard=_hazard(signals, assessment) if "safety-hazard" in risks else None,
        bereaved="bereavement" in signals,
        abusive="abuse" in signals and "bereavement" not in signals,
        praising="praise" in signals,
        urgent="urgent" in signals,
        legal="legal-threat" in risks,
        private="data-privacy" in risks,
        public="public-exposure" in risks,
    )


def _hazard(signals: set[str], assessment: Assessment) -> str:
    kind = next((kind for kind in HAZARDS if f"hazard-{kind}" in signals), None)
    if kind:
        return kind
    return "product" if {"defect", "delivery"} & set(assessment.issues) and "hazard-place" not in signals else "general"
