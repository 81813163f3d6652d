"""The two ways of looking are brought together without one drowning the other."""

import pytest

from knowledge.steps.search import RARE_WORDS, fuse


def test_meaning_leads_and_rare_words_decide_between_equals() -> None:
    near = [("a", 0.9), ("b", 0.8), ("c", 0.8), ("d", 0.1)]
    worded = {"a": 0.0, "b": 0.0, "c": 5.0, "d": 1.0}

    assert [id for id, _ in fuse(near, worded, 4)] == ["c", "a", "b", "d"]


def test_scores_lie_between_nothing_and_one() -> None:
    scores = dict(fuse([("a", 0.9), ("b", -0.4)], {"a": 7.0, "b": 0.0}, 2))

    assert scores == {"a": 1.0, "b": 0.0}


def test_without_rare_words_meaning_stands_alone() -> None:
    assert fuse([("a", 0.9), ("b", 0.5), ("c", 0.4)], {"a": 0.0, "b": 0.0, "c": 0.0}, 2) == [("a", 1.0), ("b", pytest.approx(0.2))]


def test_without_meaning_rare_words_stand_alone() -> None:
    assert fuse([], {"a": 1.0, "b": 3.0}, 1) == [("b", 1.0)]


def test_nothing_is_found_where_nothing_is_alike() -> None:
    assert fuse([], {"a": 0.0, "b": 0.0}, 5) == []


def test_a_passage_that_only_one_way_finds_keeps_its_share() -> None:
    scores = dict(fuse([("a", 0.9), ("b", 0.5)], {"house": 4.0, "a": 0.0}, 3))

    assert scores["house"] == pytest.approx(RARE_WORDS / (1 + RARE_WORDS))
