"""What is asked of the coach, and what an agent knows and may promise; part of the public JSON contract."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from knowledge.models import Frozen, Language

RequestId = str | int | None
RiskName = Literal["legal-threat", "self-harm", "violence-threat", "safety-hazard", "data-privacy", "public-exposure"]
Danger = Literal["self-harm", "violence-threat"]
Edit = Literal["shorter", "warmer", "plainer", "more-formal"]
"""How a whole draft may be said otherwise."""


class VerifiedFact(Frozen):
    """Something the agent has checked; the reply may state it."""

    text: str = Field(min_length=1, max_length=2000)


class Offer(Frozen):
    """Something the agent is allowed to promise."""

    text: str = Field(min_length=1, max_length=2000)
    amount: str | None = Field(default=None, max_length=100)
    """Money or percentage as the customer should read it, such as ``30 €``."""
    by: str | None = Field(default=None, max_length=100)
    """When it will be done, as the customer should read it, such as ``Friday 5 pm``."""


class Stage(StrEnum):
    """The six phases of resolving a conflict, in their order."""

    IDENTIFY = "identify"
    RESPOND = "respond"
    COORDINATE = "coordinate"
    PROPOSE = "propose"
    EXECUTE = "execute"
    REVIEW = "review"


class ReadRequest(Frozen):
    """A mail to be read."""

    id: RequestId = None
    mail: str
    """Plain text (a first line ``Subject: …`` is understood) or RFC 5322."""


class DraftRequest(Frozen):
    """A mail to be answered, with what the agent knows and may promise."""

    id: RequestId = None
    mail: str
    facts: tuple[VerifiedFact, ...] = Field(default=(), max_length=50)
    offer: tuple[Offer, ...] = Field(default=(), max_length=20)
    stage: Stage | None = None
    lang: Language | None = None
    """Language of the reply; that of the mail when absent."""
    ui_lang: Language | None = None
    """Language of explanations; the draft's when absent."""
    cleared: tuple[Danger, ...] = ()
    """Dangers that a person has read the mail for and ruled out; they do not hold the draft."""


class RewriteRequest(DraftRequest):
    """A draft to be made once more and said otherwise; the built-in writer does it, for the same mail in the same way each time."""

    edit: Edit | None = None
    again: tuple[int, ...] = Field(default=(), max_length=20)
    """Places, from 0, of sentences that are to be said in other words, one after the other."""
    gloss: bool = False
    """Whether to say in ``ui_lang`` too what the reply says, for the agent to read."""


class ReviewRequest(Frozen):
    """An agent's draft to be critiqued, with the mail it answers if there is one."""

    id: RequestId = None
    draft: str
    mail: str | None = None
    facts: tuple[VerifiedFact, ...] = Field(default=(), max_length=50)
    offer: tuple[Offer, ...] = Field(default=(), max_length=20)
    lang: Language | None = None
    ui_lang: Language | None = None
    judge: bool | None = None
    """Whether a model judges the draft too; by default it does where one is configured."""
