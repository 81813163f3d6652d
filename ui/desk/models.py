"""What the page sends and what it is shown: the coach's answers with titles, sources and UTF-16 offsets."""

from typing import Literal

from pydantic import Field

from coach.models import AskAnswered, Commitment, ReadAnswer
from coach.note import Note
from coach.requests import Danger, Edit
from knowledge.models import Dimension, Frozen, Language, Severity

MAX_TEXT = 200_000
"""The longest mail or draft the page may send, in characters."""


# What the page sends


class MailOnDesk(Frozen):
    """The mail as it stands on the desk."""

    mail: str = Field(max_length=MAX_TEXT)
    cleared: tuple[Danger, ...] = ()
    """Dangers that the agent has read the mail for and ruled out."""


class Case(MailOnDesk):
    """The mail with what the agent knows and may promise, one thing a line."""

    facts: str = Field(default="", max_length=20_000)
    offer: str = Field(default="", max_length=20_000)
    lang: Language | None = None
    """Language of the reply; that of the mail when absent."""


class DraftCall(Case):
    """A draft asked for, with a name by which it can be stopped."""

    call: str = Field(max_length=100)
    edit: Edit | None = None
    """How the built-in draft is to be said otherwise."""
    again: tuple[int, ...] = Field(default=(), max_length=20)
    """Places, from 0, of its sentences that are to be said in other words."""


class StopCall(Frozen):
    """A draft that is no longer wanted."""

    call: str = Field(max_length=100)


class DraftOnDesk(Case):
    """The agent's text as it stands in the editor."""

    draft: str = Field(max_length=MAX_TEXT)


class DroppedFile(Frozen):
    """A file the agent opened or dropped."""

    name: str = Field(max_length=1000)
    content: str
    """Its bytes as base64."""


# What the page is shown


class Source(Frozen):
    """A guideline statement in the agent's language."""

    id: str
    document: str
    """Title of the document and heading: where the statement stands."""
    text: str


class Rewrite(Frozen):
    """A rewrite to accept; offsets count UTF-16 units, as the browser does."""

    start: int
    end: int
    text: str


class ShownFinding(Frozen):
    """One fault as its card shows it; offsets count UTF-16 units."""

    rule: str
    title: str
    why: str
    severity: Severity
    dimension: Dimension
    start: int
    end: int
    quote: str
    sentence: str
    """The sentence around the quote: a dismissal holds until it changes."""
    message: str
    advice: str
    replace: Rewrite | None
    sources: tuple[Source, ...]
    also: tuple[str, ...]
    """Titles of other rules that see the same fault."""


class ShownReview(Frozen):
    """What the coach says about the text in the editor."""

    lang: Language | Literal["unknown"]
    verdict: Literal["send", "fix", "hold"]
    findings: tuple[ShownFinding, ...]
    met: tuple[str, ...]
    """Titles of the rules the whole text fulfils."""
    asks: tuple[AskAnswered, ...]
    commitments: tuple[Commitment, ...]


class Escalation(Frozen):
    """What the agent does instead of drafting when a person is in danger."""

    risk: Danger
    evidence: str
    steps: tuple[str, ...]
    contact: str


class ShownReading(Frozen):
    """What the mail says, and who must take over if a person is in danger."""

    reading: ReadAnswer
    escalation: Escalation | None
    hidden: int
    """Characters of the mail that nobody would have seen; they were left out."""


class ShownSentence(Frozen):
    """One drafted sentence and what stands behind it."""

    text: str
    move: str
    rules: tuple[str, ...]
    sources: tuple[Source, ...]
    authority: tuple[str, ...]


class ShownDraft(Frozen):
    """A draft as the page puts it into the editor."""

    lang: Language
    outcome: Literal["send", "fill", "hold"]
    subject: str
    body: str
    gaps: dict[str, str]
    """Why each placeholder must be filled, by its text."""
    sentences: tuple[ShownSentence, ...]
    reasons: tuple[str, ...]
    fallback: str | None
    built_in: bool
    """Whether it can be said otherwise: only the built-in writer makes the same draft again."""
    note: Note | None
    escalation: Escalation | None
    review: ShownReview | None


class OpenedFile(Frozen):
    """The mail of a file, as it is put into the mail's field."""

    mail: str
    hidden: int
    """Characters of the file that nobody would have seen; they are not in the mail."""


class Stopped(Frozen):
    """Whether there was still a draft to stop."""

    stopped: bool


class Failure(Frozen):
    """Nothing came of it; the page says so in the agent's language and changes no text."""

    error: Literal["failed", "refused", "file"]
    reference: str = ""
    """Number under which the service logged it."""
