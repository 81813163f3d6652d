"""What a critic says of a text, in the form in which it is written down."""

from coach.checks.learned import LearnedCritic
from evals.models import PredictedFinding, Prediction


def predicted(critic: LearnedCritic, id: str, text: str, *, merits: bool = True) -> Prediction:
    """What the critic says of a text, as it would in use; without the merits where nobody asks for them."""
    findings = tuple(PredictedFinding(quote=text[one.start : one.end], **dict(one)) for one in critic.findings(text))
    return Prediction(id=id, findings=findings, met=critic.met(text) if merits else ())
