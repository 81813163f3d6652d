"""Which of the six phases the answer to a mail belongs to."""

from coach.models import Cause, Stage
from coach.reading.mailtext import MailText


def find_stage(mail: MailText, cause: Cause, missing: tuple[str, ...]) -> Stage:
    """Looking back when the mail says it is solved, doing when it accepts, finding out when much is open, else answering."""
    if mail.by_label.get("stage.execute"):
        return Stage.EXECUTE
    if mail.by_label.get("stage.review") and not mail.by_label.get("asks.request"):
        return Stage.REVIEW
    if cause == "unclear" or missing:
        return Stage.IDENTIFY
    return Stage.RESPOND
