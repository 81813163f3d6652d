"""Words of our own instructions in a draft: a model that was talked into repeating them."""

import re
from collections.abc import Iterator
from functools import cache

from coach.prompting import FOLDER

RUN = 6
"""So many words in a row do not stand in a reply and in the instructions by chance."""
WORD = re.compile(r"\w+")
NAME = re.compile(r"\b(?:facts|offer|policy|guideline):\w+")
"""What the instructions call an authority."""


def leaks(text: str) -> tuple[str, ...]:
    """The pieces of a sentence that come from the instructions; none in an honest one."""
    found = [match.group() for match in NAME.finditer(text)]
    run = next((words for words in _runs(text) if words in _instructions()), None)
    return (*found, run) if run else tuple(found)


@cache
def _instructions() -> frozenset[str]:
    """Every run of words in the prompts that the product sends."""
    return frozenset(run for file in FOLDER.glob("*.md") for run in _runs(file.read_text(encoding="utf-8")))


def _runs(text: str) -> Iterator[str]:
    words = WORD.findall(text.lower())
    return (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
