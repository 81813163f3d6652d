"""The suites of the critic on gold replies: the whole critique, its learned part alone, and the weights that are shipped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from pydantic import JsonValue, TypeAdapter

from coach.checks.learned import LearnedCritic, LearnedFinding
from coach.models import Finding
from coach.steps.critique import Learned, Situation, critique
from evals.models import MET, GoldCase, GoldReply, Graded, PredictedFinding, Prediction, Suite
from evals.product import Product
from evals.steps.collect import digest
from evals.steps.grade import grade
from evals.steps.report import EvalReport, report
from evals.suite import Item

NOW = datetime(2026, 1, 5, 9, 0)
"""A fixed moment, so that a replay always says the same."""
PREDICTIONS = TypeAdapter(tuple[Prediction, ...])


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


class Recorded:
    """Predictions as they were recorded: those of the learned critic alone, or somebody else's."""

    def __init__(self, suite: Suite, cases: Sequence[GoldCase], said: Mapping[str, Prediction]) -> None:
        self.suite, self._cases, self._said = suite, {case.id: case for case in cases}, said
        self.cases_sha256 = digest(cases)

    @property
    def items(self) -> tuple[Item, ...]:
        """A case of labelled replies each."""
        return tuple(Item(case.id, case.lang, self._content(case)) for case in self._cases.values())

    def prepare(self) -> None:
        """Predictions are at hand."""

    async def execute(self, id: str) -> JsonValue:
        """The predictions for the replies of a case."""
        return _dumped(self._said[reply.id] for reply in self._cases[id].replies)

    def grade(self, outputs: Mapping[str, JsonValue]) -> tuple[Graded, ...]:
        """The counts of the cases."""
        said = {one.id: one for output in outputs.values() for one in PREDICTIONS.validate_python(output, strict=False)}
        return grade([self._cases[id] for id in outputs], said)

    def report(self, graded: Sequence[Graded], crashed: int) -> EvalReport:
        """The figures."""
        return report(graded, self.suite, self.cases_sha256, crashed)

    def _content(self, case: GoldCase) -> str | None:
        return None


class Replayed(Recorded):
    """What ``coach review`` would say of every reply; no offers, no facts.

    The suite ``critic`` joins today's rulebook and the findings that were made out of fold. The suite ``shipped`` asks the weights
    that are shipped, which have seen the replies.
    """

    def __init__(self, suite: Suite, cases: Sequence[GoldCase], said: Mapping[str, Prediction], product: Product) -> None:
        super().__init__(suite, cases, said)
        self._product = product
        self._shipped = lru_cache(maxsize=None)(lambda language: LearnedCritic.load(language, product.weights))

    def prepare(self) -> None:
        """Load the rulebooks, and the weights where they are asked."""
        for language in {case.lang for case in self._cases.values()}:
            self._product.knowledge.rulebook(language)
            if self.suite is Suite.SHIPPED:
                self._shipped(language)

    async def execute(self, id: str) -> JsonValue:
        """The critique of the replies of a case."""
        # Not in a thread: it is all computing, and threads that take turns need half as long again.
        case = self._cases[id]
        return _dumped(self._critique(case, reply) for reply in case.replies)

    def _critique(self, case: GoldCase, reply: GoldReply) -> Prediction:
        learned: Learned = self._shipped(case.lang) if self.suite is Suite.SHIPPED else OutOfFold(self._said[reply.id])
        found = critique(reply.body, situation(case), self._product.knowledge.rulebook(case.lang), learned)
        return prediction(reply.id, found.findings, found.met)

    def _content(self, case: GoldCase) -> str:
        recorded = () if self.suite is Suite.SHIPPED else [self._said[reply.id].model_dump_json() for reply in case.replies]
        return "\n".join((case.model_dump_json(), *recorded))


def _dumped(said: Iterable[Prediction]) -> JsonValue:
    return [one.model_dump(mode="json") for one in said]


def situation(case: GoldCase) -> Situation:
    """What the critique of a reply to this case knows: the mail, no offers, no facts."""
    return Situation(
        lang=case.lang, ui=case.lang, mail=case.mail.text, asks=(), granted={}, offered=False, free_money=0, now=NOW, hold=False
    )


def prediction(id: str, findings: Iterable[Finding], met: tuple[str, ...]) -> Prediction:
    """A critique in the form in which it is graded."""
    fields = set(PredictedFinding.model_fields) - {"probability"}
    return Prediction(id=id, findings=tuple(PredictedFinding(**one.model_dump(include=fields)) for one in findings), met=met)
