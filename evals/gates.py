"""Gates: figures that a run must reach, as data."""

from pathlib import Path
from typing import Literal

from evals.errors import GatesError
from evals.estimate import Estimate
from evals.steps.report import EvalReport
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
    """The gates of a suite."""

    critic: tuple[Gate, ...]


def read_gates(path: Path) -> Gates:
    """The gates of a file; raises GatesError with file:line."""
    return read_data(path, Gates, GatesError)


def failed_gates(measured: EvalReport, gates: Gates) -> tuple[str, ...]:
    """One line for each gate that does not hold; a figure that was not measured holds no gate."""
    return tuple(line for gate in gates.critic if (line := _failure(measured, gate)) is not None)


def _failure(measured: EvalReport, gate: Gate) -> str | None:
    estimate = _estimate(measured, gate.figure)
    if estimate is None or not estimate.count:
        return f"{gate.figure} was not measured"
    value: float = getattr(estimate, gate.bound)
    if gate.least is not None and value < gate.least:
        return f"{gate.figure}: {gate.bound} {value:.3f} is below {gate.least}"
    if gate.most is not None and value > gate.most:
        return f"{gate.figure}: {gate.bound} {value:.3f} is above {gate.most}"
    return None


def _estimate(measured: EvalReport, figure: str) -> Estimate | None:
    scope, *rest = figure.split(".")
    value: object = measured.scopes.get(scope)
    for name in rest:
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
    return value if isinstance(value, Estimate) else None
