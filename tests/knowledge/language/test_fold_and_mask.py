"""Folding and masking never move an offset."""

import pytest

from knowledge.language.fold import fold, straighten, typed_without_diacritics
from knowledge.language.mask import FILLER, mask
from knowledge.models import Language


@pytest.mark.parametrize("text", ["Zażółć gęślą jaźń", "L’été à Łódź: ça va ?", "È già così", "naïve œuvre ß — 50\u202f%"])
def test_the_length_stays(text: str) -> None:
    assert len(fold(text)) == len(straighten(text)) == len(text)


def test_folding_takes_the_marks_and_nothing_else() -> None:
    assert fold("Zażółć gęślą jaźń, è l’été") == "Zazolc gesla jazn, e l'ete"


def test_only_a_long_text_without_marks_was_typed_without_them() -> None:
    assert typed_without_diacritics("prosze o zwrot pieniedzy za buty ktore przyszly uszkodzone w zeszlym tygodniu do domu", Language.PL)
    assert not typed_without_diacritics(
        "prosze o zwrot pieniędzy za buty ktore przyszly uszkodzone w zeszlym tygodniu do domu", Language.PL
    )
    assert not typed_without_diacritics("ok dzieki", Language.PL)
    assert not typed_without_diacritics("this text has no marks because the language has none at all, whatever its length is", Language.EN)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ('You wrote "calm down" to me.', ["calm down"]),
        ("Napisali Państwo „proszę się uspokoić” i tyle.", ["uspokoić"]),
        ("Vous avez écrit « calmez-vous » hier.", ["calmez-vous"]),
        ("Avete scritto «si calmi» ieri.", ["si calmi"]),
        ("> we did nothing wrong\nThank you for writing.", ["nothing wrong"]),
        ("I am on it.\n\nOn Mon, 3 Mar 2025 at 10:00, Ann wrote:\n> It is your fault", ["your fault", "Ann"]),
        ("Już sprawdzam.\n\nW dniu 3.03.2025 o 10:00 Jan Kowalski pisze:\nto wasza wina", ["wasza wina"]),
        ("Le scrivo domani.\n\n-----Messaggio originale-----\nè colpa vostra", ["colpa"]),
        ("I am on it.\n-- \nAnn, Head of Guarantee", ["Guarantee"]),
    ],
)
def test_quoted_words_and_mail_are_blanked_out(text: str, hidden: list[str]) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert not any(words in masked for words in hidden)
    assert all(a == b for a, b in zip(text, masked, strict=True) if b != FILLER)


@pytest.mark.parametrize(
    "text", ["It's 5\" wide and 6\" long, that's it.", "Don't. Won't. Can't.", "L'ordine dell'anno", "From: the warehouse we sent it again"]
)
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert mask(text) == text
