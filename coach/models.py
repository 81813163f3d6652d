"""The values that coaching takes and gives; those named *Request and *Answer are the public JSON contract."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import Field

from coach.note import Note
from coach.requests import Offer, RequestId, RiskName, Stage, VerifiedFact
from knowledge.models import Dimension, Frozen, Language, Severity

CutBy = Literal["container", "marks", "attribution", "divider", "headers"]
"""What told the history from the newest message: HTML containers, ``>``, ``On 3 March Anna wrote:``, a dividing line, a header block."""


class Hidden(Frozen):
    """Characters of a mail that no person would have seen; they are left out of it."""

    kind: Literal["styled", "comment", "invisible"]
    """Hidden by the style of HTML, in a comment of it, or such as show nothing anywhere."""
    characters: int


class Mail(Frozen):
    """One customer's mail as a person would read it: newest message apart from what it quotes."""

    subject: str = ""
    body: str
    """The newest message, NFC, ``\\n`` line ends, no invisible characters."""
    quoted: str = ""
    """The history below or between, folded away but kept."""
    sender: str | None = None
    """Display name of the sender, if the mail has headers."""
    cut_by: CutBy | None = None
    """The rule that folded the history; None when there is none."""
    hidden: tuple[Hidden, ...] = ()
    """What was left out because nobody would have seen it."""

    @property
    def text(self) -> str:
        """Subject and newest message, as the reader looks at them."""
        return f"{self.subject}\n{self.body}" if self.subject else self.body


class Feeling(Frozen):
    """A feeling and the customer's own words that show it."""

    feeling: Literal["anger", "frustration", "disappointment", "worry", "sadness", "sarcasm", "fear", "shame"]
    evidence: str


class Ask(Frozen):
    """One distinct request or question, verbatim."""

    text: str


class Fact(Frozen):
    """Something the customer states that a reply may echo, verbatim."""

    kind: Literal["order", "amount", "date", "duration", "time", "count", "name", "product", "place", "contact", "other"]
    text: str


class Risk(Frozen):
    """Something that wants a person's care, and the words that show it."""

    risk: RiskName
    evidence: str


Issue = Literal[
    "delivery", "defect", "billing", "cancellation-refund", "technical", "staff-conduct", "no-response", "contract-terms", "other"
]
Cause = Literal["service_error", "misunderstanding", "venting", "unclear"]


class Assessment(Frozen):
    """What a mail says: no claim without a quote, no mood score."""

    lang: Language | Literal["unknown"]
    issues: tuple[Issue, ...]
    cause: Cause
    feelings: tuple[Feeling, ...]
    intensity: Literal[0, 1, 2, 3]
    """0 calm, 1 annoyed, 2 upset, 3 furious or desperate."""
    asks: tuple[Ask, ...]
    facts: tuple[Fact, ...]
    risks: tuple[Risk, ...]
    stage: Stage
    missing: tuple[str, ...]
    """What an agent would have to know before this can be solved, in the mail's language."""


class ReadAnswer(Assessment):
    """The answer to a ReadRequest."""

    id: RequestId = None


class MoveName(StrEnum):
    """What one or two sentences of a reply do."""

    GREET = "greet"
    ACKNOWLEDGE = "acknowledge"
    APOLOGISE = "apologise"
    OWN = "own"
    RESTATE = "restate"
    INFORM = "inform"
    ANSWER = "answer"
    OFFER = "offer"
    CHOICE = "choice"
    SAFETY = "safety"
    DEFER = "defer"
    ASK_BACK = "ask-back"
    NEXT_STEP = "next-step"
    PREVENT = "prevent"
    INVITE = "invite"
    CLOSE = "close"


class Move(Frozen):
    """One step of the plan, the same in every language."""

    name: MoveName
    asks: tuple[int, ...] = ()
    """Indexes of the customer's asks that this move takes up."""
    authority: tuple[str, ...] = ()
    """What allows it: ``mail``, ``facts:0``, ``offer:0``, ``policy:first_reply_hours``, ``guideline:g1.1c``."""
    rules: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    """Guideline statements that ask for it, as the rules above do."""
    details: dict[str, str] = Field(default_factory=dict)
    """Language-neutral hints for the writer, such as ``{"situation": "bereavement"}``."""


class Passage(Frozen):
    """A guideline passage that grounds the reply."""

    id: str
    statement: str | None
    document: str
    text: str


