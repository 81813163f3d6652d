"""Where the trouble comes from, as the mail itself supports it."""

from coach.models import Cause
from coach.reading.mailtext import MailText


def find_cause(mail: MailText) -> Cause:
    """An error of ours unless the words speak for a misunderstanding, a wish to vent, or nothing clear."""
    error = mail.distinct("causes.service_error") + 1
    if mail.distinct("causes.venting") and not mail.by_label.get("asks.request"):
        return "venting"
    if mail.distinct("causes.misunderstanding") > error:
        return "misunderstanding"
    return "unclear" if mail.distinct("causes.unclear") > error else "service_error"
