"""The customer's own words around a place: short enough to quote, long enough to understand."""

import re

from coach.reading.mailtext import MailText

BREAK = re.compile(r"[,;:()\n–—]| - ")
LONGEST = 160
SHORTEST = 12


def clause_around(mail: MailText, start: int, end: int) -> str:
    """The clause in which a span stands, verbatim; the whole sentence when that is short."""
    sentence = mail.sentence_at(start)
    if sentence.end - sentence.start <= 60:
        return mail.quote(*sentence)
    left = max((m.end() for m in BREAK.finditer(mail.text, sentence.start, start)), default=sentence.start)
    right_break = BREAK.search(mail.text, end, max(sentence.end, end))
    right = right_break.start() if right_break else max(sentence.end, end)
    quote = mail.quote(left, right)
    if len(quote) > LONGEST:
        return mail.quote(start, end)
    return quote if len(quote) >= SHORTEST else mail.quote(*sentence)
