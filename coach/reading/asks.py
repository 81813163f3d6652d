"""What the customer asks for: questions and requests, open and implied, each verbatim."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from coach.models import Ask
from coach.reading.lexicon import Hit
from coach.reading.mailtext import MailText, touches
from knowledge.models import Span

CLAUSE_END = re.compile(r"[,;:–—](?=\s)|\s-\s|(?<=\w)\s(?=\()")
EDGE = " \t\n,;:–—-"
MOST = 8


class Clause(NamedTuple):
    """A piece of a sentence between marks."""

    start: int
    end: int
    sentence: int
    question: bool
    """The sentence ends with a question mark."""


def find_asks(mail: MailText) -> tuple[Ask, ...]:
    """The distinct asks of a mail in reading order; the subject counts when the body does not say the same."""
    texts = [mail.quote(*span) for span in _spans(mail)]
    return tuple(Ask(text=text) for text in dict.fromkeys(texts) if text)[:MOST]


def clauses(mail: MailText) -> tuple[Clause, ...]:
    """The clauses of all sentences in reading order."""
    found: list[Clause] = []
    for number, sentence in enumerate(mail.sentences):
        question = mail.text[sentence.start : sentence.end].rstrip("\"'”»)!. ").endswith("?")
        at = sentence.start
        for mark in CLAUSE_END.finditer(mail.text, sentence.start, sentence.end):
            if mail.text[at : mark.start()].strip(EDGE):
                found.append(Clause(at, mark.start(), number, question))
            at = mark.end()
        if mail.text[at : sentence.end].strip(EDGE):
            found.append(Clause(at, sentence.end, number, question))
    return tuple(found)


def _spans(mail: MailText) -> Iterator[Span]:
    requests, questions = mail.by_label.get("asks.request", []), mail.by_label.get("asks.question", [])
    rhetorical = mail.by_label.get("asks.rhetorical", [])
    for number, inside in groupby(clauses(mail), key=lambda clause: clause.sentence):
        sentence, pieces = mail.sentences[number], tuple(inside)
        if sentence.end <= mail.subject_end:
            continue
        if pieces[0].question:
            start = next((c.start for c in pieces if _first_within(questions, c)), pieces[-1].start)
            if not touches(start, sentence.end, rhetorical):
                yield _trimmed(mail, start, sentence.end)
            continue
        cue = next((hit for hit in requests if sentence.start <= hit.start < sentence.end), None)
        if cue is not None:
            end = next((c.end for c in pieces if c.end > cue.end), sentence.end)
            yield _trimmed(mail, cue.start, end)


def _first_within(hits: list[Hit], clause: Clause) -> bool:
    return any(clause.start <= hit.start <= clause.start + 12 for hit in hits)


def _trimmed(mail: MailText, start: int, end: int) -> Span:
    piece = mail.text[start:end]
    left = len(piece) - len(piece.lstrip(EDGE))
    return Span(start + left, start + len(piece.rstrip(EDGE)))
