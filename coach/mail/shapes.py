"""The words by which mail programs introduce what they quote, compiled from their data file."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.models import Frozen

FILE = Path(__file__).parent / "shapes.yaml"
Role = Literal["from", "sent", "date", "to", "subject"]


class ShapeWords(Frozen):
    """The data file; its comments say what each list is."""

    wrote: tuple[str, ...]
    introduced: tuple[str, ...]
    divided: tuple[str, ...]
    forwarded: tuple[str, ...]
    sent_from: tuple[str, ...]
    notice_begins: tuple[str, ...]
    notice_says: tuple[str, ...]
    headers: dict[Role, tuple[str, ...]]
    subject_line: tuple[str, ...]


class Shapes(NamedTuple):
    """Patterns of quoted mail."""

    attribution: re.Pattern[str]
    """The verb of ``On 3 March Anna wrote:``, on a line that ends with a colon."""
    divider: re.Pattern[str]
    """``-----Original Message-----`` and its like."""
    telephone: re.Pattern[str]
    """``Sent from my iPhone``."""
    notice: re.Pattern[str]
    """A paragraph that says that the mail is confidential."""
    headers: dict[str, Role]
    """Labels of a quoted header block and what they are."""
    subject: re.Pattern[str]
    """The first line ``Subject: …`` of a pasted mail; group 1 is the subject."""


@cache
def shapes() -> Shapes:
    """The patterns of the data file; raises LanguageDataError with file:line."""
    words = read_data(FILE, ShapeWords, LanguageDataError)
    return Shapes(
        attribution=re.compile(
            rf"(?<!\w)(?:{_any(words.wrote)})(?: .{{0,100}}<[^<>]{{3,100}}>)?[ \u00a0\u202f]?:$|^(?:{_any(words.introduced)})\b.*:$", re.I
        ),
        divider=re.compile(
            rf"^\s*(?:>>> \S.{{0,200}}@.{{0,200}}\d >>>|-{{2,}}\s*(?:{_any(words.divided)})\s*-{{2,}}|(?:{_any(words.forwarded)})\s*:)\s*$",
            re.I,
        ),
        telephone=re.compile(rf"^\s*(?:{_any(words.sent_from)})\b.{{0,50}}$", re.I),
        notice=re.compile(rf"\W*(?:{_any(words.notice_begins)})\b.*(?:{_any(words.notice_says)})", re.I | re.S),
        headers={label: role for role, labels in words.headers.items() for label in labels},
        subject=re.compile(rf"\A\s*(?:{_any(words.subject_line)})[ \u00a0\u202f]?:[ \t\u00a0]*(.*)(?:\n|\Z)", re.I),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in words)
