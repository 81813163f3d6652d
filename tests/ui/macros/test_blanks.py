"""Placeholders and markup of canned replies: unseen by the rules, untouched by rewrites."""

import pytest

from ui.macros.blanks import bared, rewritten

PLACEHOLDERS = [
    "{{name}}",
    "{{ticket.requester.first_name}}",
    "{{ customer.name | default: 'customer' }}",
    "{% if ticket.id %}",
    "%NAME%",
    "%first_name%",
    "[[Name des Kunden]]",
    "[[nazwisko]]",
    "{customer.first_name}",
    "{imię}",
    "${order}",
    "#{order.id}",
    "<<Name>>",
    "[CUSTOMER NAME]",
    "<% name %>",
]


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_a_placeholder_reads_like_a_name_of_the_same_length(placeholder: str) -> None:
    seen = bared(f"Dear {placeholder}, thank you.")
    assert len(seen.text) == len(f"Dear {placeholder}, thank you.")
    assert seen.text == f"Dear X{'x' * (len(placeholder) - 1)}, thank you."
    assert seen.touches(4, 6)
    assert not seen.touches(0, 5)
    assert not seen.says(5, 5 + len(placeholder))


@pytest.mark.parametrize("text", ["Refund of 20% by Friday, 30% later.", "See [1] and (2).", "a < b and b > c", "I said: {never}!"[:8]])
def test_ordinary_text_stays(text: str) -> None:
    assert bared(text).text == text


def test_markup_reads_like_white_space() -> None:
    assert bared("<p>Hello <b>you</b></p><br>Bye").text.split() == ["Hello", "you", "Bye"]
    assert len(bared("<p>Hello</p>").text) == len("<p>Hello</p>")


def test_rewrites_are_made_from_right_to_left_and_never_twice_in_one_place() -> None:
    assert rewritten("one two three", [(8, 13, "3"), (0, 3, "1"), (2, 5, "x")]) == "1 two 3"
