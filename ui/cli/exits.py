"""What an exit code of ``coach`` means; scripts and editors rely on it."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, the same for every command."""

    CLEAN = 0
    """Nothing to fix, or a batch that ran."""
    FINDINGS = 1
    """Findings of severity error, or a gate failed."""
    BAD_INPUT = 2
    """Bad usage, input, setting, rule or policy; one line on standard error says what to do."""
    NOT_MEASURED = 3
    """The model provider failed, or a figure could not be measured."""
    HELD = 4
    """A person has to decide."""
