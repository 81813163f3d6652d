"""Sentences end where a reader would end them, in four languages, with offsets that hold."""

from itertools import pairwise

import pytest

from knowledge.language.sentences import split
from knowledge.models import Language

CASES = [
    ("en", ["Dr. J. Smith came at 5 p.m. and left.", "He said nothing!", "Why?"]),
    ("en", ["It cost £12.50, approx. 15 euros.", "See www.example.com for more."]),
    ("en", ["We can meet at 10 a.m. on Mon. 3 March or later.", "Thanks..."]),
    ("en", ['He wrote "No."', "Then he left."]),
    ("it", ["Gentile Sig. Rossi, il dott. Bianchi La chiamerà alle 9.30.", "Rif. n. 12, art. 5 del contratto.", "Grazie!"]),
    ("it", ["Spett.le Azienda, aspetto da 3 sett. e nessuno risponde…", "Perché?"]),
    ("fr", ["M. Dupont et Mme. Martin habitent av. Foch, bd. 3.", "Réf. 88-4417-D, p. ex. la page 2.", "Vraiment ?"]),
    ("fr", ["Le montant est de 1 234,50 €.", "« C'est trop. »", "Merci !"]),
    ("pl", ["Mieszkam na ul. Długa 5 m. 2, godz. 10.", "Proszę o kontakt."]),
    ("pl", ["Zapłaciłem 2 tys. zł, tj. wszystko.", "Faktura nr. 12 z dn. 3.05.2024 r. jest błędna.", "Co dalej?"]),
    ("pl", ["Pan dr. Nowak, pok. 12, przyjmuje w pon. i śr. do 15.", "Dziękuję."]),
]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_sentences(language: str, sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[span.start : span.end] for span in split(text, Language(language))] == sentences


def test_a_line_break_always_ends_a_sentence_and_blank_lines_are_none() -> None:
    text = "Hello\n\nthis is it\n  \n- first\n- second"
    assert [text[a:b] for a, b in split(text, Language.EN)] == ["Hello", "this is it", "- first", "- second"]


@pytest.mark.parametrize("text", ["", "  \n ", "...", "?!", "a", "." * 5000, "no end " * 3000])
def test_odd_texts_are_covered_by_spans_in_order(text: str) -> None:
    spans = split(text, Language.EN)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join(text[a:b] for a, b in spans).split() == text.split()


def test_a_wrapped_line_is_no_end() -> None:
    text = "Dear Ms Grey,\nwe have looked at your case for a long time and have found out that\nthe parcel is in Leeds.\nKind regards\nAnn"
    assert [text[a:b].split()[0] for a, b in split(text, Language.EN)] == ["Dear", "we", "Kind", "Ann"]
