"""The note for the agent beside a draft: whom in the house to ask what, what to decide, what to take care of, and what was promised."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, get_args

from pydantic import AfterValidator

from coach.models import Brief, Commitment, Draft, Issue, Move, MoveName, Risk
from coach.note import AskOf, Caution, Decision, Note, Promised
from coach.policy import Policy
from coach.reading.lexicon import lexicon_of
from coach.requests import RiskName
from coach.wording import WordingError
from coach.writers.plan.moves import TOPICAL
from coach.writers.vocabulary.words import vocabulary_of
from knowledge.datafile import read_data
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent / "notes"
MONEY = frozenset({"refund", "compensation", "costs", "refuse-pay"})
"""Topics on which the agent's own authority may be enough."""
DECIDED = MONEY | {"staff", "terms"}
"""Topics on which somebody has to decide; all others are for somebody to find out."""
SPOKEN_OF: dict[RiskName, frozenset[str]] = {
    "legal-threat": frozenset({"legal"}),
    "safety-hazard": frozenset({"safety"}),
    "data-privacy": frozenset({"privacy"}),
    "public-exposure": frozenset({"public"}),
    "self-harm": frozenset(),
    "violence-threat": frozenset(),
}
"""Kinds of moves by which a reply takes a risk up."""


def _for_every_topic(questions: dict[str, str]) -> dict[str, str]:
    if lacking := sorted(vocabulary_of(Language.EN).questions.keys() - questions.keys()):
        raise ValueError(f"lacks {', '.join(lacking)}")
    return questions


def _for_every_risk(risks: dict[RiskName, str]) -> dict[RiskName, str]:
    if lacking := [risk for risk in get_args(RiskName) if risk not in risks]:
        raise ValueError(f"lacks {', '.join(lacking)}")
    return risks


class NoteWords(Frozen):
    """What a note says in one language."""

    quote: str
    """With ``{words}``: the customer's own, where no topic is known."""
    questions: Annotated[dict[str, str], AfterValidator(_for_every_topic)]
    """By topic of the vocabulary, what to ask a colleague."""
    decides: str
    """With ``{limit}`` and ``{contact}``: who decides about money."""
    risks: Annotated[dict[RiskName, str], AfterValidator(_for_every_risk)]
    """What a risk asks of the agent."""


@cache
def note_words(language: Language) -> NoteWords:
    """The words of a language; raises WordingError with file:line."""
    return read_data(FOLDER / f"{language}.yaml", NoteWords, WordingError)


def note_on(brief: Brief, draft: Draft, commitments: Iterable[Commitment], policy: Policy, ui: Language) -> Note:
    """What the agent has to do about a case beside sending the reply, in the agent's language.

    ``commitments`` are those of the draft. What the reply defers is asked or decided in the house; a risk is named whether
    the reply speaks of it or passes over it.
    """
    words = note_words(ui)
    topics = tuple(dict.fromkeys(topic for move in brief.plan for topic in _topics(move)))
    return Note(
        asks_of=_asks_of(brief, [topic for topic in topics if topic not in DECIDED or _known_by(topic, brief, policy)], policy, words),
        decisions=tuple(
            Decision(what=words.questions[topic], by=_decides(topic, policy, words, ui)) for topic in topics if topic in DECIDED
        ),
        missing=_missing(brief, ui),
        risks=_cautions(brief, policy, words, ui),
        promised=tuple(_promised(draft, [one for one in commitments if _binding(one)])),
    )


def _binding(commitment: Commitment) -> bool:
    """Whether we can be held to it by the calendar or by the sum; that we take care of something is no appointment."""
    return commitment.actor == "us" and bool(commitment.deadline or commitment.amount)


def _promised(draft: Draft, commitments: Sequence[Commitment]) -> Iterator[Promised]:
    """What binds us in reading order; an offer does once the customer takes it, however it is put."""
    for start, sentence in draft.located():
        made = [one for one in commitments if start <= one.start < start + len(sentence.text)]
        yield from (Promised(text=one.text, by=one.deadline) for one in made)
        if sentence.move is MoveName.OFFER and not made:
            yield Promised(text=sentence.text, by=None)


def _topics(move: Move) -> Sequence[str]:
    """What is found out or decided after the reply has left; what facts and offers answer is in no such move."""
    named = move.details.get("questions")
    return named.split(",") if named else ()


def _asks_of(brief: Brief, topics: Iterable[str], policy: Policy, words: NoteWords) -> tuple[AskOf, ...]:
    """The questions by department; those that no department of the policy answers come last, and name nobody."""
    asked: dict[str | None, list[str]] = {}
    for topic in topics:
        asked.setdefault(_department(TOPICAL.get(topic), brief, policy), []).append(words.questions[topic])
    for quoted in _unnamed(brief):
        asked.setdefault(_department(None, brief, policy), []).append(words.quote.format(words=quoted))
    found = (
        AskOf(department=name, contact=policy.departments[name].contact if name else None, questions=tuple(questions))
        for name, questions in asked.items()
    )
    return tuple(sorted(found, key=lambda one: one.department is None))


def _known_by(topic: str, brief: Brief, policy: Policy) -> str | None:
    """The department that knows about a topic, whoever decides: before money is promised somebody has to look it up."""
    return _department(TOPICAL.get(topic), brief, policy)


def _department(issue: str | None, brief: Brief, policy: Policy) -> str | None:
    """The department for the question's issue, else for the first of the mail's issues that has one."""
    own: Iterable[Issue] = [one for one in get_args(Issue) if one == issue]
    return next((name for one in (*own, *brief.assessment.issues) for name, _ in policy.departments_for([one])), None)


def _unnamed(brief: Brief) -> Iterator[str]:
    """Asks that the reply defers without a topic, in the customer's words."""
    asks = brief.assessment.asks
    for move in brief.plan:
        if move.name is MoveName.DEFER and not _topics(move):
            yield from (" ".join(asks[at].text.split()) for at in move.asks)


def _decides(topic: str, policy: Policy, words: NoteWords, ui: Language) -> str:
    contact, limit = policy.escalation_contact[ui], policy.refund_without_approval
    return words.decides.format(limit=f"{limit:g}", contact=contact) if topic in MONEY and limit else contact


def _cautions(brief: Brief, policy: Policy, words: NoteWords, ui: Language) -> tuple[Caution, ...]:
    """Each risk of the mail once, with the first words that show it."""
    first: dict[RiskName, Risk] = {}
    for risk in brief.assessment.risks:
        first.setdefault(risk.risk, risk)
    kinds = {move.details.get("kind", "") for move in brief.plan}
    return tuple(
        Caution(
            risk=one.risk,
            evidence=one.evidence,
            advice=words.risks[one.risk],
            contact=policy.contact_for(one.risk, ui),
            in_reply=bool(SPOKEN_OF[one.risk] & kinds),
        )
        for one in first.values()
    )


def _missing(brief: Brief, ui: Language) -> tuple[str, ...]:
    """What nobody told us yet, said in the agent's language."""
    written = brief.assessment.lang
    if written in ("unknown", ui):
        return brief.assessment.missing
    spoken, own = lexicon_of(Language(written)).words.missing, lexicon_of(ui).words.missing
    said = {told: own[issue][need] for issue, needs in spoken.items() for need, told in needs.items() if need in own.get(issue, {})}
    return tuple(said.get(told, told) for told in brief.assessment.missing)
