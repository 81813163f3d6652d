"""The one way in which a command gets its settings and its coach; what is heavy is imported here and not before."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.bootstrap import Coach

CONCURRENT_DRAFTS = 8
"""Drafts of a batch that may wait for the model at once."""


def open_coach() -> "Coach":
    """The coach of this process; raises SettingsError, PolicyError or RuleError, in one line."""
    from coach.bootstrap import build_coach
    from coach.settings import load_settings

    return build_coach(load_settings())


def width_of(coach: "Coach") -> int:
    """How many lines of a batch to keep in work at once: one unless a model is waited for."""
    return CONCURRENT_DRAFTS if coach.settings.model else 1
