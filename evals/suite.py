"""What a suite is to whoever runs it: cases to be executed one by one, and what becomes of their results."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from pydantic import JsonValue

from evals.models import Graded, Suite
from evals.runs import Report
from knowledge.models import Language


class Item(NamedTuple):
    """One case to be executed."""

    id: str
    lang: Language
    content: str | None
    """Everything that the case itself says; None where what it gives is recorded anyway and need not be kept."""


class Work(Protocol):
    """A suite with its cases; ``execute`` may be asked for several at once, after ``prepare``."""

    @property
    def suite(self) -> Suite:
        """Its name."""
        ...

    @property
    def items(self) -> Sequence[Item]:
        """Its cases."""
        ...

    @property
    def cases_sha256(self) -> str:
        """The hash of its cases."""
        ...

    def prepare(self) -> None:
        """Load what executing needs; called once, and not when every result is known."""
        ...

    async def execute(self, id: str) -> JsonValue:
        """What one case gives; whatever it raises is a crash of that case."""
        ...

    def grade(self, outputs: Mapping[str, JsonValue]) -> tuple[Graded, ...]:
        """The counts of the cases that gave something."""
        ...

    def report(self, graded: Sequence[Graded], crashed: int) -> Report:
        """The figures."""
        ...
