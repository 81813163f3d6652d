"""Commitments in a draft: who does what by when, and whether somebody has authorised it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from coach.checks.clauses import clauses_of
from coach.checks.commitmentcues import cues_for
from coach.checks.facts import figures
from coach.models import Commitment
from knowledge.language.amounts import find_amounts, value_of
from knowledge.language.dates import find_timings
from knowledge.language.deadlines import deadline_of, lies_ahead
from knowledge.models import Language

Status = Literal["supported", "needs-approval", "unrealistic"]
OPENING = 3
"""Words of an act that say what kind of act it is."""


def backing(granted: Mapping[str, str], language: Language, now: datetime) -> frozenset[str]:
    """What may back a commitment: all figures in the texts of facts, offer and policy, and the days and gifts that facts and offer mean."""
    named = {
        meaning
        for source in granted.values()
        for meaning in (*(one.meaning for one in figures(source, language)), *_gifts(source, language))
    }
    days = {deadline_of(source, language, now) for name, source in granted.items() if not name.startswith("policy:")}
    return frozenset(named | {_on(day) for day in days if day})


def find_commitments(text: str, language: Language, backed: frozenset[str], free_money: float, now: datetime) -> tuple[Commitment, ...]:
    """Commitments in reading order.

    ``backed`` holds the figures that a grant contains (see ``backing``); ``free_money`` is what an agent may promise without
    asking, in the case's currency; ``now`` is when the reply is written, against which ``by Friday`` is a date.
    """
    found = []
    for clause in clauses_of(text, language, now):
        words = text[clause.start : clause.end]
        amount = next((a.text for a in find_amounts(words, language) if a.kind in ("money", "percent")), None)
        status: Status = (
            "supported" if clause.actor == "customer" else _status(words, amount, clause.deadline, backed, free_money, language)
        )
        found.append(
            Commitment(
                text=words,
                start=clause.start,
                end=clause.end,
                actor=clause.actor,
                action=text[slice(*clause.act)],
                deadline=clause.deadline,
                amount=amount,
                status=status,
            )
        )
    return tuple(found)


def unauthorised(commitments: Iterable[Commitment], backed: frozenset[str], language: Language) -> tuple[Commitment, ...]:
    """Our commitments whose money, deadline or gift stands in no grant, or that nothing could back.

    That the customer wrote it does not help: otherwise a mail could make us promise.
    """
    return tuple(
        one
        for one in commitments
        if one.actor == "us"
        and (
            one.status == "unrealistic" or not _committed(one.text, one.deadline, backed, language) | _given(one.action, language) <= backed
        )
    )


def _given(action: str, language: Language) -> set[str]:
    """What an act gives away; writing or asking about a refund gives nothing."""
    opening = " ".join(action.split()[:OPENING])
    return set() if cues_for(language).keeping_in_touch.search(opening) else _gifts(action, language)


def _gifts(text: str, language: Language) -> set[str]:
    """The kinds of gifts that a text speaks of, as meanings that may be granted."""
    return {f"gift:{kind}" for kind, words in cues_for(language).gifts.items() if words.search(text)}


def _committed(words: str, due: str | None, backed: frozenset[str], language: Language) -> set[str]:
    """The money and the time a clause binds us to, where the day itself is not granted in other words."""
    pieces = [amount.text for amount in find_amounts(words, language) if amount.kind in ("money", "percent")]
    if due is None or _on(due) not in backed:
        pieces += [one.text for one in find_timings(words, language) if lies_ahead(words, one.start, one.end, language)]
    return {figure.meaning for piece in pieces for figure in figures(piece, language)}


def _on(moment: str) -> str:
    """The meaning of a day as a figure that may be granted."""
    return f"on:{moment[:10]}"


def _status(words: str, amount: str | None, due: str | None, backed: frozenset[str], free_money: float, language: Language) -> Status:
    cues = cues_for(language)
    named = _committed(words, due, backed, language)
    granted = named <= backed and bool(named or due)
    if cues.certain.search(words) and not granted:
        return "unrealistic"
    if granted or (amount is not None and _free(words, free_money, language)):
        return "supported"
    return "supported" if amount is None and cues.keeping_in_touch.search(words) else "needs-approval"


def _free(words: str, free_money: float, language: Language) -> bool:
    """Whether every sum is one that an agent may promise without asking; a percentage is of something nobody knows here."""
    sums = [amount for amount in find_amounts(words, language) if amount.kind in ("money", "percent")]
    return all(one.kind == "money" and 0 < (value_of(one.text) or 0) <= free_money for one in sums)
