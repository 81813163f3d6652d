"""Gates: figures that a run must reach, as data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol

from evals.errors import GatesError
from evals.estimate import Estimate
from evals.models import Suite
from knowledge.datafile import read_data
from knowledge.models import Frozen

Bound = Literal["value", "low", "high"]


class Gate(Frozen):
    """A bound on one figure of the report."""

    figure: str
    """Path in the report, such as ``all.headline_f1`` or ``pl.dimensions.lecturing.f1``."""
    bound: Bound
    """Which end of the interval is held against the limit."""
    least: float | None = None
    most: float | None = None


class Gates(Frozen):
    """The gates of each suite; a suite without any always passes."""

    critic: tuple[Gate, ...] = ()
    learned: tuple[Gate, ...] = ()
    shipped: tuple[Gate, ...] = ()
    retrieval: tuple[Gate, ...] = ()
    reading: tuple[Gate, ...] = ()
    drafts: tuple[Gate, ...] = ()
    mutation: tuple[Gate, ...] = ()

    def of(self, suite: Suite) -> tuple[Gate, ...]:
        """The gates of one suite."""
        gates: tuple[Gate, ...] = getattr(self, suite)
        return gates


class Measured(Protocol):
    """What every suite's report has in common."""

    @property
    def suite(self) -> Suite:
        """What was measured."""
        ...

    @property
    def scopes(self) -> Mapping[str, object]:
        """Figures by language code, and ``all``."""
        ...


def read_gates(path: Path) -> Gates:
    """The gates of a file; raises GatesError with file:line."""
    return read_data(path, Gates, GatesError)


class GateOutcome(Frozen):
    """Whether a gate holds, and why it does not."""

    figure: str
    change: bool = False
    """Whether it is about the change of the figure since another run."""
    bound: Bound
    least: float | None = None
    most: float | None = None
    measured: Estimate | None
    """Of the figure, or of its change."""
    state: Literal["held", "failed", "missing"]
    """A figure that was not measured holds no gate and breaks none: it is missing."""
    lacks: Literal["figure", "baseline", "cases"] | None = None
    """What a gate misses: the figure itself, anything to hold it against, or that it is of the same cases."""

    @property
    def asks(self) -> str:
        """What is asked of the figure."""
        limits = (("at least", self.least), ("at most", self.most))
        return f"{self.bound} " + " and ".join(f"{word} {limit:.3g}" for word, limit in limits if limit is not None)

    @property
    def why(self) -> str:
        """Why it does not hold, in one line; nothing when it does."""
        name = f"change of {self.figure}" if self.change else self.figure
        if self.measured is None:
            return {None: "", "figure": f"{name} was not measured", "baseline": f"{name}: there is no baseline"}.get(
                self.lacks, f"{name}: the baseline is of other cases"
            )
        value: float = getattr(self.measured, self.bound)
        if self.state == "held":
            return ""
        side = f"below {self.least:.3g}" if self.least is not None and value < self.least else f"above {self.most:.3g}"
        return f"{name}: {self.bound} {value:.3f} is {side}"


def gate_outcomes(measured: Measured, gates: Gates) -> tuple[GateOutcome, ...]:
    """What becomes of each gate of the suite."""
    return tuple(
        judged(gate.figure, estimate_at(measured, gate.figure), gate.bound, least=gate.least, most=gate.most)
        for gate in gates.of(measured.suite)
    )


def failed_gates(measured: Measured, gates: Gates) -> tuple[str, ...]:
    """One line for each gate that does not hold."""
    return tuple(one.why for one in gate_outcomes(measured, gates) if one.state != "held")


def estimate_at(measured: Measured, figure: str) -> Estimate | None:
    """The figure at a path of the report; None where the report has none or it rests on nothing."""
    scope, *rest = figure.split(".")
    value: object = measured.scopes.get(scope)
    for name in rest:
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
    return value if isinstance(value, Estimate) and value.count else None


def judged(
    figure: str, measured: Estimate | None, bound: Bound, *, least: float | None, most: float | None, change: bool = False
) -> GateOutcome:
    """What becomes of a gate on one bound of a figure."""
    if measured is None:
        return GateOutcome(
            figure=figure, change=change, bound=bound, least=least, most=most, measured=None, state="missing", lacks="figure"
        )
    value: float = getattr(measured, bound)
    broken = (least is not None and value < least) or (most is not None and value > most)
    state: Literal["held", "failed"] = "failed" if broken else "held"
    return GateOutcome(figure=figure, change=change, bound=bound, least=least, most=most, measured=measured, state=state)
