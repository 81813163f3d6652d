"""Finds text that speaks to a machine instead of a person, so that whoever approves a document sees it first."""

import re
import unicodedata
from typing import Literal

from knowledge.house.vocabulary import orders, plain
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
MOST_FLAGS = 50


class Flag(Frozen):
    """A place of a document's text that a person has to look at."""

    kind: Kind
    start: int
    end: int
    quote: str


def suspicions(text: str) -> tuple[Flag, ...]:
    """Orders to a machine, a chat's own markup and encoded blocks, in reading order."""
    found = [(match.start(), match.end(), kind) for kind, pattern, where in _looks(text) for match in pattern.finditer(where)]
    return tuple(Flag(kind=kind, start=start, end=end, quote=text[start:end]) for start, end, kind in sorted(found)[:MOST_FLAGS])


def _looks(text: str) -> tuple[tuple[Kind, re.Pattern[str], str], ...]:
    return ("order", orders(), plain(_latin(text))), ("markup", MARKUP, text), ("encoded", ENCODED, text)


def _latin(text: str) -> str:
    """Styled and foreign look-alike letters as the plain ones; the length stays."""
    if text.isascii():
        return text
    return "".join(form if len(form := unicodedata.normalize("NFKC", c)) == 1 else c for c in text).translate(LOOKALIKES)
