"""What the house allows: reply times, money, forms of address, and what happens when a person is in danger."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from coach.errors import PolicyError
from knowledge.datafile import read_data
from knowledge.models import Frozen, Language

DEFAULT = Path(__file__).parent / "default_policy.yaml"

ByLanguage = dict[Language, str]
Hours = Annotated[int, Field(ge=1, le=240)]


class Protocol(Frozen):
    """What an agent does at once when a mail speaks of self-harm or violence; no draft is written."""

    steps: dict[Language, tuple[str, ...]]


class Policy(Frozen):
    """The house policy; everything a draft may promise without an agent's offer stands here."""

    first_reply_hours: Hours
    """A first reply is sent within this many hours."""
    update_working_days: Annotated[int, Field(ge=1, le=20)]
    """While a case is open the customer hears from us within this many working days."""
    office_hours: ByLanguage
    """Office hours as a customer reads them."""
    formal: dict[Language, bool]
    """Whether customers are addressed formally (Lei, vous, Pan/Pani)."""
    sign_off: ByLanguage
    """The last lines of a reply; ``[[…]]`` is filled by the agent."""
    refund_without_approval: Annotated[float, Field(ge=0)]
    """Money an agent may promise without asking, in the case's currency; 0 means none."""
    escalation_contact: str = Field(min_length=1)
    """Who takes over, as the agent reads it."""
    self_harm: Protocol
    violence: Protocol
    link_domains: tuple[str, ...] = ()
    """Domains that a reply may link to; none means that a reply carries no link but the customer's own."""


def load_policy(path: Path | None = None) -> Policy:
    """The policy of a file, or the conservative default; raises PolicyError with file:line."""
    return read_data(path or DEFAULT, Policy, PolicyError)
