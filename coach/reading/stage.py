"""Which of the six phases the answer to a mail belongs to."""

from collections.abc import Sequence

from coach.models import Ask, Cause
from coach.reading.mailtext import MailText
from coach.requests import Stage

REMEDIES = ("concepts.refund", "concepts.return-goods", "concepts.repair")
"""Places of the lexicon that speak of putting things right."""


def find_stage(mail: MailText, cause: Cause, asks: Sequence[Ask], missing: Sequence[str]) -> Stage:
    """The phase that the mail's own words call for; a remedy is proposed only once nothing is missing and the error is ours."""
    if mail.by_label.get("stage.execute"):
        return Stage.EXECUTE
    if mail.by_label.get("stage.review") and not asks:
        return Stage.REVIEW
    if cause == "unclear" or missing:
        return Stage.IDENTIFY
    return Stage.PROPOSE if cause == "service_error" and _wants_remedy(mail, asks) else Stage.RESPOND


def _wants_remedy(mail: MailText, asks: Sequence[Ask]) -> bool:
    spans = [(at, at + len(ask.text)) for ask in asks if (at := mail.text.find(ask.text)) >= 0]
    hits = [hit for place in REMEDIES for hit in mail.by_label.get(place, ())]
    return any(start <= hit.start < end for start, end in spans for hit in hits)
