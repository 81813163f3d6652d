"""The newest message is told from what it quotes, for the shapes of the usual mail programs, and nothing is lost."""

import pytest

from coach.mail.parse import parse_mail

NEW = "Nothing has come.\n\nWhere is my parcel?"
OLD = "Dear customer,\nyour parcel is on its way."
QUOTED = "\n".join(f"> {line}" for line in OLD.split("\n"))

ABOVE_QUOTED = {
    "gmail en": "On Mon, Mar 3, 2025 at 10:12 AM Support <help@shop.example> wrote:",
    "gmail en wrapped": "On Mon, Mar 3, 2025 at 10:12 AM Very Long Support Name\n<help@shop.example> wrote:",
    "gmail it": "Il giorno lun 3 mar 2025 alle ore 10:12 Assistenza <help@shop.example> ha\nscritto:",
    "gmail fr": "Le lun. 3 mars 2025 à 10:12, Service <help@shop.example> a écrit\u00a0:",
    "gmail pl": "pon., 3 mar 2025 o 10:12 Obsługa <help@shop.example> napisał(a):",
    "thunderbird en": "On 03/03/2025 10:12, Support wrote:",
    "thunderbird it": "Il 03/03/2025 10:12, Assistenza ha scritto:",
    "thunderbird fr": "Le 03/03/2025 à 10:12, Service a écrit :",
    "thunderbird pl": "W dniu 03.03.2025 o 10:12, Obsługa pisze:",
    "apple en": "On 3 Mar 2025, at 10:12, Support <help@shop.example> wrote:",
    "apple it": "Il giorno 3 mar 2025, alle ore 10:12, Assistenza <help@shop.example> ha scritto:",
    "apple fr": "Le 3 mars 2025 à 10:12, Service <help@shop.example> a écrit :",
    "apple pl": "Wiadomość napisana przez Obsługa <help@shop.example> w dniu 3 mar 2025, o godz. 10:12:",
}
ABOVE_PLAIN = {
    "outlook en": "From: Support <help@shop.example>\nSent: Monday, March 3, 2025 10:12 AM\nTo: Anna\nSubject: Your parcel",
    "outlook it": "Da: Assistenza <help@shop.example>\nInviato: lunedì 3 marzo 2025 10:12\nA: Anna\nOggetto: Il suo pacco",
    "outlook fr": "De : Service <help@shop.example>\nEnvoyé : lundi 3 mars 2025 10:12\nÀ : Anna\nObjet : Votre colis",
    "outlook pl": "Od: Obsługa <help@shop.example>\nWysłano: poniedziałek, 3 marca 2025 10:12\nDo: Anna\nTemat: Paczka",
    "outlook.com": "________________________________\nFrom: Support <help@shop.example>\nSent: Monday\nTo: Anna\nSubject: Your parcel",
    "divider en": "-----Original Message-----",
    "divider it": "-----Messaggio originale-----",
    "divider fr": "-----Message d'origine-----",
    "divider pl": "-----Wiadomość oryginalna-----",
    "forward gmail": "---------- Forwarded message ---------\nFrom: Support <help@shop.example>\nDate: 3 March 2025\nTo: Anna",
    "forward apple": "Begin forwarded message:\n\nFrom: Support <help@shop.example>\nDate: 3 March 2025\nTo: Anna\nSubject: x",
}
SHAPES = {name: f"{line}\n\n{QUOTED}" for name, line in ABOVE_QUOTED.items()} | {
    name: f"{line}\n\n{OLD}" for name, line in ABOVE_PLAIN.items()
}


def words(text: str) -> list[str]:
    return sorted(text.replace(">", " ").split())


@pytest.mark.parametrize("name", SHAPES)
def test_the_history_is_folded_and_nothing_is_lost(name: str) -> None:
    source = f"{NEW}\n\n{SHAPES[name]}\n"
    mail = parse_mail(source)
    assert mail.body == NEW
    assert words(f"{mail.body} {mail.quoted}") == words(source)


@pytest.mark.parametrize("name", ABOVE_QUOTED)
def test_an_answer_below_the_quote_is_the_message(name: str) -> None:
    mail = parse_mail(f"{ABOVE_QUOTED[name]}\n\n{QUOTED}\n\n{NEW}")
    assert mail.body == NEW
    assert "on its way" in mail.quoted


def test_interleaved_answers_are_kept_together() -> None:
    mail = parse_mail(f"{ABOVE_QUOTED['thunderbird en']}\n> Did you get it?\nNo, I did not.\n> Shall we send another?\nYes, at once.")
    assert mail.body == "No, I did not.\nYes, at once."
    assert "Did you get it?" in mail.quoted


@pytest.mark.parametrize(
    "text",
    [
        "He wrote: you will get it on Monday.\nThat was in March 2024.",
        "From: the beginning it was a mess.\nTo: you it is nothing.",
        "I told her:\nthis is not what we agreed on 3 March 2025.",
        "- first the box was open\n- then the vase was gone",
        "Data: sprawdziłem wszystko.\nDo: państwa wiadomości.",
    ],
)
def test_own_words_are_never_taken_for_history(text: str) -> None:
    mail = parse_mail(text)
    assert (mail.body, mail.quoted) == (text, "")


@pytest.mark.parametrize("name", SHAPES)
def test_a_mail_of_history_alone_keeps_a_body(name: str) -> None:
    assert "on its way" in parse_mail(SHAPES[name]).body


@pytest.mark.parametrize(
    "end", ["-- \nAnna Nowak\n+48 600 100 200", "Sent from my iPhone", "Inviato da iPhone", "Envoyé de mon iPhone", "Wysłane z iPhone'a"]
)
def test_signatures_are_set_aside(end: str) -> None:
    mail = parse_mail(f"{NEW}\n\n{end}")
    assert mail.body == NEW
    assert end.split("\n")[-1] in mail.quoted
