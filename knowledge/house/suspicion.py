"""Finds text that speaks to a machine instead of a person, so that whoever approves a document sees it first."""

import re
import unicodedata
from typing import Literal

from knowledge.house.vocabulary import negations, orders, plain
from knowledge.models import Frozen

Kind = Literal["order", "markup", "encoded"]
LOOKALIKES = str.maketrans(
    "аесоріхуѕјԁһӏкмтвнАЕСОРІХУЅЈКМТВНοαερυικντΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aecopixysjdhlkmtbhAECOPIXYSJKMTBHoaepuikvtABEZHIKMNOPTYX"
)
"""Cyrillic and Greek letters that pass for Latin ones."""
MARKUP = re.compile(
    r"<\|[\w ]{1,40}\|>|\[/?INST\]|</?(?:system|assistant|instructions?)>|\{\{[^{}\n]{1,80}\}\}|^(?:system|assistant|developer) ?:",
    re.IGNORECASE | re.MULTILINE,
)
ENCODED = re.compile(r"[A-Za-z0-9+/=_-]{120,}|(?:%[0-9A-Fa-f]{2}){20,}|(?:\\x[0-9a-fA-F]{2}){12,}")
OTHERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (("markup", MARKUP), ("encoded", ENCODED))
LONGEST_NEGATION = 12
MOST_FLAGS = 50


class Flag(Frozen):
    """A place of a document's text that a person has to look at."""

    kind: Kind
    start: int
    end: int
    quote: str


def suspicions(text: str) -> tuple[Flag, ...]:
    """Orders to a machine, a chat's own markup and encoded blocks, in reading order."""
    read = plain(_latin(text))
    found: list[tuple[int, int, Kind]] = [
        (*match.span(), "order") for match in orders().finditer(read) if not _negated(read, match.start())
    ]
    found += [(*match.span(), kind) for kind, pattern in OTHERS for match in pattern.finditer(text)]
    return tuple(Flag(kind=kind, start=start, end=end, quote=text[start:end]) for start, end, kind in sorted(found)[:MOST_FLAGS])


def _negated(text: str, at: int) -> bool:
    return negations().search(text, max(0, at - LONGEST_NEGATION), at) is not None


def _latin(text: str) -> str:
    """Styled and foreign look-alike letters as the plain ones; the length stays."""
    if text.isascii():
        return text
    return "".join(form if len(form := unicodedata.normalize("NFKC", c)) == 1 else c for c in text).translate(LOOKALIKES)
