"""Commitments in a draft: who does what by when, and whether somebody has authorised it."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from coach.checks.facts import figures
from coach.models import Commitment
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.language.amounts import find_amounts, value_of
from knowledge.language.dates import find_timings
from knowledge.language.deadlines import deadline, lies_ahead
from knowledge.language.sentences import split
from knowledge.matching.cues import cues_of
from knowledge.matching.patterns import bounded, to_regex
from knowledge.models import Frozen, Language, Span

FOLDER = Path(__file__).parent / "commitments"
CLAUSE = re.compile(r"[;:]\s+|,\s+(?=(?:and|but|e|ma|et|mais|i|a|ale|oraz)\s)|\s+[–—-]\s+")
Status = Literal["supported", "needs-approval", "unrealistic"]


class PromiseCues(Frozen):
    """How one language commits somebody; entries are patterns of the small pattern language."""

    us: tuple[str, ...]
    customer: tuple[str, ...]
    keeping_in_touch: tuple[str, ...]
    """Actions that only need our own diligence, such as writing, calling or checking."""
    certain: tuple[str, ...]
    """Words that leave no room for things going otherwise."""


class _Cues(NamedTuple):
    us: re.Pattern[str]
    customer: re.Pattern[str]
    keeping_in_touch: re.Pattern[str]
    certain: re.Pattern[str]


def backing(granted: Mapping[str, str], language: Language) -> frozenset[str]:
    """The figures that may back a commitment: all that stand in the texts of facts, offer and policy, by authority."""
    return frozenset(figure.meaning for source in granted.values() for figure in figures(source, language))


def find_commitments(text: str, language: Language, backed: frozenset[str], free_money: float, now: datetime) -> tuple[Commitment, ...]:
    """Commitments in reading order.

    ``backed`` holds the figures that a grant contains (see ``backing``); ``free_money`` is what an agent may promise without
    asking, in the case's currency; ``now`` is when the reply is written, against which ``by Friday`` is a date.
    """
    found = []
    for clause in _clauses(text, language):
        words = text[clause.start : clause.end]
        actor = _actor(words, language)
        if actor is None:
            continue
        amount = next((a.text for a in find_amounts(words, language) if a.kind in ("money", "percent")), None)
        status: Status = "supported" if actor == "customer" else _status(words, amount, backed, free_money, language)
        found.append(
            Commitment(
                text=words,
                start=clause.start,
                end=clause.end,
                actor=actor,
                action=words,
                deadline=deadline(words, language, now),
                amount=amount,
                status=status,
            )
        )
    return tuple(found)


def unauthorised(commitments: Iterable[Commitment], backed: frozenset[str], language: Language) -> tuple[Commitment, ...]:
    """Our commitments whose money or deadline stands in no grant, or that nothing could back.

    That the customer wrote it does not help: otherwise a mail could make us promise.
    """
    return tuple(
        one for one in commitments if one.actor == "us" and (one.status == "unrealistic" or not _committed(one.text, language) <= backed)
    )


def _committed(words: str, language: Language) -> set[str]:
    """The money and the time a clause binds us to; time that lies behind (``after three weeks``) binds nobody."""
    pieces = [amount.text for amount in find_amounts(words, language) if amount.kind in ("money", "percent")]
    pieces += [one.text for one in find_timings(words, language) if lies_ahead(words, one.start, one.end, language)]
    return {figure.meaning for piece in pieces for figure in figures(piece, language)}


def _actor(words: str, language: Language) -> Literal["us", "customer"] | None:
    cues = _cues(language)
    if cues.customer.search(words):
        return "customer"
    return "us" if cues.us.search(words) and not words.endswith("?") else None


def _status(words: str, amount: str | None, backed: frozenset[str], free_money: float, language: Language) -> Status:
    cues = _cues(language)
    named = figures(words, language)
    granted = bool(named) and all(figure.meaning in backed for figure in named)
    if cues.certain.search(words) and not granted:
        return "unrealistic"
    if amount is not None and _free(words, free_money, language):
        return "supported"
    if granted:
        return "supported"
    return "supported" if amount is None and cues.keeping_in_touch.search(words) else "needs-approval"


def _free(words: str, free_money: float, language: Language) -> bool:
    """Whether every sum is one that an agent may promise without asking; a percentage is of something nobody knows here."""
    sums = [amount for amount in find_amounts(words, language) if amount.kind in ("money", "percent")]
    return all(one.kind == "money" and 0 < (value_of(one.text) or 0) <= free_money for one in sums)


def _clauses(text: str, language: Language) -> Iterable[Span]:
    for sentence in split(text, language):
        start = sentence.start
        for cut in CLAUSE.finditer(text, sentence.start, sentence.end):
            yield Span(start, cut.start())
            start = cut.end()
        yield Span(start, sentence.end)


@cache
def _cues(language: Language) -> _Cues:
    cues = read_data(FOLDER / f"{language}.yaml", PromiseCues, LanguageDataError)
    return _Cues(*(_any_of(getattr(cues, name), language) for name in _Cues._fields))


def _any_of(patterns: Iterable[str], language: Language) -> re.Pattern[str]:
    syntax = cues_of(language).syntax
    return re.compile(bounded("|".join(to_regex(pattern, syntax) for pattern in patterns)), re.I)
