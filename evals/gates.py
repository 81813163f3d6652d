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


def failed_gates(measured: Measured, gates: Gates) -> tuple[str, ...]:
    """One line for each gate that does not hold; a figure that was not measured holds no gate."""
    return tuple(line for gate in gates.of(measured.suite) if (line := _failure(measured, gate)) is not None)


def _failure(measured: Measured, gate: Gate) -> str | None:
    estimate = _estimate(measured, gate.figure)
    if estimate is None or not estimate.count:
        return f"{gate.figure} was not measured"
    value: float = getattr(estimate, gate.bound)
    if gate.least is not None and value < gate.least:
        return f"{gate.figure}: {gate.bound} {value:.3f} is below {gate.least}"
    if gate.most is not None and value > gate.most:
        return f"{gate.figure}: {gate.bound} {value:.3f} is above {gate.most}"
    return None


def _estimate(measured: Measured, figure: str) -> Estimate | None:
    scope, *rest = figure.split(".")
    value: object = measured.scopes.get(scope)
    for name in rest:
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
    return value if isinstance(value, Estimate) else None
