"""Which risks are reported: words where a life is at stake, learned chances elsewhere."""

from collections.abc import Mapping, Sequence

from coach.models import Risk
from coach.reading.evidence import clause_around
from coach.reading.lexicon import Hit, RiskName
from coach.reading.mailtext import MailText
from coach.reading.model import RISKS, ReadingModel
from coach.reading.risks import hinted, signs

LIFE: frozenset[RiskName] = frozenset({"self-harm", "violence-threat"})
"""Risks that clear words show by themselves; what was learned only tips the scale where the words are weaker."""


def find_risks(mail: MailText, model: ReadingModel, chances: Mapping[str, float]) -> tuple[Risk, ...]:
    """One entry for each risk, with the customer's words; figures of speech do not count."""
    found = []
    for name in RISKS:
        likely = chances[f"risk.{name}"] > model.weights.border(f"risk.{name}")
        shown = signs(mail, name) or (hinted(mail, name) if likely else [])
        if likely if name not in LIFE else shown:
            found.append(Risk(risk=name, evidence=_evidence(mail, model, name, shown)))
    return tuple(found)


def _evidence(mail: MailText, model: ReadingModel, name: RiskName, shown: Sequence[Hit]) -> str:
    """The clause with the longest sign, else the sentence that speaks most for the risk."""
    if not shown:
        return model.strongest_sentence(mail, f"risk.{name}")
    longest = max(shown, key=lambda hit: hit.end - hit.start)
    return clause_around(mail, longest.start, longest.end)
