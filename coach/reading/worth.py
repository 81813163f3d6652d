"""What speaks for a span being a fact worth keeping: its kind, its shape and the words around it, as hashed features."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from coach.reading.facts import Candidate
from coach.reading.mailtext import MailText

BUCKETS = 1 << 15
REACH = 40
"""How far, in characters, the two words before and after a span are looked for."""
WORD = re.compile(r"\w+")
LETTERS = re.compile(r"[a-z]+")
DIGIT = re.compile(r"\d")


def features_of(mail: MailText, candidates: Sequence[Candidate]) -> list[NDArray[np.intp]]:
    """The buckets of each candidate's features."""
    kinds = ["-", *(candidate.kind for candidate in candidates), "-"]
    found = []
    for place, candidate in enumerate(candidates):
        named = {*_features(mail, candidate), *_beside(mail, candidates, place)}
        named |= {f"prev:{kinds[place]}:{candidate.kind}", f"next:{kinds[place + 2]}:{candidate.kind}"}
        found.append(np.unique(np.fromiter((crc32(name.encode()) % BUCKETS for name in named), np.intp, len(named))))
    return found


def _features(mail: MailText, candidate: Candidate) -> Iterator[str]:
    start, end, kind = candidate
    text, plain = mail.text[start:end], mail.prepared[start:end]
    words = WORD.findall(plain)
    yield from (
        f"k:{kind}",
        f"k:{kind}:w{min(len(words), 5)}",
        f"k:{kind}:d{bool(DIGIT.search(plain))}",
        f"k:{kind}:len{min(len(plain) // 4, 6)}",
    )
    yield f"{kind}:shape:{LETTERS.sub('a', DIGIT.sub('0', plain))[:16]}"
    yield f"{kind}:capital:{text[:1].isupper()}{text.isupper()}"
    yield f"{mail.language}:{kind}"
    if start < mail.subject_end:
        yield from ("subject", f"subject:{kind}")
    for word in words:
        yield from (f"{mail.language}:{kind}:{DIGIT.sub('0', word)}", f"{mail.language}:w:{word[:5]}")
    yield from _around(mail, candidate)
    for label in {hit.label for hit in mail.hits if hit.start < end and start < hit.end and not hit.label.startswith("facts")}:
        yield from (label, f"{kind}:{label}")


def _beside(mail: MailText, candidates: Sequence[Candidate], place: int) -> Iterator[str]:
    """What else the mail offers: a weekday counts for less beside a date, the second mention of a number for less than the first."""
    start, end, kind = candidates[place]
    counted = Counter(candidate.kind for candidate in candidates)
    yield f"{kind}:same:{min(counted[kind], 4)}"
    yield f"{kind}:nth:{min(sum(other.kind == kind for other in candidates[:place]), 3)}"
    yield from (f"{kind}:with:{other}" for other in counted if other != kind)
    text = mail.prepared[start:end]
    if any(mail.prepared[other.start : other.end] == text for other in candidates[:place]):
        yield from ("repeated", f"{kind}:repeated")


def _around(mail: MailText, candidate: Candidate) -> Iterator[str]:
    start, end, kind = candidate
    before = WORD.findall(mail.prepared[max(0, start - REACH) : start])[-2:][::-1]
    after = WORD.findall(mail.prepared[end : end + REACH])[:2]
    for side, words in (("before", before), ("after", after)):
        for distance, word in enumerate(words):
            yield from (f"{mail.language}:{side}{distance}:{word}", f"{mail.language}:{side}{distance}:{kind}:{word}")
    if not before or mail.text[max(0, start - 2) : start].strip() in (".", "!", "?", ""):
        yield "sentence-start"
