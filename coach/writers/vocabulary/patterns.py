"""The small pattern language of the vocabulary; case and diacritics do not count.

``*`` ends a stem (after a bracket it repeats what stands in it), and ``~`` skips up to four words.
"""

import re
from functools import cache

from knowledge.language.fold import fold

GAP = r"(?:[^\w.!?\n]+\w+){0,4}?[^\w.!?\n]+"
"""Up to four words, never across the end of a sentence."""


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
