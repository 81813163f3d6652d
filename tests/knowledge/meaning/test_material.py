"""What the search knows is complete, the same in every language, and refused with its place when it is not."""

from collections import Counter
from pathlib import Path

import pytest

from knowledge.errors import LanguageDataError
from knowledge.meaning.material import load_aliases, load_concepts, load_families
from knowledge.models import Language
from knowledge.statements import Guidelines

LEAST_ALIASES = 8


@pytest.fixture(scope="module")
def statements() -> tuple[str, ...]:
    return Guidelines.load().ids


def test_every_statement_is_about_a_concept(statements: tuple[str, ...]) -> None:
    about = {id for concept in load_concepts(statements).values() for id in concept.about}

    assert about == set(statements)


def test_no_concept_both_is_about_and_touches_a_statement(statements: tuple[str, ...]) -> None:
    for name, concept in load_concepts(statements).items():
        assert not set(concept.about) & set(concept.touches), name


@pytest.mark.parametrize("language", list(Language))
def test_every_statement_and_concept_can_be_asked_for_in_other_words(language: Language, statements: tuple[str, ...]) -> None:
    names = {*statements, *load_concepts(statements)}
    aliases = load_aliases(language, names)

    assert aliases.keys() == names
    assert {name for name, of_name in aliases.items() if len(of_name) < LEAST_ALIASES} == set()
    repeated = [alias for alias, times in Counter(alias for of_name in aliases.values() for alias in of_name).items() if times > 2]
    assert repeated == []


def test_families_are_the_same_in_every_language() -> None:
    english, *others = [load_families(language) for language in Language]

    for families in others:
        assert families.keys() == english.keys()


@pytest.mark.parametrize("language", list(Language))
def test_no_family_names_a_word_twice(language: Language) -> None:
    for name, words in load_families(language).items():
        assert len(set(words)) == len(words), name


def test_an_alias_of_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en" / "aliases").mkdir(parents=True)
    (tmp_path / "en" / "aliases" / "001.yaml").write_text("g1.1a:\n  - now or later?\ng9.9z:\n  - never mind\n", encoding="utf-8")

    with pytest.raises(LanguageDataError, match=r"001\.yaml:3: g9\.9z: is neither a statement nor a concept"):
        load_aliases(Language.EN, {"g1.1a"}, tmp_path)


def test_a_concept_of_an_unknown_statement_is_refused(tmp_path: Path) -> None:
    (tmp_path / "concepts.yaml").write_text("speed:\n  about: [g1.1a]\ncalm:\n  about: [g1.1a]\n  touches: [g7.7]\n", encoding="utf-8")

    with pytest.raises(LanguageDataError, match=r"concepts\.yaml:3: calm: g7\.7 is not a statement"):
        load_concepts({"g1.1a"}, tmp_path)


@pytest.mark.parametrize("word", ["two words", "co-op", "24", "x", "*"])
def test_a_family_word_that_could_never_match_is_refused(tmp_path: Path, word: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "families.yaml").write_text(f"fine: [good]\nodd:\n  - {word!r}\n", encoding="utf-8")

    with pytest.raises(LanguageDataError, match=r"families\.yaml:3: odd\.0"):
        load_families(Language.EN, tmp_path)
