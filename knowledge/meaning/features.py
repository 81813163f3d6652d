"""The features by which texts of one language are compared: pieces of words, shortened words, pairs of them, word families."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from knowledge.language.fold import fold
from knowledge.models import Language

WORD = re.compile(r"[^\W\d_]+")
STEM_LENGTH = 6
"""Letters of a word that are kept where its ending must not matter; serves inflected and less inflected languages alike."""
PIECES = range(3, 6)
LONGEST_PREFIX = 16
MANY_WORDS = 50_000


class Features:
    """Counts the features of texts of one language; diacritics and case do not matter."""

    def __init__(self, language: Language, families: Mapping[str, tuple[str, ...]]) -> None:
        self.language = language
        self._exact: dict[str, list[str]] = {}
        self._prefixes: dict[str, list[str]] = {}
        for family, words in families.items():
            for word in words:
                table = self._prefixes if word.endswith("*") else self._exact
                table.setdefault(word.rstrip("*"), []).append(family)
        self.families_of = lru_cache(MANY_WORDS)(self._families_of)

    def count(self, channel: str, text: str) -> Counter[str]:
        """The features of one kind: ``pieces``, ``stems``, ``families`` or ``terms``."""
        counted: Counter[str] = getattr(self, channel)(text)
        return counted

    def pieces(self, text: str) -> Counter[str]:
        """Runs of three to five letters within words, their edges included."""
        return Counter(_pieces(words_in(text)))

    def stems(self, text: str) -> Counter[str]:
        """Shortened words and neighbouring pairs of them."""
        stems = [word[:STEM_LENGTH] for word in words_in(text)]
        return Counter(stems) + Counter(f"{one} {following}" for one, following in itertools.pairwise(stems))

    def families(self, text: str) -> Counter[str]:
        """Families to which the words belong."""
        return Counter(family for word in words_in(text) for family in self.families_of(word))

    def terms(self, text: str) -> Counter[str]:
        """Shortened words, and families in capitals: what a ranking by rare words counts."""
        words = words_in(text)
        return Counter(word[:STEM_LENGTH] for word in words) + Counter(
            family.upper() for word in words for family in self.families_of(word)
        )

    def _families_of(self, word: str) -> tuple[str, ...]:
        found = list(self._exact.get(word, ()))
        for length in range(2, min(len(word), LONGEST_PREFIX) + 1):
            found += self._prefixes.get(word[:length], ())
        return tuple(dict.fromkeys(found))


def words_in(text: str) -> list[str]:
    """The words of a text, folded and in lower case."""
    return WORD.findall(fold(text).lower())


def _pieces(words: list[str]) -> Iterator[str]:
    for word in words:
        edged = f" {word} "
        for size in PIECES:
            for at in range(len(edged) - size + 1):
                yield edged[at : at + size]
