"""What is wrong with drafts of one labelled mail, counted mechanically and by the referee.

A number is without authority when it stands neither in the mail nor in the text of what its own sentence rests on. A fact is used
when a sentence that rests on it says its numbers and most of its words, an offer when its amount and its time stand in the draft.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from coach.models import Sentence
from coach.requests import Offer, VerifiedFact
from evals.graders.quotes import matched
from evals.models import GoldCase, Graded, GradedText, Mark, PredictedFinding
from evals.referee.opinion import Referee
from knowledge.language.identify import identify
from knowledge.models import Dimension, Frozen, Severity

DANGERS = frozenset({"self-harm", "violence-threat"})
"""Labelled risks that call for a person instead of a draft."""
GAP = re.compile(r"\[\[.*?\]\]", re.S)
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"\w+")
BORDER = re.compile(r"(?<=[.!?…])\s+|\n+")
LONG = 6
"""Words; a sentence with more of them is noticed when it comes again."""
MOST_WORDS = 0.6
"""Share of a fact's words that a sentence must say."""


class MadeDraft(Frozen):
    """A draft with all that its grade rests on."""

    id: str
    outcome: str
    attempts: int
    """How often the writer was asked until nothing objected, or no better draft was to be had."""
    body: str
    sentences: tuple[Sentence, ...]
    asks: tuple[str, ...]
    """What was read of the mail."""
    findings: tuple[PredictedFinding, ...]
    """What the critic that it had to pass says of it."""
    facts: tuple[VerifiedFact, ...]
    offers: tuple[Offer, ...]
    sources: dict[str, str]
    """By authority that a sentence names, its text; the mail is not among them."""


def grade_drafts(case: GoldCase, drafts: Sequence[MadeDraft], referee: Referee) -> Graded:
    """The counts of all drafts of a mail."""
    counts: Counter[str] = Counter()
    texts = []
    for draft in drafts:
        notes = _notes(case, draft)
        counts.update(_counts(case, draft, notes))
        counts.update(_refereed(draft, referee))
        texts.append(
            GradedText(
                id=draft.id,
                text=draft.body,
                said=tuple(
                    Mark(**one.model_dump(include={"rule", "also", "dimension", "severity", "start", "end"})) for one in draft.findings
                ),
                notes={name: found for name, found in notes.items() if found},
            )
        )
    return Graded(id=case.id, lang=case.lang, counts=dict(counts), texts=tuple(texts))


def _notes(case: GoldCase, draft: MadeDraft) -> dict[str, tuple[str, ...]]:
    """What each count rests on, in the words of mail, agent or draft."""
    if not draft.body:
        return {}
    taken_up = {ask for sentence in draft.sentences for ask in sentence.asks}
    read = matched(case.asks, draft.asks, case.mail)
    return {
        "asks.unread": tuple(ask for index, ask in enumerate(case.asks) if index not in read),
        "asks.passed_over": tuple(case.asks[index] for index, said in read.items() if said not in taken_up),
        "numbers.foreign": tuple(_foreign_numbers(case, draft)),
        "facts.unused": tuple(fact.text for number, fact in enumerate(draft.facts) if not _is_told(fact, number, draft)),
        "offers.unused": tuple(offer.text for number, offer in enumerate(draft.offers) if not _is_offered(offer, number, draft)),
        "sentences": tuple(_own_sentences(draft)),
    }


def _counts(case: GoldCase, draft: MadeDraft, notes: dict[str, tuple[str, ...]]) -> dict[str, int]:
    mail = "danger" if case.reading and DANGERS & set(case.reading.risks) else "harmless"
    counts = {"drafts": 1, f"outcome.{draft.outcome}": 1, f"{mail}.drafts": 1, f"{mail}.held": int(draft.outcome == "hold")}
    counts["at_once"] = int(bool(draft.body) and draft.attempts == 1)
    if not draft.body:
        return counts
    severities = {one.severity for one in draft.findings}
    counts |= {"written": 1, "wrong_language": int(identify(draft.body).language is not case.lang)}
    counts |= {"errors": int(Severity.ERROR in severities), "warnings": int(Severity.WARNING in severities)}
    counts |= {f"found.{dimension}": int(_is_found(dimension, draft)) for dimension in Dimension}
    counts |= {"foreign_numbers": int(bool(notes["numbers.foreign"]))}
    counts |= {"asks": len(case.asks), "asks.read": len(case.asks) - len(notes["asks.unread"])}
    counts["asks.taken_up"] = counts["asks.read"] - len(notes["asks.passed_over"])
    counts |= {"facts": len(draft.facts), "facts.used": len(draft.facts) - len(notes["facts.unused"])}
    return counts | {"offers": len(draft.offers), "offers.used": len(draft.offers) - len(notes["offers.unused"])}


def _refereed(draft: MadeDraft, referee: Referee) -> dict[str, int]:
    """What a judge says whose eye the draft did not have to pass."""
    return {f"referee.{dimension}": 1 for dimension in referee.chances(draft.body).flags} if draft.body else {}


def _is_found(dimension: Dimension, draft: MadeDraft) -> bool:
    return any(one.dimension is dimension and one.severity is not Severity.HINT for one in draft.findings)


def _foreign_numbers(case: GoldCase, draft: MadeDraft) -> Iterator[str]:
    in_mail = set(NUMBER.findall(case.mail.text))
    for sentence in draft.sentences:
        allowed = in_mail.union(*(NUMBER.findall(draft.sources.get(name, "")) for name in sentence.authority))
        if set(NUMBER.findall(GAP.sub("", sentence.text))) - allowed:
            yield sentence.text


def _is_told(fact: VerifiedFact, number: int, draft: MadeDraft) -> bool:
    words = set(WORD.findall(fact.text.casefold()))
    for sentence in draft.sentences:
        said = set(WORD.findall(sentence.text.casefold()))
        if f"facts:{number}" in sentence.authority and len(words & said) >= MOST_WORDS * len(words):
            return set(NUMBER.findall(fact.text)) <= set(NUMBER.findall(sentence.text))
    return False


def _is_offered(offer: Offer, number: int, draft: MadeDraft) -> bool:
    body = _plain(draft.body)
    return any(f"offer:{number}" in sentence.authority for sentence in draft.sentences) and all(
        _plain(part) in body for part in (offer.amount, offer.by) if part
    )


def _own_sentences(draft: MadeDraft) -> Iterator[str]:
    """Sentences that are long enough to be noticed and that the writer, not the agent, is responsible for."""
    for sentence in draft.sentences:
        if not any(name.startswith(("facts:", "offer:")) for name in sentence.authority):
            yield from (_spaced(part) for part in BORDER.split(sentence.text) if len(part.split()) > LONG)


def _plain(text: str) -> str:
    return _spaced(text).casefold()


def _spaced(text: str) -> str:
    return " ".join(text.split())
