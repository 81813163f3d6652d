"""The value of this suite: a reply as somebody labelled it clean, changed in one way."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from evals.models import GoldCase, GoldReply
from knowledge.language.sentences import split
from knowledge.models import Language, Span

FAULT = "fault"
NEUTRAL = ("paraphrase", "greeting", "padding", "quoted mail", "signature", "sign-off", "line wrap", "apostrophes")
"""Changes that mean nothing."""
LEAST_WORDS = 4
"""Words from which a sentence says something."""


class Host(NamedTuple):
    """A clean reply and its case."""

    case: GoldCase
    reply: GoldReply


class Mutant(NamedTuple):
    """A changed reply."""

    id: str
    host: Host
    kind: str
    """FAULT or one of NEUTRAL."""
    text: str
    rule: str = ""
    """Of a fault: the rule that the new sentence breaks."""
    place: Span = Span(0, 0)
    """Of a fault: where the new sentence stands."""

    @property
    def lang(self) -> Language:
        """The reply's language."""
        return self.host.case.lang


def hosts_of(cases: Iterable[GoldCase]) -> list[Host]:
    """All clean replies, in order."""
    return [Host(case, reply) for case in cases for reply in case.replies if not reply.findings]


def digest(mutants: Iterable[Mutant]) -> str:
    """A hash of what the mutants say: predictions for others are stale."""
    total = hashlib.sha256()
    for one in mutants:
        total.update(f"{one.id}\0{one.kind}\0{one.rule}\0{one.place}\0{one.text}\0".encode())
    return total.hexdigest()


def order(seed: str) -> int:
    """A number that shuffles without a state: the same for the same text, for ever."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")


def body_sentences(text: str, language: Language) -> list[Span]:
    """Sentences of a reply that say something: no greeting, no name below."""
    return [
        span for span in split(text, language) if text[span.end - 1] in ".!?…" and len(text[span.start : span.end].split()) >= LEAST_WORDS
    ]
