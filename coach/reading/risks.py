"""What wants a person's care: danger to life, violence, hazards, law, data and the public."""

from typing import get_args

from coach.reading.lexicon import Hit, RiskName
from coach.reading.mailtext import MailText, touches

NAMES: tuple[RiskName, ...] = get_args(RiskName)
LEAST_KINDS = 2
"""Kinds of weaker signs that must come together."""


def signs(mail: MailText, name: RiskName) -> list[Hit]:
    """The words that show a risk, be it by themselves or together."""
    return sure_signs(mail, name) or _gathered(mail, name)


def sure_signs(mail: MailText, name: RiskName) -> list[Hit]:
    """Words that show the risk by themselves and belong to no figure of speech."""
    figurative = mail.by_label.get(f"unless.{name}", [])
    return [hit for hit in mail.by_label.get(f"risks.{name}", ()) if not touches(hit.start, hit.end, figurative)]


def hinted(mail: MailText, name: RiskName) -> list[Hit]:
    """Weaker signs, of whatever kind and however few; none where a figure of speech stands beside them."""
    kinds = mail.lexicon.words.risks[name].hints
    return [] if mail.by_label.get(f"unless.{name}") else [hit for kind in kinds for hit in mail.by_label.get(f"hints.{name}.{kind}", ())]


def _gathered(mail: MailText, name: RiskName) -> list[Hit]:
    """Weaker signs, when there are enough different kinds of them."""
    found = hinted(mail, name)
    return found if len({hit.label for hit in found}) >= LEAST_KINDS else []
