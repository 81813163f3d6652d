"""Text as a person sees it: NFC, plain line ends, and none of the characters that show nothing."""

import re
import unicodedata
from typing import NamedTuple

LINE_END = re.compile(r"\r\n?|[\x85\u2028\u2029\x0b\x0c]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    r"\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
EMOJI_GLUE = frozenset("\u200d\ufe0f")
PICTOGRAPH = re.compile(r"[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]")
TRAILING = re.compile(r"[ \t\u00a0]+(?=\n|\Z)")
EMPTY_LINES = re.compile(r"\n{4,}")


class Cleaned(NamedTuple):
    """A text, and how many characters that show nothing were taken out of it."""

    text: str
    invisible: int


def clean(text: str) -> Cleaned:
    """The text in NFC with single line feeds and without invisible characters; cleaning twice changes nothing."""
    text = CONTROL.sub("", LINE_END.sub("\n", text.removeprefix("\ufeff")))
    seen = INVISIBLE.sub(_kept_glue, text)
    invisible = len(text) - len(seen)
    normal = unicodedata.normalize("NFC", seen)
    return Cleaned(EMPTY_LINES.sub("\n\n\n", TRAILING.sub("", normal)).strip(), invisible)


def _kept_glue(match: re.Match[str]) -> str:
    """What holds an emoji together stays, behind a pictograph and nowhere else."""
    before = match.string[match.start() - 1 : match.start()]
    glue = match.group()
    if not PICTOGRAPH.match(before) or len(glue) > 2 or not set(glue) <= EMOJI_GLUE:
        return ""
    joins = PICTOGRAPH.match(match.string[match.end() : match.end() + 1])
    return glue if joins else glue.replace("\u200d", "")
