"""What wants a person's care: danger to life, violence, hazards, law, data and the public."""

from typing import get_args

from coach.models import Risk
from coach.reading.evidence import clause_around
from coach.reading.lexicon import Hit, RiskName
from coach.reading.mailtext import MailText, touches

NAMES: tuple[RiskName, ...] = get_args(RiskName)
LEAST_KINDS = 2
"""Kinds of weaker signs that must come together."""


def find_risks(mail: MailText) -> tuple[Risk, ...]:
    """One entry for each risk, with the customer's words; figures of speech do not count."""
    found = []
    for name in NAMES:
        signs = sure_signs(mail, name) or _gathered(mail, name)
        if signs:
            longest = max(signs, key=lambda hit: hit.end - hit.start)
            found.append(Risk(risk=name, evidence=clause_around(mail, longest.start, longest.end)))
    return tuple(found)


def sure_signs(mail: MailText, name: RiskName) -> list[Hit]:
    """Words that show the risk by themselves and belong to no figure of speech."""
    figurative = mail.by_label.get(f"unless.{name}", [])
    return [hit for hit in mail.by_label.get(f"risks.{name}", ()) if not touches(hit.start, hit.end, figurative)]


def _gathered(mail: MailText, name: RiskName) -> list[Hit]:
    """Weaker signs, when there are enough different kinds of them."""
    figurative = mail.by_label.get(f"unless.{name}", [])
    kinds = [
        [hit for hit in mail.by_label.get(f"hints.{name}.{kind}", ()) if not touches(hit.start, hit.end, figurative)]
        for kind in mail.lexicon.words.risks[name].hints
    ]
    present = [hits for hits in kinds if hits]
    return [hit for hits in present for hit in hits] if len(present) >= LEAST_KINDS else []
