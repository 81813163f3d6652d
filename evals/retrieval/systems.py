"""The product's search and the simpler ways of searching that it has to beat, each from a question to statement ids."""

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

import numpy as np

from evals.graders.retrieval import DEPTH
from knowledge.bootstrap import Knowledge
from knowledge.interpreter import Interpreters
from knowledge.meaning.features import words_in
from knowledge.meaning.inverted import Floats
from knowledge.meaning.material import load_concepts
from knowledge.meaning.ranking import Bm25
from knowledge.meaning.similarity import Similarity
from knowledge.models import Language
from knowledge.nearness import ConceptNearness
from knowledge.steps.embed import ConceptSpace
from knowledge.stores.base import Entries
from knowledge.stores.memory import MemoryIndex


class System(StrEnum):
    """A way of searching."""

    SEARCH = "search"
    """The product's, as it is configured."""
    CONCEPTS = "concepts"
    """Our concept vectors alone."""
    TFIDF = "tf-idf"
    """Cosine of word counts, weighted by rarity."""
    BM25 = "bm25"
    """The customary ranking by rare words."""


Ranker = Callable[[str, Language], list[str]]
"""The best statements for a question of a language."""


def systems(knowledge: Knowledge, folder: Path) -> Mapping[System, Ranker]:
    """Every way of searching the same statements; ``folder`` keeps what is learned on the way."""

    def search(query: str, language: Language) -> list[str]:
        return [hit.statement for hit in knowledge.search(query, language, DEPTH) if hit.statement]

    texts = {language: knowledge.guidelines.texts(language) for language in Language}
    words = {language: [Counter(words_in(text)) for text in of.values()] for language, of in texts.items()}
    return {
        System.SEARCH: search,
        System.CONCEPTS: _concepts(knowledge, folder),
        System.TFIDF: _by_words(texts, {language: Similarity.to(counted).of for language, counted in words.items()}),
        System.BM25: _by_words(texts, {language: Bm25.over(counted).of for language, counted in words.items()}),
    }


def _concepts(knowledge: Knowledge, folder: Path) -> Ranker:
    guidelines = knowledge.guidelines
    space = ConceptSpace(load_concepts(guidelines.ids), guidelines.ids)
    index = MemoryIndex(dict.fromkeys(Language, Entries(space.statements, space.places)))
    nearness = ConceptNearness(Interpreters(guidelines, space, folder, "concepts"), lambda: index)
    return lambda query, language: [id for id, _ in nearness.nearest(query, language)[:DEPTH]]


def _by_words(texts: Mapping[Language, Mapping[str, str]], scores: Mapping[Language, Callable[[Counter[str]], Floats]]) -> Ranker:
    def rank(query: str, language: Language) -> list[str]:
        scored = scores[language](Counter(words_in(query)))
        ids = list(texts[language])
        return [ids[row] for row in np.argsort(-scored, kind="stable")[:DEPTH] if scored[row] > 0]

    return rank
