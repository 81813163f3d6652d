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
        words = self.words(text)
        return Counter(map(self.stem, words)) + Counter(family for word in words for family in self.families(word))

    def words(self, text: str) -> list[str]:
        """All but the small words, as they are compared."""
        return [word for word in WORD.findall(fold(text).lower()) if word not in self._small]

    def families(self, word: str) -> tuple[str, ...]:
        """The families of a word, in capitals."""
        return tuple(family.upper() for family in self._families_of(word))

    def stem(self, word: str) -> str:
        """A word without its ending, as far as the language's endings go."""
        for ending in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= LEAST_STEM:
                return word[: len(word) - len(ending)][:LONGEST_STEM]
        return word[:LONGEST_STEM]
