"""The phrasebooks and vocabularies: every example is said, every language says the same things, faults are told by line."""

import re

import pytest

from coach.models import MoveName
from coach.writers.plan.grounds import ground_of
from coach.writers.realise.phrasebook import FOLDER, Phrasebook, phrasebook_of
from coach.writers.realise.typography import polished
from coach.writers.vocabulary.words import vocabulary_of
from knowledge.datafile import parse_data
from knowledge.errors import LanguageDataError
from knowledge.models import Language
from tests.coach.writers.examples import KNOWLEDGE, expression

LANGUAGES = tuple(Language)
ALIGNED = ("references", "things", "issues", "happenings", "circumstances", "questions", "teams", "signals")
EUPHONIC = re.compile(r"\b([Ee])d (?=[eèé])")
"""Added by the typography, not by the template."""
CLICHES = {
    Language.EN: "inconvenience|hesitate|as soon as possible|rest assured|sorry if|unfortunately|we understand",
    Language.IT: "disagi[oi] arrecat|non esit|il prima possibile|purtroppo|ci scusiamo se|presa in carico",
    Language.FR: "gêne occasionnée|n'hésitez|dans les meilleurs délais|malheureusement|pris en charge votre",
    Language.PL: "niedogodności|nie wahaj|jak najszybciej|niestety|jeśli poczuł",
}
GUESSED_GENDER = {
    Language.EN: r"\b(sir|madam)\b",
    Language.IT: r"\b(lieto|lieta|sono (sicur|cert)[oa]|contento|contenta|è stat[oa] (lasciat|trattat|ignorat))",
    Language.FR: r"\b(désolée?|navrée?|heureuse|heureux|ravie?|certaine)\b",
    Language.PL: r"\b\w+(łem|łam|łbym|łabym)\b",
}
"""Words by which the writer would guess the gender of the agent or the customer."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_said_by_its_template(language: Language) -> None:
    for move, kinds in phrasebook_of(language).sentences.items():
        for kind, entries in kinds.items():
            for entry in entries:
                sayable = re.compile(expression(entry.nodes), re.IGNORECASE)
                plain = EUPHONIC.sub(r"\1 ", entry.example) if language is Language.IT else entry.example
                assert sayable.fullmatch(plain) or sayable.fullmatch(entry.example), f"{language} {move}.{kind}: {entry.example}"
                assert polished(entry.example, language).replace("\u00a0", " ") == entry.example


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_english_exists_in_every_language(language: Language) -> None:
    ours, english = phrasebook_of(language).sentences, phrasebook_of(Language.EN).sentences
    assert {move: set(kinds) for move, kinds in ours.items()} == {move: set(kinds) for move, kinds in english.items()}


@pytest.mark.parametrize("part", ALIGNED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_vocabularies_hold_the_same_ids_in_the_same_order(language: Language, part: str) -> None:
    assert list(getattr(vocabulary_of(language), part)) == list(getattr(vocabulary_of(Language.EN), part))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cliche_no_exclamation_mark_no_guessed_gender(language: Language) -> None:
    templates = [entry.say for kinds in phrasebook_of(language).sentences.values() for entries in kinds.values() for entry in entries]
    clauses = [text for phrase in vocabulary_of(language).happenings.values() for text in phrase.say]
    for text in (*templates, *clauses):
        assert "!" not in text
        assert not re.search(CLICHES[language], text, re.IGNORECASE), text
        assert not re.search(GUESSED_GENDER[language], text, re.IGNORECASE), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_polish_nouns_have_four_cases_and_others_one_form_with_a_gender(language: Language) -> None:
    vocabulary = vocabulary_of(language)
    for id, noun in {**vocabulary.references, **vocabulary.things, **vocabulary.issues}.items():
        assert len(noun.say) == (4 if language is Language.PL else 1), id
        assert (noun.gender is not None) == (language in (Language.IT, Language.FR)), id


def test_every_move_rests_on_statements_that_exist() -> None:
    for move in MoveName:
        for kind in ("any", "bereavement", "legal", "misunderstanding", "privacy", "safety", "promise", "venting", "limit", "review"):
            for statement in ground_of(move, kind).statements:
                assert KNOWLEDGE.guidelines.statement(statement, Language.PL).text


def test_a_broken_template_is_refused_with_file_and_line() -> None:
    path = FOLDER / "en.yaml"
    text = path.read_text(encoding="utf-8").replace("Dear {name},", "Dear [name,", 1)
    line = text[: text.index("Dear [name,")].count("\n") + 1
    with pytest.raises(LanguageDataError, match=r"bracket|closing") as caught:
        parse_data(text, path, Phrasebook, LanguageDataError)
    assert caught.value.line == line


def test_english_gives_a_detail_its_article_and_leaves_out_what_says_nothing_alone() -> None:
    book = phrasebook_of(Language.EN)
    assert [book.detail(text) for text in ("£95", "3 miles", "28 February")] == ["the £95", "the 3 miles", "the date of 28 February"]
    assert [book.detail(text) for text in ("Yesterday", "41 client", "4471 does", "three emails")] == ["", "", "", ""]
