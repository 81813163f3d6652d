"""Furniture goes, text stays: also text under a heading that came before, and headings that are named like a menu."""

import pytest

from knowledge.house.readers.blocks import Block
from knowledge.house.readers.plain import read_text
from knowledge.steps.clean import clean

BODY = [
    Block("heading", 0, "Fuel"),
    Block("text", 0, "Boats leave with a full tank and come back with a full tank, or we fill it at the pump price."),
    Block("item", 0, "Keep calm. The clerk at the desk may take off up to fifty euros without asking anybody at all."),
]
FURNITURE = """Log in
REGISTER
Search:
Select your language :

{text}

Related articles about boats
Leave a comment
Was this page helpful?
© Marea Boats
Back to top
"""


def kept(*blocks: Block) -> list[str]:
    return [block.text for block in clean(blocks).blocks]


def test_lines_of_menus_and_forms_go_in_every_language() -> None:
    for words in ("Chiudi", "Accedi", "Se connecter", "Zaloguj się", "Tutti i diritti riservati", "Spis treści", "Page 3 sur 9"):
        cleaned = clean([Block("text", 0, words), *BODY])
        assert cleaned.furniture == (words,)
        assert cleaned.blocks == tuple(BODY)


def test_furniture_around_a_text_goes_and_the_text_stays() -> None:
    text = "Boats come back at six in the evening, and the crew pays for every hour after that."
    cleaned = clean(read_text(FURNITURE.format(text=text).encode()).blocks)

    assert [block.text for block in cleaned.blocks] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "We use cookies on our boats as a snack for children, " + "and the cook bakes them fresh on each day of the week " * 5,
        "The customer may search for the anchor himself.",
        "Contact us by radio.",
    ],
)
def test_sentences_with_such_words_stay(text: str) -> None:
    assert text in kept(Block("text", 0, text), *BODY)


def test_a_heading_that_is_named_like_a_menu_stays_above_its_paragraph() -> None:
    assert kept(Block("heading", 0, "Contact"), *BODY[1:])[0] == "Contact"


def test_a_body_that_comes_three_times_is_kept_once() -> None:
    cleaned = clean([*BODY, *BODY, *BODY])

    assert cleaned.blocks == tuple(BODY)
    assert {BODY[1].text, BODY[2].text} <= set(cleaned.repeated)


def test_headings_that_come_again_with_new_text_stay() -> None:
    deeper = [Block("heading", 0, "Fuel"), Block("text", 0, "Diesel is sold at the east pier from seven in the morning until dusk.")]

    assert kept(*BODY, *deeper) == [block.text for block in (*BODY, *deeper)]


def test_a_nearly_equal_paragraph_is_a_repetition_and_one_with_another_price_is_not() -> None:
    long = "Boats are due at six in the evening and the first half hour is free of charge for every crew that called us before."
    other = "A lost anchor with ten metres of chain costs the crew 310 euros, to be paid at the desk before it leaves."

    assert kept(Block("text", 0, long), Block("text", 0, long.upper())) == [long]
    assert len(kept(Block("text", 0, other), Block("text", 0, other.replace("310 euros", "90 euros").replace("anchor", "oar")))) == 2


def test_rows_of_tables_may_be_alike() -> None:
    rows = [Block("row", 0, "Oar: 25 euros"), Block("row", 0, "Key: 45 euros"), Block("row", 0, "Oar: 25 euros")]

    assert kept(*rows) == [row.text for row in rows]


def test_a_table_of_contents_goes() -> None:
    assert kept(Block("item", 0, "Keep calm."), *BODY) == [block.text for block in BODY]


def test_headings_without_text_go_but_not_those_above_other_headings_of_a_lower_rank() -> None:
    text = BODY[1]
    marked = [Block("heading", 1, "House"), Block("heading", 2, "Empty"), Block("heading", 2, "Fuel"), text, Block("heading", 2, "End")]

    assert kept(*marked) == ["House", "Fuel", text.text]
    assert kept(Block("heading", 0, "Free-lance"), Block("heading", 0, "Fuel"), text, Block("heading", 0, "End")) == ["Fuel", text.text]


def test_the_title_is_the_heading_that_the_text_takes_up() -> None:
    blocks = [Block("heading", 0, "Free-lance"), Block("heading", 0, "Boats with a full tank"), *BODY]

    assert clean(blocks).title == "Boats with a full tank"
    assert clean([Block("heading", 1, "House rules"), *BODY]).title == "House rules"
    assert clean(BODY[1:]).title is None


def test_cleaning_what_is_clean_changes_nothing() -> None:
    once = clean(read_text(FURNITURE.format(text=BODY[1].text).encode()).blocks).blocks

    assert clean(once).blocks == once
