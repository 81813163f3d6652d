"""A critique with its evidence: what the rulebook found and how the learned critic came to its figure."""

from coach.checks.evidence import Explanation
from coach.models import ReviewAnswer


class Explained(ReviewAnswer):
    """The answer to a ReviewRequest, with why each finding is there."""

    explanations: tuple[Explanation, ...]
    """One for each finding, in their order."""
