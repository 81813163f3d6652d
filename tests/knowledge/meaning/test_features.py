"""Texts are counted by features that ignore case, diacritics and endings."""

import pytest

from knowledge.meaning.features import Features
from knowledge.models import Language

FAMILIES = {"refund": ("refund*", "money"), "payment": ("money", "paid")}


@pytest.fixture(scope="module")
def features() -> Features:
    return Features(Language.EN, FAMILIES)


def test_pieces_are_runs_of_letters_with_the_word_edges(features: Features) -> None:
    assert features.pieces("To be") == {" to": 1, " to ": 1, "to ": 1, " be": 1, " be ": 1, "be ": 1}


def test_stems_are_shortened_words_and_their_pairs(features: Features) -> None:
    assert features.stems("Réclamations reçues") == {"reclam": 1, "recues": 1, "reclam recues": 1}


def test_a_star_stands_for_any_ending_and_a_plain_word_for_itself(features: Features) -> None:
    assert features.families("Refunding the refund, unpaid") == {"refund": 2}
    assert features.families("monetary") == {}


def test_a_word_may_belong_to_several_families(features: Features) -> None:
    assert features.families("MONEY paid") == {"refund": 1, "payment": 2}


def test_terms_tell_a_family_from_the_word_of_the_same_name(features: Features) -> None:
    assert features.terms("refund") == {"refund": 1, "REFUND": 1}


def test_a_family_word_is_found_however_it_is_typed() -> None:
    features = Features(Language.FR, {"late": ("delai",)})

    assert features.families("delai DÉLAI délai") == {"late": 3}


def test_numbers_and_signs_have_no_features(features: Features) -> None:
    assert not features.terms("24 %, 30 € – !!!")