class Brief(Frozen):
    """Everything a writer must know, and all it may use."""

    mail: Mail
    assessment: Assessment
    lang: Language
    plan: tuple[Move, ...]
    facts: tuple[VerifiedFact, ...]
    offer: tuple[Offer, ...]
    passages: tuple[Passage, ...]
    formal: bool
    """Whether the customer is addressed formally (Lei, vous, Pan/Pani)."""
    update_within: str
    """The bounded update the policy allows, in the reply's language, such as ``within two working days``."""
    sign_off: str
    objections: tuple[str, ...] = ()
    """Why the last attempt was turned down, for a revision."""


class Sentence(Frozen):
    """One sentence of a draft and what stands behind it."""

    text: str
    move: MoveName
    asks: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()


class Usage(Frozen):
    """What the calls to a model cost, as the provider counted it."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt: str | None = None
    """Version of the prompt, by its content."""
    hidden: tuple[str, ...] = ()
    """Kinds of personal data for which the model was given placeholders."""

    def __add__(self, other: "Usage") -> "Usage":
        """Both together."""
        return Usage(
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            prompt=other.prompt or self.prompt,
            hidden=tuple(sorted({*self.hidden, *other.hidden})),
        )


class Draft(Frozen):
    """A reply as its writer made it: paragraphs of sentences."""

    subject: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    usage: Usage = Usage()
    """What it cost; nothing for the built-in writer."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in reading order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def body(self) -> str:
        """The reply as the customer would read it."""
        return "\n\n".join(" ".join(sentence.text for sentence in paragraph) for paragraph in self.paragraphs)

    def located(self) -> Iterator[tuple[int, Sentence]]:
        """Each sentence with the code point of the body at which it starts."""
        at = 0
        for paragraph in self.paragraphs:
            for sentence in paragraph:
                yield at, sentence
                at += len(sentence.text) + 1
            at += 1


class Placeholder(Frozen):
    """A gap that the agent must fill before sending."""

    text: str
    """The gap as it stands in the body, with its brackets."""
    start: int
    end: int
    why: str


class Replacement(Frozen):
    """A rewrite that can be accepted with one click; offsets are code points of the draft."""

    start: int
    end: int
    text: str


class Finding(Frozen):
    """One fault of a draft, with its rule, its source and a rewrite or advice."""

    rule: str
    dimension: Dimension
    severity: Severity
    start: int
    end: int
    utf16_start: int
    utf16_end: int
    quote: str
    message: str
    replace: Replacement | None
    advice: str
    origin: Literal["pattern", "learned", "promises", "facts", "presence", "judge"]
    sources: tuple[str, ...]
    also: tuple[str, ...] = ()
    """Other rules that see the same fault in the same words."""


class AskAnswered(Frozen):
    """One of the customer's asks and whether the draft answers it or says when it will."""

    text: str
    answered: bool


class Commitment(Frozen):
    """Something the draft says will be done."""

    text: str
    start: int
    end: int
    actor: Literal["us", "customer"]
    action: str
    deadline: str | None
    """ISO 8601 date or date and time, or None when the draft gives none."""
    amount: str | None
    status: Literal["supported", "needs-approval", "unrealistic"]


class Critique(Frozen):
    """What the rules say about a draft."""

    lang: Language | Literal["unknown"]
    verdict: Literal["send", "fix", "hold"]
    findings: tuple[Finding, ...]
    met: tuple[str, ...]
    """Require rules that the whole draft fulfils."""
    asks: tuple[AskAnswered, ...]
    commitments: tuple[Commitment, ...]


class ReviewAnswer(Critique):
    """The answer to a ReviewRequest."""

    id: RequestId = None
    judge: str | None = None
    """The model that judged the draft too, as ``provider:name``."""
    fallback: str | None = None
    """Why a model that should have judged did not."""


class DraftAnswer(Frozen):
    """The answer to a DraftRequest."""

    id: RequestId = None
    lang: Language
    outcome: Literal["send", "fill", "hold"]
    """Ready, ready once its placeholders are filled, or for a person to decide."""
    subject: str
    body: str
    sentences: tuple[Sentence, ...]
    placeholders: tuple[Placeholder, ...]
    reasons: tuple[str, ...]
    assessment: Assessment
    critique: Critique | None
    """None when there is no draft to critique."""
    note: Note | None = None
    """What to do beside sending it; None when there is no draft."""
    gloss: str | None = None
    """The same plan in the agent's language, marked as such and never to be sent; only where a rewrite asks for it."""
    engine: str
    """``built-in``, or the model as ``provider:name``."""
    fallback: str | None = None
    """Why the model's draft is not here, when the built-in one stands in for it."""
    usage: Usage = Usage()
    """What was asked of the model for it, with all revisions."""
