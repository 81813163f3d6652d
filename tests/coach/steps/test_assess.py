"""A whole reading: verbatim, in the mail's language, honest about languages that we do not speak, and fast."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.errors import WeightsError
from coach.mail.parse import parse_mail
from coach.models import Assessment, Mail
from coach.reading import model
from coach.requests import Stage
from coach.steps.assess import assess
from knowledge.models import Language

CASES = Path(__file__).parents[3] / "evals" / "cases"


def mails() -> Iterator[Mail]:
    for file in sorted(CASES.glob("train2.*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            mail = json.loads(line)["mail"]
            yield Mail(subject=mail["subject"], body=mail["body"])


def quotes(reading: Assessment) -> list[str]:
    return [*(x.evidence for x in (*reading.feelings, *reading.risks)), *(x.text for x in (*reading.asks, *reading.facts))]


def test_every_claim_is_a_quote() -> None:
    for mail in mails():
        for quote in quotes(assess(mail)):
            assert quote
            assert quote in mail.text


@pytest.mark.parametrize(
    ("text", "language", "ask"),
    [
        ("Hello,\n\nmy parcel is three weeks late. Where is it? I want my money back.", "en", "I want my money back"),
        ("Buongiorno, il pacco è in ritardo di tre settimane. Dov'è finito? Rivoglio i miei soldi.", "it", "Rivoglio i miei soldi"),
        ("Bonjour, mon colis a trois semaines de retard. Où est-il ? Je veux être remboursé.", "fr", "Je veux être remboursé"),
        ("Dzień dobry, paczka spóźnia się trzy tygodnie. Gdzie ona jest? Żądam zwrotu pieniędzy.", "pl", "Żądam zwrotu pieniędzy"),
    ],
)
def test_questions_and_demands_are_asks_and_the_language_is_told(text: str, language: str, ask: str) -> None:
    reading = assess(parse_mail(text))
    assert reading.lang == language
    assert "delivery" in reading.issues
    assert len(reading.asks) == 2
    assert any(ask in one.text for one in reading.asks)
    assert reading.missing
    assert reading.stage is Stage.IDENTIFY


def test_a_rhetorical_question_is_no_ask() -> None:
    reading = assess(parse_mail("The lamp broke again. How dare you send me the same one? Please refund it."))
    assert [ask.text for ask in reading.asks] == ["Please refund it."]


def test_an_order_number_is_not_asked_for_twice() -> None:
    without = assess(parse_mail("My parcel has not arrived, the courier never came. Where is it?"))
    with_number = assess(parse_mail("My parcel of order 88213 has not arrived, the courier never came. Where is it?"))
    assert without.missing
    assert not with_number.missing


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Thank you for solving this so fast, the refund has been paid and all is well.", Stage.REVIEW),
        ("I accept your offer, go ahead with the replacement for order 88213.", Stage.EXECUTE),
        ("You sent the wrong lamp again and charged me twice for order 88213. Please refund it.", Stage.PROPOSE),
        ("You sent the wrong lamp again for order 88213. Why does nobody answer me?", Stage.RESPOND),
    ],
)
def test_the_stage_follows_what_the_mail_says(text: str, stage: Stage) -> None:
    assert assess(parse_mail(text)).stage is stage


def test_anger_is_hotter_than_a_question() -> None:
    calm = assess(parse_mail("Hello, just a quick question, no rush: until when is the shop open? Thank you and kind regards."))
    hot = assess(
        parse_mail("THIS IS A DISGRACE!!! Thieves and liars, I am furious, never again!! You ruined my wedding and hung up on me!")
    )
    assert calm.intensity <= 1
    assert hot.intensity == 3
    assert "anger" in {feeling.feeling for feeling in hot.feelings}


def test_a_language_that_we_do_not_speak_is_admitted() -> None:
    reading = assess(parse_mail("Sehr geehrte Damen und Herren, mein Paket ist noch immer nicht da und niemand antwortet mir."))
    assert (reading.lang, reading.feelings, reading.asks) == ("unknown", (), ())


def test_a_given_language_is_kept() -> None:
    assert assess(parse_mail("Ok 123"), Language.PL).lang is Language.PL


@pytest.mark.parametrize("text", ["?", "12", "a", "!!! 5", "...x", "> x", "é" * 3000, "a b " * 20_000])
def test_odd_texts_are_read_too(text: str) -> None:
    mail = Mail(body=text)
    for language in Language:
        assert all(quote in text for quote in quotes(assess(mail, language)))


def test_an_ordinary_mail_is_read_in_a_moment() -> None:
    mail = parse_mail("Where is my parcel? I have been waiting for three weeks, nobody answers and I am really angry. " * 10)
    assess(mail)
    times = []
    for _ in range(9):
        before = time.process_time()
        assess(mail)
        times.append(time.process_time() - before)
    assert sorted(times)[4] < 0.03


def test_damaged_or_missing_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="missing"):
        model.load(Language.EN, tmp_path)
    data = bytearray((model.FOLDER / "en.npz").read_bytes())
    data[len(data) // 2] ^= 0xFF
    (tmp_path / "en.npz").write_bytes(data)
    with pytest.raises(WeightsError, match="damaged"):
        model.load(Language.EN, tmp_path)
    (tmp_path / "it.npz").write_bytes((model.FOLDER / "en.npz").read_bytes())
    with pytest.raises(WeightsError, match="made for"):
        model.load(Language.IT, tmp_path)


def test_a_name_below_the_mail_is_no_evidence() -> None:
    said = assess(
        parse_mail(
            "Subject: washing machine\n\nThe washing machine I bought from you has been broken for eleven days and your technician "
            "did not show up twice. I want my money back by Friday or I go to the consumer association.\nHelen Park"
        )
    )
    assert said.feelings
    assert all("Helen Park" not in one.evidence for one in said.feelings)
