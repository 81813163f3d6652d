"""Everything that can go wrong while measuring.

EvalsError
├── CasesError       gold cases that must not be used; says file:line, one fault a line
├── PredictionsError predictions that do not fit the cases; says file:line
├── GatesError       a gates file that must not be used; says file:line
└── RunError         a run folder that must not be used; says file:line
"""

from pathlib import Path


class EvalsError(Exception):
    """A fault whose message says what is wrong and what to do."""


class CasesError(EvalsError):
    """Gold cases that must not be used; one fault a line."""


class PredictionsError(EvalsError):
    """Predictions that do not fit the cases they were made for."""


class GatesError(EvalsError):
    """A gates file that must not be used."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")


class RunError(EvalsError):
    """A run folder that cannot be read, or cannot be gone on with."""
