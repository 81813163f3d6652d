"""The readings that were made out of fold, case by case."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from coach.models import ReadAnswer
from evals.graders.reading import grade_reading
from evals.models import GoldCase, Graded, Suite
from evals.reading.report import ReadingReport, report
from evals.steps.collect import digest
from evals.suite import Item


class Readings:
    """A mail each, with what was understood of it."""

    suite = Suite.READING

    def __init__(self, cases: Sequence[GoldCase], said: Mapping[str, ReadAnswer]) -> None:
        self._cases, self._said = {case.id: case for case in cases}, said
        self.cases_sha256 = digest(cases)

    @property
    def items(self) -> tuple[Item, ...]:
        """The mails."""
        return tuple(Item(case.id, case.lang, None) for case in self._cases.values())

    def prepare(self) -> None:
        """Readings are at hand."""

    async def execute(self, id: str) -> JsonValue:
        """What was understood of a mail."""
        output: JsonValue = self._said[id].model_dump(mode="json")
        return output

    def grade(self, outputs: Mapping[str, JsonValue]) -> tuple[Graded, ...]:
        """The counts of the mails."""
        said = {id: ReadAnswer.model_validate(output) for id, output in outputs.items()}
        return tuple(Graded(id=id, lang=self._cases[id].lang, counts=dict(grade_reading(self._cases[id], one))) for id, one in said.items())

    def report(self, graded: Sequence[Graded], crashed: int) -> ReadingReport:
        """The figures."""
        return report(graded, self.cases_sha256, crashed)
