"""What the critic sees of a draft: the same for the same words, whatever stands around them."""

import numpy as np
import pytest

from coach.checks.features import grams_of, plain, whole
from knowledge.models import Language

DRAFT = "Good morning Ms Hill,\nI have sent the part. It will be with you on Friday!\n-- \nTom"


def rows(draft: str, language: Language = Language.EN) -> list[dict[int, float]]:
    grams = grams_of(draft, language)
    return [
        dict(zip(grams.keys[grams.rows == row].tolist(), grams.counts[grams.rows == row].tolist(), strict=True))
        for row in range(len(grams.spans))
    ]


def test_every_sentence_has_its_place_and_the_signature_block_has_none() -> None:
    spans = grams_of(DRAFT, Language.EN).spans
    assert [DRAFT[s.start : s.end] for s in spans] == ["Good morning Ms Hill,", "I have sent the part.", "It will be with you on Friday!"]


def test_a_sentence_has_the_same_grams_alone_and_in_company() -> None:
    alone = rows("I have sent the part.")[0]
    assert alone == rows(DRAFT)[1]
    assert len(alone) > 40


def test_case_marks_and_digits_do_not_matter_but_words_do() -> None:
    assert rows("Order 1234 is HERE") == rows("order 9876 is here")
    assert rows("Non è più così", Language.IT) == rows("Non e’ piu cosi".replace("’", ""), Language.IT)
    assert rows("order 1234 is here") != rows("order 1234 is not here")


def test_quoted_mail_is_not_the_writers_own() -> None:
    assert rows("> You never listen.\nI have read your mail.") == rows("I have read your mail.")


def test_the_whole_adds_up_its_sentences() -> None:
    grams = grams_of(DRAFT, Language.EN)
    one = whole(grams)
    assert one.counts.sum() == grams.counts.sum()
    assert set(one.rows.tolist()) == {0}
    assert np.all(np.diff(one.keys.astype(np.int64)) > 0)


@pytest.mark.parametrize("draft", ["", " \n ", "> only quoted\n", "\x00\x00"])
def test_nothing_written_means_no_sentences(draft: str) -> None:
    assert grams_of(draft, Language.EN).spans == ()


def test_grams_do_not_cross_words_or_sentences() -> None:
    joined = {key for row in rows("One. Two") for key in row}
    apart = {key for text in ("One.", "Two") for key in rows(text)[0]}
    assert joined == apart


def test_plain_keeps_words_apart() -> None:
    assert plain("Już  12\u00a0zł\n") == "juz 00 zl"
