"""Texts are placed near the statements they ask for, and statements near their neighbours."""

from collections import Counter

import numpy as np
import pytest

from knowledge.meaning.features import Features
from knowledge.meaning.material import Concept
from knowledge.models import Language
from knowledge.steps.embed import ConceptEmbedder, ConceptSpace, FamilyMap

CONCEPTS = {"money": Concept(about=("s1", "s2"), touches=("s3",)), "calm": Concept(about=("s4",))}
EXAMPLES = [
    ("s1", "give a refund"),
    ("s1", "pay the money back"),
    ("s2", "offer a voucher"),
    ("s3", "replace the broken item"),
    ("s4", "stay calm when they shout"),
    ("calm", "keep your temper"),
]
FAMILIES = {"money": ("refund*", "money", "cash"), "temper": ("calm*", "temper", "shout*")}


@pytest.fixture(scope="module")
def space() -> ConceptSpace:
    return ConceptSpace(CONCEPTS, ("s1", "s2", "s3", "s4"))


@pytest.fixture(scope="module")
def embedder(space: ConceptSpace) -> ConceptEmbedder:
    features = Features(Language.EN, FAMILIES)
    family_map = FamilyMap.learn([(name, features.families(text)) for name, text in EXAMPLES], space)
    return ConceptEmbedder.learn(features, family_map, EXAMPLES, space)


def ranked(embedder: ConceptEmbedder, space: ConceptSpace, text: str) -> list[str]:
    vector = embedder.embed(text)
    assert vector is not None
    return [space.statements[row] for row in np.argsort(-(space.places @ vector))]


def test_places_have_unit_length_and_shared_concepts_draw_them_together(space: ConceptSpace) -> None:
    near = space.places @ space.places.T

    assert np.diag(near) == pytest.approx(np.ones(4))
    assert near[0, 1] > near[0, 2] > near[0, 3] == 0
    assert space.place("money") == pytest.approx((space.place("s1") + space.place("s2")) / 2)


def test_a_question_in_words_of_an_example_finds_its_statement_and_then_its_neighbours(
    embedder: ConceptEmbedder, space: ConceptSpace
) -> None:
    assert ranked(embedder, space, "refund please")[:2] == ["s1", "s2"]


def test_a_word_that_no_example_has_is_understood_through_its_family(embedder: ConceptEmbedder, space: ConceptSpace) -> None:
    assert ranked(embedder, space, "cash")[0] == "s1"


def test_an_alias_of_a_concept_leads_to_its_statements(embedder: ConceptEmbedder, space: ConceptSpace) -> None:
    assert ranked(embedder, space, "losing my temper")[0] == "s4"


def test_a_text_of_which_nothing_is_known_has_no_place(embedder: ConceptEmbedder) -> None:
    assert embedder.embed("zzz 123") is None
    assert embedder.embed("") is None


def test_what_was_learned_survives_being_kept(embedder: ConceptEmbedder) -> None:
    again = ConceptEmbedder.from_arrays(Features(Language.EN, FAMILIES), embedder.arrays())

    for _, text in EXAMPLES:
        assert np.array_equal(again.embed(text), embedder.embed(text))
        assert again.knows(text) == embedder.knows(text)


def test_families_of_one_language_teach_the_others(space: ConceptSpace) -> None:
    family_map = FamilyMap.learn([("s1", Counter({"money": 1})), ("s4", Counter({"temper": 2}))], space)

    assert space.places[0] @ family_map.point({"money": 1}) > 0 > space.places[3] @ family_map.point({"money": 1})
    assert not family_map.point({"unheard-of": 1}).any()
