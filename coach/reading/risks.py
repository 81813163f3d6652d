"""What wants a person's care: danger to life, violence, hazards, law, data and the public."""

from typing import get_args

from coach.models import Risk
from coach.reading.evidence import clause_around
from coach.reading.lexicon import RiskName
from coach.reading.mailtext import MailText, touches

NAMES: tuple[RiskName, ...] = get_args(RiskName)


def find_risks(mail: MailText) -> tuple[Risk, ...]:
    """One entry for each risk, with the customer's words; figures of speech do not count."""
    found = []
    for name in NAMES:
        figurative = mail.by_label.get(f"unless.{name}", [])
        cues = [hit for hit in mail.by_label.get(f"risks.{name}", ()) if not touches(hit.start, hit.end, figurative)]
        if cues:
            longest = max(cues, key=lambda hit: hit.end - hit.start)
            found.append(Risk(risk=name, evidence=clause_around(mail, longest.start, longest.end)))
    return tuple(found)
