"""Which situations a mail puts us in, beyond its issue: loss, danger, abuse, praise, urgency, and the feeling to name."""

from coach.models import Assessment, Mail
from coach.writers.plan.specifics import Specifics
from coach.writers.vocabulary.words import Vocabulary
from knowledge.language.fold import fold
from knowledge.models import Frozen

TENDER = frozenset({"fear", "sadness"})
"""Feelings that want to be seen even when another one is likelier."""
LOUD = frozenset({"anger", "shame"})
"""Feelings whose name is too great a word for a mail that is not upset."""
FRAIL = frozenset({"illness", "hospital", "disability", "elderly", "pregnancy", "baby", "funeral"})
"""Circumstances in which people ask for help rather than for satisfaction."""
DEPENDENT = FRAIL | {"child"}
"""Circumstances in which a place can be a danger although nobody has been hurt yet."""
HARMS = frozenset({"danger", "injured", "food"})
"""Happenings that show a danger by themselves."""
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
    venting: bool
    """Whether the customer wants to be heard and nothing else."""
    pressing: bool
    """Whether the customer needs it today or tomorrow, which is sooner than a policy lets anybody promise."""


def situation_of(mail: Mail, assessment: Assessment, vocabulary: Vocabulary, specifics: Specifics) -> Situation:
    """The situation as the assessment and the vocabulary's signals show it; a risk that nothing else shows is for the agent's note."""
    plain = fold(mail.text).lower()
    signals = {name for name, finder in vocabulary.signal_finders.items() if finder.search(plain)}
    risks = {risk.risk for risk in assessment.risks}
    bereaved = "bereavement" in signals
    harmed = any(vocabulary.happenings[harm].finder.search(plain) for harm in HARMS)
    return Situation(
        feeling=_feeling(assessment, frail=specifics.circumstance in FRAIL),
        hazard=_hazard(signals, assessment, specifics, harmed=harmed) if "safety-hazard" in risks else None,
        bereaved=bereaved,
        abusive="abuse" in signals and not bereaved,
        praising="praise" in signals,
        urgent="urgent" in signals,
        legal="legal-threat" in risks and "law" in signals,
        private="data-privacy" in risks,
        public="public-exposure" in risks and "publicity" in signals,
        venting=assessment.cause == "venting" or "venting" in signals,
        pressing="pressing" in signals,
    )


def _feeling(assessment: Assessment, *, frail: bool) -> str:
    """The likeliest feeling; a tender one before it, and no great word for a mail that is not upset."""
    upset = assessment.intensity >= UPSET
    shown = [feeling.feeling for feeling in assessment.feelings]
    named = next((feeling for feeling in shown[:2] if feeling in TENDER and upset), shown[0] if shown else None)
    if named is None or (named in LOUD and not upset) or (named == "anger" and frail):
        return "upset" if upset or frail else "calm"
    return named


def _hazard(signals: set[str], assessment: Assessment, specifics: Specifics, *, harmed: bool) -> str | None:
    kind = next((kind for kind in HAZARDS if f"hazard-{kind}" in signals), None)
    place = "hazard-place" in signals
    if kind or not (harmed or (place and specifics.circumstance in DEPENDENT)):
        return kind
    return "product" if {"defect", "delivery"} & set(assessment.issues) and not place else "general"
