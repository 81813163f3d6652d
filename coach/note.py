"""The note for the agent that comes with a draft; part of the public JSON contract."""

from coach.requests import RiskName
from knowledge.models import Frozen


class AskOf(Frozen):
    """What to find out in the house, and from whom."""

    department: str | None
    """As the policy names it; None where the policy names nobody."""
    contact: str | None
    questions: tuple[str, ...]


class Decision(Frozen):
    """What somebody has to decide."""

    what: str
    by: str


class Caution(Frozen):
    """A risk of the mail, with the words that show it and what it asks of the agent."""

    risk: RiskName
    evidence: str
    advice: str
    contact: str
    in_reply: bool
    """Whether the reply speaks of it; if not, only this note does."""


class Promised(Frozen):
    """What the reply says that we shall do."""

    text: str
    by: str | None
    """ISO 8601 date or date and time, or None when the reply gives none."""


class Note(Frozen):
    """What an agent has to do beside sending the reply, in the agent's language."""

    asks_of: tuple[AskOf, ...]
    decisions: tuple[Decision, ...]
    missing: tuple[str, ...]
    """What the customer or the files must still tell us."""
    risks: tuple[Caution, ...]
    promised: tuple[Promised, ...]
