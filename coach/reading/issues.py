"""What a mail is about: one or two of nine issues."""

from collections.abc import Mapping

from coach.models import Issue
from coach.reading.model import ISSUES


def find_issues(chances: Mapping[str, float], second_border: float) -> tuple[Issue, ...]:
    """The likeliest issue, and the next one when it is likely enough by itself."""
    first, second = sorted(ISSUES, key=lambda issue: -chances[f"issue.{issue}"])[:2]
    return (first, second) if chances[f"issue.{second}"] > second_border else (first,)
