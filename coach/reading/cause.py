"""Where the trouble comes from, as the mail itself supports it."""

from collections.abc import Mapping

from coach.models import Cause
from coach.reading.model import CAUSES


def find_cause(chances: Mapping[str, float]) -> Cause:
    """The likeliest cause."""
    return max(CAUSES, key=lambda cause: chances[f"cause.{cause}"])
