"""What the patterns see, and the way back to the given text."""

import unicodedata

from knowledge.matching.prepared import prepare
from knowledge.models import Language


def test_offsets_lead_back_to_a_text_in_decomposed_letters() -> None:
    given = unicodedata.normalize("NFD", "Paczka już dotarła. Powinna była Pani zażądać dowodu.")
    prepared = prepare(given, Language.PL)
    at = prepared.text.index("zażądać")
    start, end = prepared.given(at, at + len("zażądać"))
    assert unicodedata.normalize("NFC", given[start:end]) == "zażądać"
    assert prepared.given(0, len(prepared.text)) == (0, len(given))


def test_quoted_mail_and_quoted_words_are_not_seen() -> None:
    text = "You wrote “we guarantee it”.\nThank you.\n> we guarantee it\n-- \nwe guarantee it"
    assert "guarantee" not in prepare(text, Language.EN).text
    assert len(prepare(text, Language.EN).text) == len(text)


def test_a_text_is_folded_only_when_it_was_typed_without_diacritics() -> None:
    typed = "Prosze Pana, to nie jest nasza wina, ze kurier sie spoznil w sobote."
    assert prepare(typed, Language.PL).folded
    assert not prepare(typed.replace("Prosze", "Proszę"), Language.PL).folded


def test_typographic_apostrophes_and_spaces_look_plain() -> None:
    assert prepare("C’est 100\u202f%.", Language.FR).text == "C'est 100 %."


def test_an_empty_text_has_no_sentences() -> None:
    assert prepare("", Language.EN).sentences == ()
    assert prepare("> quoted only", Language.EN).sentences == ()
