"""The clauses of a reply that commit somebody: who, by when, and in which words the act is said."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from coach.checks.commitmentcues import Borders, CommitmentCues, borders_for, phrases_for, words_for
from knowledge.language.deadlines import Limit, deadline, find_limits, without_time
from knowledge.language.sentences import split
from knowledge.matching.phrases import Hits
from knowledge.models import Language, Span

Actor = Literal["us", "customer"]
Kind = Literal["condition", "aside", "plain"]
FEW_WORDS = 3
"""A piece of so few words before a clause belongs to it."""
MOST_LOOSE = 8
"""Words that a piece without a verb of its own may add to a clause."""
RECENT = 256
"""Sentences whose clauses are kept: a draft is critiqued again after small changes."""
NEEDED = (":", "–", "—", "-")
"""Borders after which a request says what a need asks for: ``we need your address: please send it``."""


class Clause(NamedTuple):
    """A clause with the actor and the words of the act, as code points of the text."""

    start: int
    end: int
    actor: Actor
    act: Span
    deadline: str | None
    """ISO 8601 date or date and time."""


class _Reply(NamedTuple):
    """A sentence with what is known about all of it."""

    text: str
    language: Language
    now: datetime
    cues: CommitmentCues
    borders: Borders
    hits: Hits
    limits: tuple[Limit, ...]

    def limits_in(self, start: int, end: int) -> tuple[Limit, ...]:
        return tuple(one for one in self.limits if start <= one.start and one.end <= end)


class _Anchor(NamedTuple):
    actor: Actor
    act: int
    """Where the words of the act begin."""
    bare: bool
    """Whether nothing but the verb opens its piece, so that the subject stands before."""


class _Piece(NamedTuple):
    start: int
    end: int
    words: str
    border: str
    """What stands between it and the piece before."""
    kind: Kind
    anchor: _Anchor | None


def clauses_of(text: str, language: Language, now: datetime) -> Iterator[Clause]:
    """The clauses of a text that commit somebody, in reading order; a condition, a refusal or a report of others commits nobody."""
    for start, end in split(text, language):
        for one in _in_sentence(text[max(start - 1, 0) : start], text[start:end], language, now):
            act = Span(start + one.act.start, start + one.act.end)
            yield one._replace(start=start + one.start, end=start + one.end, act=act)


@lru_cache(maxsize=RECENT)
def _in_sentence(before: str, sentence: str, language: Language, now: datetime) -> tuple[Clause, ...]:
    """The clauses of a sentence before which this character stands, or none at the beginning of the text."""
    hits = Hits(sentence, phrases_for(language))
    if not hits.of("committing"):
        return ()  # most sentences of a reply commit nobody
    shift = len(before)
    limits = tuple(one._replace(start=one.start - shift, end=one.end - shift) for one in find_limits(before + sentence, language, now))
    reply = _Reply(sentence, language, now, words_for(language), borders_for(language), hits, limits)
    return tuple(_clauses(_pieces(reply), reply))


def _clauses(pieces: Sequence[_Piece], reply: _Reply) -> Iterator[Clause]:
    """Each piece that commits somebody, with the loose pieces around it that belong to it."""
    free = 0
    """The first piece that no earlier clause has taken."""
    for at, piece in enumerate(pieces):
        if piece.anchor is None or _asked_again(pieces, at):
            continue
        first = _first(pieces, at, free, reply)
        free = at + 1
        while free < len(pieces) and _trails(pieces[free]):
            free += 1
        start, end = pieces[first].start, pieces[free - 1].end
        due = _due(piece, end, reply, after_condition=at > 0 and pieces[at - 1].kind == "condition")
        if due is None and first < at and pieces[first].anchor is None:
            due = _deadline(start, piece.start, reply)
        yield Clause(start, end, piece.anchor.actor, _act(piece.anchor.act, end, reply), due)


def _asked_again(pieces: Sequence[_Piece], at: int) -> bool:
    """Whether the next piece says as a request what this one says as a need."""
    if at + 1 >= len(pieces):
        return False
    one, other = pieces[at].anchor, pieces[at + 1].anchor
    if one is None or other is None or {one.actor, other.actor} != {"customer"}:
        return False
    return pieces[at + 1].border.strip().startswith(NEEDED)


def _first(pieces: Sequence[_Piece], at: int, free: int, reply: _Reply) -> int:
    """Where the clause of an anchor begins: with its need, its subject, or the time that stands before."""
    if at > 0 and _asked_again(pieces, at - 1):
        return at - 1
    if at == 0 or at - 1 < free or pieces[at - 1].kind != "plain":
        return at
    anchor = pieces[at].anchor
    shared = anchor is not None and anchor.bare and "," not in pieces[at].border
    return at - 1 if shared or _leads(pieces[at - 1], reply) else at


def _trails(piece: _Piece) -> bool:
    return piece.anchor is None and piece.kind == "plain" and len(piece.words.split()) <= MOST_LOOSE


def _leads(piece: _Piece, reply: _Reply) -> bool:
    """Whether a piece before a clause only says when, or is a short opening such as ``to be safe``."""
    count = len(piece.words.split())
    if count <= FEW_WORDS or _has("general", piece, reply):
        return count <= FEW_WORDS
    limits = reply.limits_in(piece.start, piece.end)
    return count <= MOST_LOOSE and bool(limits) and len(reply.text[piece.start : limits[0].start].split()) <= FEW_WORDS


def _due(piece: _Piece, end: int, reply: _Reply, *, after_condition: bool) -> str | None:
    """The deadline of a clause; a time in a relative clause belongs to something else, and after a condition no part of a day is today."""
    act = piece.anchor.act if piece.anchor else piece.start
    relative = next(reply.hits.within("relatives", act, end), None)
    return _deadline(piece.start, relative.start if relative else end, reply, loose=not after_condition)


def _deadline(start: int, end: int, reply: _Reply, *, loose: bool = True) -> str | None:
    return deadline(reply.limits_in(start, end), reply.text, reply.language, reply.now, loose=loose)


def _act(start: int, end: int, reply: _Reply) -> Span:
    """The act without the time and the commas at its end."""
    words = reply.text[start:end]
    cut = reply.borders.end_of_act.search(words)
    words = words[: cut.start()] if cut else words
    limits = [one._replace(start=one.start - start, end=one.end - start) for one in reply.limits_in(start, start + len(words))]
    return Span(start, start + len(without_time(words, limits, reply.language).rstrip(" .,;!?")))


def _pieces(reply: _Reply) -> list[_Piece]:
    text = reply.text
    asks = text.rstrip("\"'»”) ").endswith("?")
    pieces: list[_Piece] = []
    start, between = 0, ""
    for border in (*reply.borders.border.finditer(text), None):
        end = border.start() if border else len(text)
        words = text[start:end].rstrip(" .;!?…")
        begin = start + len(words) - len(words.lstrip("-–•* "))
        if words[begin - start :]:
            pieces.append(
                _piece(_Piece(begin, start + len(words), words[begin - start :], between, "plain", None), pieces, reply, asks=asks)
            )
        start, between = (border.end(), border.group()) if border else (len(text), "")
    return pieces


def _piece(piece: _Piece, before: Sequence[_Piece], reply: _Reply, *, asks: bool) -> _Piece:
    """The piece with its kind and what it commits to."""
    hits = reply.hits
    if hits.opens("conditions", piece.start):
        return piece._replace(kind="condition")
    if hits.opens("asides", piece.start):
        piece = piece._replace(kind="aside")
    found = _request(piece, before, reply) or (None if asks else _ours(piece, before, reply))
    if found is None or found.act >= piece.end or any(hits.within("reported", piece.start, found.act)):
        return piece
    return piece._replace(anchor=found)


def _request(piece: _Piece, before: Sequence[_Piece], reply: _Reply) -> _Anchor | None:
    hits = reply.hits
    if before and before[-1].kind == "condition" and _has("invitations", before[-1], reply):
        return None
    if found := hits.free("requests_after", piece.start, piece.end, "never"):
        return _Anchor("customer", _next_word(piece, found.end, reply), bare=False)
    if found := hits.free("requests_at", piece.start, piece.end, "never"):
        return _Anchor("customer", found.start, bare=False)
    earlier = next((one.anchor for one in reversed(before) if one.anchor), None)
    if earlier and piece.kind == "plain" and (found := _joined(piece, reply)):
        return _Anchor(earlier.actor, found.start, bare=False)
    found = _order(piece, reply)
    return _Anchor("customer", found.start, bare=False) if found else None


def _joined(piece: _Piece, reply: _Reply) -> Span | None:
    """A form that goes on with the clause before, with nothing but fillers in front."""
    found = reply.hits.free("joined", piece.start, piece.end, "never")
    if found is None:
        return None
    fillers = reply.hits.within("fillers", piece.start, found.start)
    filled = sum(one.end - one.start for one in fillers)
    return found if filled >= len("".join(reply.text[piece.start : found.start].split())) else None


def _order(piece: _Piece, reply: _Reply) -> Span | None:
    """A form that asks the customer, with few words in front and no subject among them."""
    found = reply.hits.free("orders", piece.start, piece.end, "never")
    if found is None or any(reply.hits.within("subjects", piece.start, found.start)):
        return None
    return found if len(reply.text[piece.start : found.start].split()) <= reply.cues.leading else None


def _ours(piece: _Piece, before: Sequence[_Piece], reply: _Reply) -> _Anchor | None:
    hits, (start, end) = reply.hits, (piece.start, piece.end)
    if _has("general", piece, reply):
        return None
    conditional = bool(before) and before[-1].kind == "condition"
    after, at = (
        hits.free("acts_after", start, end, "never"),
        hits.free("acts_at", start, end, "never") or hits.free("futures", start, end, "never"),
    )
    if at is None and conditional:
        at = hits.free("hypothetical", start, end, "never")
    if at is None and after is None and (conditional or reply.limits_in(start, end) or _has("conditions", piece, reply)):
        at = hits.free("dated", start, end, "never")
    found = min((one for one in (after, at) if one), key=lambda one: one.start, default=None)
    if found is None or (any(hits.within("negation", start, found.end)) and not _has("refraining", piece, reply)):
        return None
    bare = found.start == start and not hits.opens("subjects", start)
    return _Anchor("us", _next_word(piece, found.end, reply) if found is after else found.start, bare=bare)


def _next_word(piece: _Piece, at: int, reply: _Reply) -> int:
    rest = reply.text[at : piece.end]
    return at + len(rest) - len(rest.lstrip(" ,"))


def _has(kind: str, piece: _Piece, reply: _Reply) -> bool:
    return any(reply.hits.within(kind, piece.start, piece.end))
