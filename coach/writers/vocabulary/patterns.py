"""The small pattern language of the vocabulary; case and diacritics do not count.

``*`` ends a stem (after a bracket it repeats what stands in it), and ``~`` skips up to four words.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from knowledge.language.fold import fold

GAP = r"(?:[^\w.!?\n]+\w+){0,4}?[^\w.!?\n]+"
"""Up to four words, never across the end of a sentence."""


KEY = 3
"""Letters by which a pattern is known to stand no chance in a text none of whose words begin with them."""
CHOICE = re.compile(r"\(([^()]*)\)(.?)")
LITERAL = re.compile(r"[^\W_]+")
WORD = re.compile(r"\w+")


class Finder:
    """Several patterns as one expression, not even tried in a text that has no word they could begin with."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._expression = compile_patterns(patterns)
        keys = [key for pattern in patterns for key in _keys(fold(pattern).lower())]
        self._keys = None if None in keys else frozenset(keys)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place, as ``re`` gives it."""
        return self._expression.search(text) if self._hopeful(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every place."""
        return self._expression.finditer(text) if self._hopeful(text) else iter(())

    def findall(self, text: str) -> list[str]:
        """Every piece of text found."""
        return self._expression.findall(text) if self._hopeful(text) else []

    def _hopeful(self, text: str) -> bool:
        return self._keys is None or not self._keys.isdisjoint(_beginnings(text))


@lru_cache(maxsize=64)
def _beginnings(text: str) -> frozenset[str]:
    """The first letters of a text's words."""
    return frozenset(word[:KEY] for word in WORD.findall(text))


def _keys(pattern: str) -> list[str | None]:
    """The first letters of every text that a pattern finds, one for each choice; None for a choice that may begin anyhow."""
    choice = CHOICE.match(pattern)
    if choice is None:
        return [_key(pattern)]
    return [_key(one + choice[2]) for one in choice[1].split("|")] if choice[2] not in ("?", "*") else [None]


def _key(pattern: str) -> str | None:
    literal = LITERAL.match(pattern)
    if literal is None or "|" in pattern.partition("(")[0]:
        return None
    word, after = literal.group(), pattern[literal.end() : literal.end() + 1]
    if len(word) - (after == "?") >= KEY:
        return word[:KEY]
    return word if not after or after in " ~" else None


@cache
def compile_patterns(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One expression for several patterns, to be searched in folded lower-case text; raises ValueError for a broken one."""
    try:
        return re.compile("|".join(rf"(?<!\w){_expression(pattern)}(?!\w)" for pattern in patterns))
    except re.error as error:
        raise ValueError(f"not a pattern: {' / '.join(patterns)} ({error})") from error


def _expression(pattern: str) -> str:
    if pattern.endswith(("~", " ")):
        raise ValueError(f"a pattern cannot end with a gap: {pattern}")
    text = fold(pattern).lower()
    text = re.sub(r"(?<!\))\*", r"\\w*", text)
    text = re.sub(r"\s*~\s*", "~", text).replace(" ", r"[^\w.!?\n]+")
    return "(?:" + text.replace("~", GAP) + ")"
