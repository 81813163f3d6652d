"""What the customer feels, each feeling with the words that show it."""

from typing import get_args

from coach.models import Feeling
from coach.reading.evidence import clause_around
from coach.reading.lexicon import FeelingName
from coach.reading.mailtext import MailText

FEELINGS: tuple[FeelingName, ...] = get_args(FeelingName)
MOST = 3


def find_feelings(mail: MailText) -> tuple[Feeling, ...]:
    """Up to three feelings, the best supported first; none is named without the customer's own words."""
    supported = sorted(
        (name for name in FEELINGS if mail.by_label.get(f"feelings.{name}")), key=lambda name: -mail.distinct(f"feelings.{name}")
    )
    return tuple(Feeling(feeling=name, evidence=_evidence(mail, name)) for name in supported[: MOST - 1])


def _evidence(mail: MailText, name: FeelingName) -> str:
    """The clause with the longest of the words that show the feeling."""
    hit = max(mail.by_label[f"feelings.{name}"], key=lambda hit: hit.end - hit.start)
    return clause_around(mail, hit.start, hit.end)
