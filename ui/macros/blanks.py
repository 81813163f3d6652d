"""What a canned reply holds that nobody reads: placeholders and markup, hidden from the rules at the same length."""

import re
from collections.abc import Sequence
from typing import NamedTuple

PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,200}\}\}|\{%[^{}\n]{1,200}%\}|\[\[[^\[\]\n]{1,200}\]\]|[$#]?\{[^\W\d][\w.:| -]{0,80}\}|%[A-Za-z_][\w.]{1,60}%"
    r"|<<[^<>\n]{1,80}>>|\[[A-ZÀ-ŻŁ][A-ZÀ-ŻŁ0-9_ ]{2,40}\]|<%[^%\n]{1,200}%>"
)
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>|&(?:nbsp|#160);")
LINE_END = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|table)\b", re.I)


class Bared(NamedTuple):
    """A reply as the rules see it, character for character as long as it is, and where what they do not see stands."""

    text: str
    blanks: tuple[tuple[int, int], ...]

    def touches(self, start: int, end: int) -> bool:
        """Whether something that must stay as it is lies in these characters."""
        return any(start < stop and begin < end for begin, stop in self.blanks)

    def says(self, start: int, end: int) -> bool:
        """Whether any word of the reply itself lies in these characters."""
        return any(self.text[at].isalnum() for at in range(start, end) if not self._inside(at))

    def _inside(self, at: int) -> bool:
        return any(begin <= at < stop for begin, stop in self.blanks)


def bared(text: str) -> Bared:
    """A reply whose placeholders read like a name and whose markup reads like white space."""
    blanks = [match.span() for match in PLACEHOLDER.finditer(text)]
    named = PLACEHOLDER.sub(lambda match: "X" + "x" * (len(match.group()) - 1), text)
    tags: list[tuple[int, int]] = [match.span() for match in TAG.finditer(named)]
    return Bared(TAG.sub(_space, named), tuple(sorted(blanks + tags)))


def _space(match: re.Match[str]) -> str:
    room = " " * len(match.group())
    return "\n" + room[1:] if LINE_END.match(match.group()) else room


def rewritten(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """A text with changes (start, end, new text) made from right to left; of two that overlap the later one is left out."""
    taken: list[tuple[int, int, str]] = []
    for change in sorted(changes):
        if not taken or change[0] >= taken[-1][1]:
            taken.append(change)
    for start, end, new in reversed(taken):
        text = text[:start] + new + text[end:]
    return text
