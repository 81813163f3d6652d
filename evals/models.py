"""The values of the evals: gold cases as people label them, and what a grading says."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from coach.checks.learned import RULES_OF
from coach.models import Cause, Issue
from knowledge.models import Dimension, Frozen, Language, Severity, Span

Feeling = Literal["anger", "frustration", "disappointment", "worry", "sadness", "sarcasm", "fear", "shame", "none"]
Outcome = Literal["tp", "fp", "fn", "tn"]
"""Whether something was there and was seen: a true or false positive or negative."""
RiskName = Literal["legal-threat", "self-harm", "violence-threat", "safety-hazard", "data-privacy", "public-exposure"]

DIMENSION_OF: dict[str, Dimension] = {rule: dimension for dimension, rules in RULES_OF.items() for rule in rules}
"""The rules that gold findings may carry."""
HEADLINE = (Dimension.DEFENSIVENESS, Dimension.LECTURING, Dimension.UNREALISTIC_PROMISES)
MET = (
    "acknowledges-feelings",
    "answers-every-ask",
    "apologises",
    "clear-next-step",
    "invites-reply",
    "offers-a-choice",
    "owns-the-problem",
    "prevents-recurrence",
    "restates-the-problem",
    "time-expectation",
)
"""What a whole reply may achieve."""


class Suite(StrEnum):
    """What can be measured."""

    CRITIC = "critic"
    """The whole critique, rulebook and learned critic together, as ``coach review`` gives it."""
    LEARNED = "learned"
    """The learned critic alone."""
    SHIPPED = "shipped"
    """The critique with the weights that are shipped, on the replies that they learned from: tells no quality, but a broken file."""
    RETRIEVAL = "retrieval"
    """Search, beside simpler ways of searching."""
    READING = "reading"
    """What is understood of a mail, as ``coach read`` gives it."""
    DRAFTS = "drafts"
    """The built-in writer's replies to the labelled mails."""
    MUTATION = "mutation"
    """The critique on clean replies into which one fault was put, or a change that means nothing."""


class GoldMail(Frozen):
    """The customer's mail of a case."""

    subject: str
    body: str

    @property
    def text(self) -> str:
        """Subject and body, as the critic is given them."""
        return f"{self.subject}\n{self.body}" if self.subject else self.body


class GoldReading(Frozen):
    """What a careful reader finds in the mail; spans are verbatim."""

    issues: tuple[Issue, ...] = Field(min_length=1)
    cause: Cause
    feelings: tuple[Feeling, ...]
    intensity: Literal[0, 1, 2, 3]
    asks: tuple[str, ...]
    risks: tuple[RiskName, ...]
    facts: tuple[str, ...]


class GoldFinding(Frozen):
    """One fault of a reply: its rule and the shortest words that carry it."""

    rule: str
    span: str = Field(min_length=1)


class GoldReply(Frozen):
    """One agent's reply, labelled."""

    id: str
    body: str = Field(min_length=1)
    findings: tuple[GoldFinding, ...]
    met: tuple[str, ...]
    uncertain: tuple[str, ...] = ()
    """Presence labels that the annotator would not decide; they are not scored."""
    reviewer: str | None = None
    """Who corrected what the critic had said of it."""

    def spans(self, dimension: Dimension) -> tuple[Span, ...]:
        """Where the faults of a dimension stand in the body."""
        found = (f.span for f in self.findings if DIMENSION_OF[f.rule] is dimension)
        return tuple(Span(at := self.body.index(span), at + len(span)) for span in found)


class GoldCase(Frozen):
    """A customer's mail, what a careful reader finds in it, and labelled replies."""

    id: str = Field(min_length=1)
    lang: Language
    domain: str
    mail: GoldMail
    reading: GoldReading | None = None
    """None where only replies were labelled."""
    replies: tuple[GoldReply, ...] = Field(min_length=1)

    @property
    def asks(self) -> tuple[str, ...]:
        """What the customer asks, as far as anybody labelled it."""
        return self.reading.asks if self.reading else ()

    @property
    def undecided(self) -> frozenset[str]:
        """Presence rules that nobody can judge: a mail that asks for nothing has no ask to answer."""
        return frozenset({"answers-every-ask"} if self.reading and not self.reading.asks else ())


class GoldQuery(Frozen):
    """A question to the search, and the statements that answer it."""

    id: str = Field(min_length=1)
    lang: Language
    query: str = Field(min_length=1)
    relevant: dict[str, Literal[1, 2]] = Field(min_length=1)
    """Grade by statement: 2 answers the question, 1 helps."""


class CaseCounts(Frozen):
    """How many cases, replies and findings a set of files holds."""

    cases: int
    replies: int
    findings: int
    clean: int
    """Replies without a fault."""
    by_language: dict[Language, int]
    """Cases of each language."""


class PredictedFinding(Frozen):
    """One finding as ``coach review`` reports it; only these fields are graded."""

    rule: str
    dimension: Dimension
    severity: Severity
    start: int
    end: int
    quote: str
    also: tuple[str, ...] = ()
    probability: float | None = None


class Prediction(Frozen):
    """What a critic said about one reply."""

    id: str
    findings: tuple[PredictedFinding, ...]
    met: tuple[str, ...]


class Mark(Frozen):
    """A fault at its place in a text, as a person labelled it or as a critic said it."""

    rule: str
    also: tuple[str, ...] = ()
    dimension: Dimension
    severity: Severity | None = None
    """None for what a person labelled."""
    start: int
    """Code points of the text."""
    end: int
    right: bool | None = None
    """Of a labelled fault whether it was found, of a finding whether it lies on a labelled fault; None where nobody labelled the text."""


class GradedText(Frozen):
    """One text that was graded, with all that a report needs to show why."""

    id: str
    text: str
    gold: tuple[Mark, ...] = ()
    """What people labelled, in reading order."""
    said: tuple[Mark, ...] = ()
    """What the critic said, in reading order."""
    merits: dict[str, Outcome] = Field(default_factory=dict)
    """Presence rules that were judged."""
    notes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What else the grade rests on, by the name of its count: the words concerned, such as an ask that a draft passes over."""


class Graded(Frozen):
    """A case's counts; they add up over cases."""

    id: str
    lang: Language
    counts: dict[str, int | float]
    texts: tuple[GradedText, ...] = ()
    """The replies or drafts of the case; none for suites that grade no text."""


class Table(Frozen):
    """A table for people; cells are ready to print."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
