"""Which of the product's languages a text is in, or honestly that it is none of them."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pydantic import RootModel

from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.language.fold import fold
from knowledge.language.words import FOLDER, words_of
from knowledge.models import Language

WORD = re.compile(r"[^\W\d_]+(?:'(?=\w))?")
LEAST_SHARE = 0.12
"""Share of the words that must be function words of the language; real mails have 0.25 to 0.5."""
LEAST_LEAD = 1.15


class Rivals(RootModel[dict[str, frozenset[str]]]):
    """Function words by language code."""


class Guess(NamedTuple):
    """The most likely language, or None, and how sure that is (0 to 1)."""

    language: Language | None
    confidence: float


@cache
def _rivals() -> dict[str, frozenset[str]]:
    """Function words of languages that the product does not speak, so that it can say so."""
    return read_data(FOLDER / "rivals.yaml", Rivals, LanguageDataError).root


@lru_cache(maxsize=64)
def identify(text: str) -> Guess:
    """Tell the language of a text by its function words and its letters; texts of one or two words may be unknown."""
    words = WORD.findall(text.lower().replace("’", "'"))
    if not words:
        return Guess(None, 0.0)
    totals = [0.0] * (len(Language) + len(_rivals()))
    for word in words:
        for place, weight in _weights(word):
            totals[place] += weight
    scores = {language: total / len(words) for language, total in zip(Language, totals, strict=False)}
    rivals = max(totals[len(Language) :]) / len(words)
    best, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    lead = scores[best] / max(scores[second], rivals, 0.02)
    if scores[best] < LEAST_SHARE or lead < LEAST_LEAD:
        return Guess(None, 0.0)
    return Guess(best, min(1.0, (lead - 1) / 2 + 0.4) if len(words) > 3 else 0.5)


@lru_cache(maxsize=20_000)
def _weights(word: str) -> tuple[tuple[int, float], ...]:
    """What a word says for our languages and, after them, for their rivals, without the many that it says nothing for.

    Function words count one, letters that only few languages have a half.
    """
    ours = [_weight(word, fold(word), language) for language in Language]
    theirs = [float(word in known) for known in _rivals().values()]
    return tuple((place, weight) for place, weight in enumerate([*ours, *theirs]) if weight)


def _weight(word: str, bare: str, language: Language) -> float:
    known = word in words_of(language).function_words or bare in _folded(language)
    return known + 0.5 * (word != bare and not _letters(language).isdisjoint(word))


@cache
def _folded(language: Language) -> frozenset[str]:
    """Function words typed without their diacritics, but for those of one or two letters, which mean something else."""
    return frozenset(fold(w) for w in words_of(language).function_words if len(w) > 2)


@cache
def _letters(language: Language) -> frozenset[str]:
    return frozenset(words_of(language).letters)
