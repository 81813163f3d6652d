"""Each guard silences what it is for, and nothing beyond."""

import pytest

from knowledge.matching.cues import cues_of
from knowledge.matching.guards import Guard, Guards
from knowledge.models import Language

EN, IT, FR, PL = Language


@pytest.mark.parametrize(
    ("language", "guard", "left", "right", "silent"),
    [
        (EN, Guard.NEGATION, "We cannot ", "promise that.", True),
        (EN, Guard.NEGATION, "Not only do we ", "promise that.", False),
        (EN, Guard.NEGATION, "It did not work, but we ", "promise that.", False),
        (EN, Guard.NEGATION, "Nothing of what you wrote to all of us today we ", "promise.", False),
        (IT, Guard.NEGATION, "Non posso ", "garantirlo.", True),
        (FR, Guard.NEGATION, "Nous n'avons pas ", "suivi cela.", True),
        (PL, Guard.NEGATION, "Nie możemy tego ", "obiecać.", True),
        (PL, Guard.NEGATION, "Nie działa, ale ", "obiecuję.", False),
        (EN, Guard.CONDITION, "If you ", "forgot it, write.", True),
        (EN, Guard.CONDITION, "You ", "forgot it.", False),
        (PL, Guard.CONDITION, "Jeśli ", "zapomniał Pan, proszę pisać.", True),
        (EN, Guard.PAST, "As I ", "promise.", True),
        (EN, Guard.PAST, "As the letter of our shop in the city says, I ", "promise.", False),
        (FR, Guard.PAST, "Comme ", "nous le promettons.", True),
        (EN, Guard.REPORTED, "You wrote that it was ", "your own fault.", True),
        (EN, Guard.REPORTED, "It was unfair of us to suggest that it was ", "your own fault.", True),
        (EN, Guard.REPORTED, "We write that it was ", "your own fault.", False),
        (IT, Guard.REPORTED, "Il negozio Le ha detto che è ", "colpa Sua.", True),
        (EN, Guard.QUESTION, "Can we ", "guarantee that?", True),
        (EN, Guard.QUESTION, "We ", "guarantee that.", False),
    ],
)
def test_guard(language: Language, guard: Guard, left: str, right: str, silent: bool) -> None:
    guards = Guards(cues_of(language), folded=False)
    assert guards.silencing((guard,), left + right, len(left)) is (guard if silent else None)


def test_only_the_named_guards_speak() -> None:
    guards = Guards(cues_of(EN), folded=False)
    assert guards.silencing((Guard.PAST, Guard.QUESTION), "We cannot promise.", 10) is None


def test_cues_typed_without_diacritics_are_known_in_folded_text() -> None:
    assert Guards(cues_of(PL), folded=True).silencing((Guard.CONDITION,), "jesli zapomnial Pan", 6) is Guard.CONDITION
