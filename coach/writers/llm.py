"""The writer that asks a language model: the brief becomes a prompt, the answer a draft that the same gates will judge."""

import secrets
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coach.checks.authority import granted
from coach.errors import ModelBadAnswer
from coach.models import Brief, Draft, Move, MoveName, Sentence
from coach.policy import Policy
from coach.prompting import ENGLISH, fenced, harmless, template, version
from coach.settings import Settings
from coach.writers.chat import Chat
from coach.writers.incremental import SentenceReader
from coach.writers.writer import AT_LEISURE, Heard, Turn
from knowledge.models import Language

TEMPLATES = ("compose", "mail")
LONGEST_MAIL = 12_000
"""Code points of a mail that a model is given; the rest of a longer one is cut, visibly."""
FORMAL = {
    Language.EN: "politely, by title and name if the mail gives them",
    Language.IT: "with Lei",
    Language.FR: "with vous",
    Language.PL: "with Pan or Pani where the mail shows which, else without naming the gender",
}
INFORMAL = {Language.EN: "by first name", Language.IT: "with tu", Language.FR: "with tu", Language.PL: "with Ty"}


class WrittenSentence(BaseModel):
    """One sentence as the model returns it."""

    model_config = ConfigDict(extra="forbid")

    text: str
    move: MoveName
    asks: list[int]
    passages: list[str]
    authority: list[str]


class WrittenReply(BaseModel):
    """The reply as the model returns it."""

    model_config = ConfigDict(extra="forbid")

    subject: str
    paragraphs: list[list[WrittenSentence]] = Field(description="Paragraphs of sentences, in reading order")


class LlmWriter:
    """A Writer that realises the brief with one structured call to a chat model."""

    def __init__(self, chat: Chat, policy: Policy) -> None:
        self._chat, self._policy = chat, policy

    @classmethod
    def connect(cls, settings: Settings, policy: Policy) -> Self:
        """Prepare the configured model; raises SettingsError when its name cannot be used."""
        return cls(Chat.connect(settings), policy)

    async def write(self, brief: Brief, turn: Turn = AT_LEISURE) -> Draft:
        """The model's draft of a brief; raises a ModelError when there is none."""
        system, user = prompt(brief, self._policy, secrets.token_hex(4))
        reader = _reader(turn.heard, brief) if turn.heard else None
        reply = await self._chat.ask(system, user, WrittenReply, until=turn.until, heard=reader.feed if reader else None)
        return _draft(reply.value, brief).model_copy(update={"usage": reply.usage.model_copy(update={"prompt": version(*TEMPLATES)})})


def prompt(brief: Brief, policy: Policy, nonce: str) -> tuple[str, str]:
    """System and user message; the customer's words stand in the user message only, each line behind a fresh mark."""
    backed = granted(brief.facts, brief.offer, policy, brief.lang)
    used = {authority for move in brief.plan for authority in move.authority} | {name for name in backed if not name.startswith("policy:")}
    sources = ["- `mail`: what the customer wrote", *(f"- `{name}`: {text}" for name, text in backed.items() if name in used)]
    system = template("compose").substitute(
        language=ENGLISH[brief.lang],
        register=(FORMAL if brief.formal else INFORMAL)[brief.lang],
        sources="\n".join(sources),
        plan="\n".join(_move(number, move) for number, move in enumerate(brief.plan, 1)),
        passages="\n".join(f"- `{one.id}` ({one.document}): {one.text}" for one in brief.passages) or "none",
        sign_off=brief.sign_off,
    )
    mark = f"[{nonce}]"
    user = template("mail").substitute(
        mark=mark,
        mail=fenced(brief.mail.text, mark, LONGEST_MAIL),
        asks="\n".join(f"{mark} {i}: {harmless(ask.text)}" for i, ask in enumerate(brief.assessment.asks)) or "nothing in particular",
        objections=_objections(brief),
    )
    return system, user


def _move(number: int, move: Move) -> str:
    parts = [f"{number}. `{move.name}`"]
    if move.asks:
        parts.append(f"asks {list(move.asks)}")
    if move.authority:
        parts.append(f"authority {', '.join(move.authority)}")
    parts += [f"{key}: {value}" for key, value in move.details.items()]
    return ", ".join(parts)


def _objections(brief: Brief) -> str:
    """What was wrong with the last attempt; it quotes the model, who may quote the mail, so it is not for the system message."""
    if not brief.objections:
        return ""
    return "\n# Your last draft was turned down\nWrite it again without these faults:\n" + "\n".join(f"- {one}" for one in brief.objections)


def _reader(heard: Heard, brief: Brief) -> SentenceReader:
    """Tells a listener each sentence that is one; whatever else comes is judged with the whole answer."""

    def closed(paragraph: int, text: str) -> None:
        try:
            written = WrittenSentence.model_validate_json(text)
        except ValidationError:
            return
        if written.text.strip():
            heard(paragraph, _sentence(written, brief))

    return SentenceReader(closed)


def _draft(reply: WrittenReply, brief: Brief) -> Draft:
    paragraphs = tuple(tuple(_sentence(one, brief) for one in paragraph if one.text.strip()) for paragraph in reply.paragraphs)
    paragraphs = tuple(paragraph for paragraph in paragraphs if paragraph)
    if not paragraphs:
        raise ModelBadAnswer("the model's draft is empty")
    return Draft(subject=" ".join(reply.subject.split()), paragraphs=paragraphs)


def _sentence(written: WrittenSentence, brief: Brief) -> Sentence:
    return Sentence(
        text=" ".join(written.text.split(" ")).strip(),
        move=written.move,
        asks=tuple(ask for ask in written.asks if 0 <= ask < len(brief.assessment.asks)),
        rules=next((move.rules for move in reversed(brief.plan) if move.name is written.move), ()),
        passages=tuple(written.passages),
        authority=tuple(written.authority),
    )
