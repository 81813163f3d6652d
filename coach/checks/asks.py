"""Which of the customer's asks a reply takes up, by the content words that the two share."""

import re

from coach.models import Ask, AskAnswered
from knowledge.language.fold import fold
from knowledge.language.sentences import split
from knowledge.language.words import words_of
from knowledge.models import Language

WORD = re.compile(r"[^\W_]+")
STEM = 5
"""Letters that two forms of one word share, as a rule, in the four languages."""
ENOUGH = 0.3
"""Share of an ask's content words that one sentence of the reply must take up."""


def answered(draft: str, asks: tuple[Ask, ...], met: frozenset[str], language: Language) -> tuple[AskAnswered, ...]:
    """Each ask and whether a sentence of the reply takes it up; all are when the whole reply answers and acts."""
    if not asks:
        return ()
    everything = {"answers-every-ask", "clear-next-step"} <= met
    replies = [_stems(draft[span.start : span.end], language) for span in split(draft, language)]
    return tuple(AskAnswered(text=ask.text, answered=everything or _taken_up(_stems(ask.text, language), replies)) for ask in asks)


def _taken_up(ask: frozenset[str], replies: list[frozenset[str]]) -> bool:
    return bool(ask) and any(len(ask & reply) >= max(1, ENOUGH * len(ask)) for reply in replies)


def _stems(text: str, language: Language) -> frozenset[str]:
    small = words_of(language).function_words
    return frozenset(fold(word)[:STEM] for word in WORD.findall(text.lower()) if word not in small and (len(word) > 3 or word.isdigit()))
