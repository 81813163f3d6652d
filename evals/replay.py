"""The whole critique on gold replies: today's rulebook together with learned findings that were made out of fold."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from coach.checks.learned import LearnedFinding
from coach.models import Finding
from coach.steps.critique import Situation, critique
from evals.models import MET, GoldCase, GoldReply, PredictedFinding, Prediction
from knowledge.models import Language
from knowledge.rulebook import load_rulebook

NOW = datetime(2026, 1, 5, 9, 0)
"""A fixed moment, so that a replay always says the same."""


class OutOfFold:
    """Says of one reply what the learned critic said that had never seen it."""

    def __init__(self, said: Prediction) -> None:
        self._said = said

    @property
    def merits(self) -> frozenset[str]:
        """The labelled ones."""
        return frozenset(MET)

    def findings(self, draft: str, mail: str | None) -> tuple[LearnedFinding, ...]:
        """The recorded findings, whatever the text."""
        return tuple(
            LearnedFinding(**one.model_dump(exclude={"quote", "probability"}), probability=one.probability or 0.0)
            for one in self._said.findings
        )

    def met(self, draft: str, mail: str | None) -> tuple[str, ...]:
        """The recorded merits, whatever the text."""
        return self._said.met


def replay(cases: Iterable[GoldCase], learned: Mapping[str, Prediction]) -> dict[str, Prediction]:
    """What ``coach review`` would say of every reply, had its learned part never seen the case; no offers, no facts."""
    rulebooks = {language: load_rulebook(language) for language in Language}
    said: dict[str, Prediction] = {}
    for case in cases:
        for reply in case.replies:
            found = critique(reply.body, _situation(case), rulebooks[case.lang], OutOfFold(learned[reply.id]))
            said[reply.id] = _prediction(reply, found.findings, found.met)
    return said


def _situation(case: GoldCase) -> Situation:
    return Situation(
        lang=case.lang, ui=case.lang, mail=case.mail.text, asks=(), granted={}, offered=False, free_money=0, now=NOW, hold=False
    )


def _prediction(reply: GoldReply, findings: Iterable[Finding], met: tuple[str, ...]) -> Prediction:
    fields = set(PredictedFinding.model_fields) - {"probability"}
    return Prediction(id=reply.id, findings=tuple(PredictedFinding(**one.model_dump(include=fields)) for one in findings), met=met)
