"""What house passages and questions are compared by: words without their endings, numbers, and families of words."""

import re
from collections import Counter
from collections.abc import Callable

from knowledge.house.vocabulary import house_words
from knowledge.language.fold import fold
from knowledge.language.words import words_of
from knowledge.models import Language

WORD = re.compile(r"[^\W_]+")
LEAST_STEM = 3
LONGEST_STEM = 7

FamiliesOf = Callable[[str], tuple[str, ...]]


class HouseTerms:
    """Counts the terms of texts of one language; diacritics and case do not matter, and numbers count as words."""

    def __init__(self, language: Language, families_of: FamiliesOf) -> None:
        endings = {fold(ending).lower() for ending in house_words(language).endings}
        self._small = frozenset(fold(word) for word in words_of(language).function_words)
        self._endings = sorted(endings, key=lambda ending: (-len(ending), ending))
        self._families_of = families_of

    def of(self, text: str) -> Counter[str]:
        """Stems of all but the small words, and families in capitals, which are the same in all languages."""
        words = [word for word in WORD.findall(fold(text).lower()) if word not in self._small]
        return Counter(map(self._stem, words)) + Counter(family.upper() for word in words for family in self._families_of(word))

    def _stem(self, word: str) -> str:
        for ending in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
                return word[: len(word) - len(ending)][:LONGEST_STEM]
        return word[:LONGEST_STEM]


def is_family(term: str) -> bool:
    """Whether a term stands for a whole family of words."""
    return term.isupper()
