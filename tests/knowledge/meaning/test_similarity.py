"""The flat tables give what plain arithmetic over dictionaries gives."""

import math
import random
from collections import Counter

import numpy as np
import pytest

from knowledge.meaning.ranking import LENGTH_MATTERS, SATURATION, Bm25
from knowledge.meaning.similarity import FREQUENT, Similarity

Text = Counter[str]


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    """Sixty texts in which some features are frequent, some rare, and some occur once."""
    draw = random.Random(7)  # noqa: S311
    return [Counter(f"f{min(int(draw.expovariate(0.08)), 80)}" for _ in range(draw.randint(3, 12))) for _ in range(60)]


def cosine(one: Text, other: Text, texts: list[Text]) -> float:
    spread = Counter(feature for text in texts for feature in text)

    def vector(text: Text) -> dict[str, float]:
        return {f: (1 + math.log(n)) * (math.log((1 + len(texts)) / (1 + spread[f])) + 1) for f, n in text.items() if f in spread}

    first, second = vector(one), vector(other)
    product = sum(value * second.get(feature, 0.0) for feature, value in first.items())
    return product / (math.hypot(*first.values()) * math.hypot(*second.values()))


def test_similarity_is_the_cosine_of_weighted_counts(texts: list[Text]) -> None:
    query = Counter({"f0": 3, "f5": 1, "unknown": 4})

    assert Similarity.to(texts).of(query) == pytest.approx([cosine(query, text, texts) for text in texts], abs=1e-6)


def test_all_pairs_are_compared_alike_whether_features_are_frequent_or_rare(texts: list[Text]) -> None:
    spread = Counter(feature for text in texts for feature in text)
    assert min(spread.values()) == 1
    assert max(spread.values()) > FREQUENT

    expected = [[cosine(one, other, texts) for other in texts] for one in texts]
    assert Similarity.to(texts).among_themselves() == pytest.approx(np.array(expected), abs=1e-5)


def test_a_text_of_unknown_features_is_like_none(texts: list[Text]) -> None:
    assert not Similarity.to(texts).of(Counter({"unknown": 1})).any()


def test_what_is_kept_as_arrays_gives_the_same_numbers(texts: list[Text]) -> None:
    similarity = Similarity.to(texts)

    assert np.array_equal(Similarity.from_arrays(similarity.arrays()).of(texts[3]), similarity.of(texts[3]))


def test_ranking_is_bm25(texts: list[Text]) -> None:
    query = Counter({"f2": 2, "f40": 1, "unknown": 1})
    spread = Counter(feature for text in texts for feature in text)
    mean = sum(text.total() for text in texts) / len(texts)

    def score(text: Text) -> float:
        total = 0.0
        for term, asked in query.items():
            if times := text.get(term, 0):
                rarity = math.log(1 + (len(texts) - spread[term] + 0.5) / (spread[term] + 0.5))
                length = 1 - LENGTH_MATTERS + LENGTH_MATTERS * text.total() / mean
                total += asked * rarity * times * (SATURATION + 1) / (times + SATURATION * length)
        return total

    assert Bm25.over(texts).of(query) == pytest.approx([score(text) for text in texts], abs=1e-5)
