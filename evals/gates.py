"""Gates: figures that a run must reach, as data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol

from evals.errors import GatesError
from evals.estimate import Estimate
from evals.models import Suite
from knowledge.datafile import read_data
from knowledge.models import Frozen


class Gate(Frozen):
    """A bound on one figure of the report."""

    figure: str
    """Path in the report, such as ``all.headline_f1`` or ``pl.dimensions.lecturing.f1``."""
    bound: Literal["value", "low", "high"]
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
    asks: str
    """What is asked of the figure, in one short line."""
    measured: Estimate | None
    state: Literal["held", "failed", "missing"]
    """A figure that was not measured holds no gate and breaks none: it is missing."""
    why: str = ""
    """Of a gate that does not hold."""


def gate_outcomes(measured: Measured, gates: Gates) -> tuple[GateOutcome, ...]:
    """What becomes of each gate of the suite."""
    return tuple(_outcome(gate, estimate_at(measured, gate.figure)) for gate in gates.of(measured.suite))


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


def _outcome(gate: Gate, measured: Estimate | None) -> GateOutcome:
    asks = " and ".join(
        f"{gate.bound} {word} {limit:g}" for word, limit in (("at least", gate.least), ("at most", gate.most)) if limit is not None
    )
    if measured is None:
        return GateOutcome(figure=gate.figure, asks=asks, measured=None, state="missing", why=f"{gate.figure} was not measured")
    value: float = getattr(measured, gate.bound)
    broken = ""
    if gate.least is not None and value < gate.least:
        broken = f"{gate.figure}: {gate.bound} {value:.3f} is below {gate.least}"
    if gate.most is not None and value > gate.most:
        broken = f"{gate.figure}: {gate.bound} {value:.3f} is above {gate.most}"
    return GateOutcome(figure=gate.figure, asks=asks, measured=measured, state="failed" if broken else "held", why=broken)
