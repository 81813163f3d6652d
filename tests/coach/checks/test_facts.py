"""The facts gate: whatever the writer claims, a figure must stand in what its sentence may use."""

import pytest

from coach.checks.facts import figures, unsupported
from coach.models import MoveName, Sentence
from knowledge.models import Language

SOURCES = {
    Language.EN: {
        "mail": "Order SL-20918 of 3 March, three weeks late. You owe me £40. My wedding is on Saturday.",
        "offer:0": "Refund of £25 by Friday 5 pm",
    },
    Language.IT: {
        "mail": "Ordine SL-20918 del 3 marzo, tre settimane. Mi dovete 40 euro.",
        "offer:0": "Rimborso di 25 euro entro venerdì alle 17",
    },
    Language.FR: {
        "mail": "Commande SL-20918 du 3 mars, trois semaines. Vous me devez 40 €.",
        "offer:0": "Remboursement de 25 € vendredi avant 17 h",
    },
    Language.PL: {"mail": "Zamówienie SL-20918 z 3 marca, trzy tygodnie. 40 zł.", "offer:0": "Zwrot 25 zł do piątku do godz. 17"},
}
HONEST = [
    ("en", "Your order SL-20918 of 3 March is 3 weeks late.", ("mail",)),
    ("en", "I refund £25 by Friday at 5 pm.", ("offer:0",)),
    ("en", "I am sorry; this should not have happened to you.", ()),
    ("en", "Please tell me your order number: [[order number, 8 digits]].", ()),
    ("it", "Il suo ordine SL-20918 aspetta da tre settimane.", ("mail",)),
    ("fr", "Vous recevez 25 € vendredi.", ("offer:0",)),
    ("pl", "Zwrot 25 zł nastąpi do piątku.", ("offer:0",)),
]
INVENTED = [
    ("en", "I refund £40 by Friday.", ("offer:0",), {"£40", "40"}),
    ("en", "I refund £25 by Monday.", ("offer:0",), {"Monday"}),
    ("en", "Your order SL-20919 is late.", ("mail",), {"20919"}),
    ("en", "It arrives tomorrow.", ("mail", "offer:0"), {"tomorrow"}),
    ("en", "Give us five working days.", ("mail", "offer:0"), {"five working days"}),
    ("en", "See https://evil.example/pay for your money.", ("mail",), {"https://evil.example/pay"}),
    ("en", "Write to boss@evil.example.", ("mail",), {"boss@evil.example"}),
    ("en", "I refund £25 by Friday.", (), {"£25", "25", "Friday"}),
    ("en", "I refund £25 by Friday.", ("offer:7",), {"£25", "25", "Friday"}),
    ("it", "Rimborso cinquanta euro domani.", ("offer:0",), {"cinquanta euro", "domani"}),
    ("fr", "Remboursement de 25 € le 12 avril.", ("offer:0",), {"12", "12 avril"}),
    ("pl", "Zwrot 25 zł w ciągu dwóch godzin.", ("offer:0",), {"dwóch godzin"}),
]


def sentence(text: str, authority: tuple[str, ...]) -> Sentence:
    return Sentence(text=text, move=MoveName.NEXT_STEP, authority=authority)


@pytest.mark.parametrize(("language", "text", "authority"), HONEST)
def test_what_stands_in_its_authority_passes(language: str, text: str, authority: tuple[str, ...]) -> None:
    assert unsupported([sentence(text, authority)], SOURCES[Language(language)], Language(language)) == ()


@pytest.mark.parametrize(("language", "text", "authority", "expected"), INVENTED)
def test_what_does_not_is_named(language: str, text: str, authority: tuple[str, ...], expected: set[str]) -> None:
    found = {one.figure for one in unsupported([sentence(text, authority)], SOURCES[Language(language)], Language(language))}
    assert found
    assert found <= expected


def test_number_words_and_digits_mean_the_same() -> None:
    assert {f.meaning for f in figures("three weeks", Language.EN)} == {f.meaning for f in figures("3 weeks", Language.EN)}
