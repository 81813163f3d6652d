"""The clauses of a reply that commit somebody: who, and in which words the act is said."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.language.deadlines import deadline, find_limits, without_time
from knowledge.language.sentences import split
from knowledge.matching.cues import cues_of
from knowledge.matching.patterns import bounded, to_regex
from knowledge.models import Frozen, Language, Span

FOLDER = Path(__file__).parent / "commitments"
Actor = Literal["us", "customer"]
BORDER = r"\s*(?:[;:()]|\s[–—-](?=\s)|,(?=\s)(?!\s(?:{complements})\b))\s*(?:(?:{links})\s+)?|\s+(?:{links})\s+"
LEAST_LOOSE = 3
MOST_LOOSE = 8
"""Words that a piece without a verb of its own may add to a clause."""
WORD = re.compile(r"\S+")
NEED = re.compile(r"[:–—-]")
"""A border after which a request says what a need asks for: ``we need your address: please send it``."""


class CommitmentCues(Frozen):
    """How one language commits somebody. Patterns of the small pattern language; ``-rò`` in a list of forms is any word that ends so."""

    futures: tuple[str, ...]
    """Forms of verbs that say what we will do."""
    acts_after: tuple[str, ...]
    """Words after which comes what we will do, such as ``we will``."""
    acts_at: tuple[str, ...]
    """Words that say it themselves: presents that mean what is to come."""
    dated: tuple[str, ...]
    """The same, where the clause names a time to come."""
    requests_after: tuple[str, ...]
    """Words after which comes what the customer should do, such as ``please``."""
    requests_at: tuple[str, ...]
    orders: tuple[str, ...]
    """Forms that ask the customer when they open a clause."""
    leading: int
    """How many words may stand before such a form; none of them a subject."""
    subjects: tuple[str, ...]
    joined: tuple[str, ...]
    """Forms that go on with what the clause before began: ``and let you know``."""
    fillers: tuple[str, ...]
    """Words that may stand before such a form."""
    relatives: tuple[str, ...]
    """Words after which a time belongs to something else: ``the bag that we sent today``."""
    never: tuple[str, ...]
    """Words in which the cues commit nobody."""
    refraining: tuple[str, ...]
    """What a sentence with a negation may be about and still be a commitment."""
    general: tuple[str, ...]
    """Words of a general rule, such as ``usually``."""
    conditions: tuple[str, ...]
    asides: tuple[str, ...]
    """Words that open a reason or an aside."""
    invitations: tuple[str, ...]
    """Words of a condition that make what follows an invitation and no request."""
    links: tuple[str, ...]
    complements: tuple[str, ...]
    """Words that go on with an act after a comma."""
    keeping_in_touch: tuple[str, ...]
    """Acts that only need our own diligence, such as writing, calling or checking."""
    certain: tuple[str, ...]
    """Words that leave no room for things going otherwise."""


class Clause(NamedTuple):
    """A clause with the actor and the words of the act, as code points of the text."""

    start: int
    end: int
    actor: Actor
    act: Span
    deadline: str | None
    """ISO 8601 date or date and time."""


class _Anchor(NamedTuple):
    actor: Actor
    act: int
    """Where the words of the act begin."""
    bare: bool
    """Whether nothing but the verb opens its piece, so that the subject stands before."""


class _Piece(NamedTuple):
    span: Span
    words: str
    kind: Literal["condition", "aside", "plain"]
    anchor: _Anchor | None
    border: str
    """What stands between it and the piece before."""


class Cues(NamedTuple):
    """The same, ready to be searched."""

    futures: re.Pattern[str]
    acts_after: re.Pattern[str]
    acts_at: re.Pattern[str]
    dated: re.Pattern[str]
    requests_after: re.Pattern[str]
    requests_at: re.Pattern[str]
    orders: re.Pattern[str]
    joined: re.Pattern[str]
    never: re.Pattern[str]
    refraining: re.Pattern[str]
    general: re.Pattern[str]
    conditions: re.Pattern[str]
    asides: re.Pattern[str]
    invitations: re.Pattern[str]
    keeping_in_touch: re.Pattern[str]
    certain: re.Pattern[str]
    negation: re.Pattern[str]
    reported: re.Pattern[str]
    relatives: re.Pattern[str]
    subjects: re.Pattern[str]
    border: re.Pattern[str]
    end_of_act: re.Pattern[str]


def clauses_of(text: str, language: Language, now: datetime) -> Iterator[Clause]:
    """The clauses of a text that commit somebody, in reading order; a condition, a refusal or a report of others commits nobody."""
    for sentence in split(text, language):
        pieces = _pieces(text, sentence, language, now)
        yield from _clauses(pieces, text, language, now)


def _clauses(pieces: Sequence[_Piece], text: str, language: Language, now: datetime) -> Iterator[Clause]:
    """Each piece that commits somebody, with the loose pieces around it that belong to it."""
    free = 0
    """The first piece that no earlier clause has taken."""
    for at, piece in enumerate(pieces):
        if piece.anchor is None or _asked_again(pieces, at):
            continue
        first = _first(pieces, at, free, language, now)
        free = at + 1
        while free < len(pieces) and _trails(pieces[free]):
            free += 1
        start, end = pieces[first].span.start, pieces[free - 1].span.end
        act = Span(piece.anchor.act, end)
        after_condition = at > 0 and pieces[at - 1].kind == "condition"
        due = _due(text, Span(piece.span.start, end), act.start, language, now, after_condition=after_condition)
        if due is None and first < at and pieces[first].anchor is None:
            due = deadline(text[start : piece.span.start], language, now)
        yield Clause(start, end, piece.anchor.actor, _act(text, act, language, now), due)


def _asked_again(pieces: Sequence[_Piece], at: int) -> bool:
    """Whether the next piece says as a request what this one says as a need."""
    if at + 1 == len(pieces):
        return False
    one, other = pieces[at].anchor, pieces[at + 1].anchor
    return one is not None and other is not None and one.actor == other.actor == "customer" and bool(NEED.search(pieces[at + 1].border))


def _first(pieces: Sequence[_Piece], at: int, free: int, language: Language, now: datetime) -> int:
    """Where the clause of an anchor begins: with its need, its subject, or the time that stands before."""
    if at > 0 and _asked_again(pieces, at - 1):
        return at - 1
    if at <= free - 1 or at == 0 or pieces[at - 1].kind != "plain" or at - 1 < free:
        return at
    before, anchor = pieces[at - 1], pieces[at].anchor
    shared = anchor is not None and anchor.bare and "," not in pieces[at].border
    return at - 1 if shared or _leads(before, language, now) else at


def _trails(piece: _Piece) -> bool:
    return piece.anchor is None and piece.kind == "plain" and len(piece.words.split()) <= MOST_LOOSE


def _leads(piece: _Piece, language: Language, now: datetime) -> bool:
    """Whether a piece before a clause only says when, or is a short opening such as ``to be safe``."""
    count = len(piece.words.split())
    if count <= LEAST_LOOSE or cues_for(language).general.search(piece.words):
        return count <= LEAST_LOOSE
    limits = find_limits(piece.words, language, now)
    return count <= MOST_LOOSE and bool(limits) and len(piece.words[: limits[0].start].split()) <= LEAST_LOOSE


def _due(text: str, span: Span, act: int, language: Language, now: datetime, *, after_condition: bool) -> str | None:
    """The deadline of a clause; a time in a relative clause belongs to something else, and after a condition no part of a day is today."""
    relative = cues_for(language).relatives.search(text, act, span.end)
    words = text[span.start : relative.start() if relative else span.end]
    return deadline(words, language, now, loose=not after_condition)


def _act(text: str, span: Span, language: Language, now: datetime) -> Span:
    """The act without the time and the commas at its end."""
    words = text[span.start : span.end]
    cut = cues_for(language).end_of_act.search(words)
    words = words[: cut.start()] if cut else words
    words = without_time(words, language, now)
    return Span(span.start, span.start + len(words.rstrip(" .,!?")))


def _pieces(text: str, sentence: Span, language: Language, now: datetime) -> list[_Piece]:
    cues = cues_for(language)
    asks = text[sentence.start : sentence.end].rstrip("\"'»”) ").endswith("?")
    pieces: list[_Piece] = []
    start, between = sentence.start, ""
    for border in (*cues.border.finditer(text, sentence.start, sentence.end), None):
        end = border.start() if border else sentence.end
        if text[start:end].strip():
            pieces.append(_piece(text, Span(start, end), pieces, language, now, asks=asks)._replace(border=between))
        start, between = (border.end(), border.group()) if border else (sentence.end, "")
    return pieces


def _piece(text: str, span: Span, before: Sequence[_Piece], language: Language, now: datetime, *, asks: bool) -> _Piece:
    cues, words = cues_for(language), text[span.start : span.end].rstrip(" .!?…")
    span = Span(span.start, span.start + len(words))
    if cues.conditions.match(words):
        return _Piece(span, words, "condition", None, "")
    kind: Literal["aside", "plain"] = "aside" if cues.asides.match(words) else "plain"
    found = _request(words, kind, before, cues) or (None if asks else _ours(words, before, language, now))
    reported = found and cues.reported.search(words, 0, found.act)
    anchor = None if found is None or reported else found._replace(act=span.start + found.act)
    return _Piece(span, words, kind, anchor, "")


def _request(words: str, kind: str, before: Sequence[_Piece], cues: Cues) -> _Anchor | None:
    after_condition = bool(before) and before[-1].kind == "condition"
    if after_condition and cues.invitations.search(before[-1].words):
        return None
    if found := _free(cues.requests_after, words, cues):
        return _Anchor("customer", _next_word(words, found.end()), bare=False)
    if found := _free(cues.requests_at, words, cues):
        return _Anchor("customer", found.start(), bare=False)
    earlier = next((one.anchor for one in reversed(before) if one.anchor), None)
    if earlier and kind == "plain" and (found := cues.joined.match(words)) and not _crossed(found, words, cues):
        return _Anchor(earlier.actor, found.start("form"), bare=False)
    if (found := cues.orders.match(words)) and not _crossed(found, words, cues):
        return _Anchor("customer", found.start("form"), bare=False)
    return None


def _ours(words: str, before: Sequence[_Piece], language: Language, now: datetime) -> _Anchor | None:
    cues = cues_for(language)
    if cues.general.search(words):
        return None
    after, at = _free(cues.acts_after, words, cues), _free(cues.acts_at, words, cues) or _free(cues.futures, words, cues)
    if at is None and after is None and find_limits(words, language, now):
        at = _free(cues.dated, words, cues)
    found = min((one for one in (after, at) if one), key=lambda one: one.start(), default=None)
    if found is None or (cues.negation.search(words, 0, found.end()) and not cues.refraining.search(words)):
        return None
    return _Anchor(
        "us",
        _next_word(words, found.end()) if found is after else found.start(),
        bare=found.start() == 0 and not cues.subjects.match(words),
    )


def _free(pattern: re.Pattern[str], words: str, cues: Cues) -> re.Match[str] | None:
    """The first match that no phrase of ``never`` crosses."""
    return next((found for found in pattern.finditer(words) if not _crossed(found, words, cues)), None)


def _crossed(found: re.Match[str], words: str, cues: Cues) -> bool:
    return any(one.start() < found.end() and found.start() < one.end() for one in cues.never.finditer(words))


def _next_word(words: str, at: int) -> int:
    found = WORD.search(words, at)
    return found.start() if found else len(words)


@cache
def cues_for(language: Language) -> Cues:
    """The cues of a language; raises LanguageDataError with file:line."""
    cues = read_data(FOLDER / f"{language}.yaml", CommitmentCues, LanguageDataError)
    syntax = cues_of(language)

    def any_of(patterns: Iterable[str]) -> str:
        return "|".join(to_regex(pattern, syntax.syntax) for pattern in patterns) or r"(?!)"

    def whole(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile(bounded(any_of(patterns)), re.I)

    def opening(before: str, forms: Iterable[str]) -> re.Pattern[str]:
        return re.compile(rf"{before}(?P<form>(?<!\w)(?:{_forms(forms)})(?!\w))", re.I)

    named = {
        name: whole(getattr(cues, name))
        for name in Cues._fields
        if name not in ("futures", "orders", "joined", "negation", "reported", "border", "end_of_act")
    }
    links, complements = ("|".join(map(re.escape, words)) or r"(?!)" for words in (cues.links, cues.complements))
    return Cues(
        **named,
        futures=re.compile(bounded(_forms(cues.futures)), re.I),
        orders=opening(rf"\W*(?:(?!(?:{_forms(cues.subjects)})\b)\w+\W+){{0,{cues.leading}}}?", cues.orders),
        joined=opening(rf"\W*(?:(?:{_forms(cues.fillers)})\W+){{0,2}}", cues.joined),
        negation=whole(syntax.negation),
        reported=whole(syntax.reported),
        border=re.compile(BORDER.format(links=links, complements=complements), re.I),
        end_of_act=re.compile(rf",\s(?!(?:{complements})\b)|\s[–—-]\s|[;:]\s", re.I),
    )


def _forms(forms: Iterable[str]) -> str:
    endings = [form[1:] for form in forms if form.startswith("-")]
    words = [re.escape(form) for form in forms if not form.startswith("-")]
    return "|".join([*([rf"\w+(?:{'|'.join(endings)})"] if endings else []), *words]) or r"(?!)"
