"""Which risks are reported: the words decide where a life is at stake, words and learned chances together elsewhere."""

from collections.abc import Mapping

from coach.models import Risk
from coach.reading.evidence import clause_around
from coach.reading.lexicon import RiskName
from coach.reading.mailtext import MailText
from coach.reading.model import RISKS, ReadingModel
from coach.reading.risks import signs

LIFE: frozenset[RiskName] = frozenset({"self-harm", "violence-threat"})
"""Risks for which words alone are enough: a false alarm costs a glance, a missed one a life."""


def find_risks(mail: MailText, model: ReadingModel, chances: Mapping[str, float]) -> tuple[Risk, ...]:
    """One entry for each risk, with the customer's words; figures of speech do not count."""
    return tuple(Risk(risk=name, evidence=_evidence(mail, model, name)) for name in RISKS if _is_present(mail, model, chances, name))


def _is_present(mail: MailText, model: ReadingModel, chances: Mapping[str, float], name: RiskName) -> bool:
    if name in LIFE and signs(mail, name):
        return True
    return chances[f"risk.{name}"] > model.weights.border(f"risk.{name}")


def _evidence(mail: MailText, model: ReadingModel, name: RiskName) -> str:
    """The clause with the longest sign, else the sentence that speaks most for the risk."""
    found = signs(mail, name)
    if not found:
        return model.strongest_sentence(mail, f"risk.{name}")
    longest = max(found, key=lambda hit: hit.end - hit.start)
    return clause_around(mail, longest.start, longest.end)
