"""Passages are ranges of the text, short, under their headings, and keep their ids when others change."""

from knowledge.house.readers.blocks import Block
from knowledge.models import Language
from knowledge.steps.divide import MOST_WORDS, divide

SENTENCE = "Boats come back at six in the evening, and the crew pays for every hour after that."
DOCUMENT = [
    Block("heading", 1, "House rules"),
    Block("text", 0, "For everybody at the desk."),
    Block("heading", 2, "Boats"),
    Block("heading", 3, "Fuel"),
    Block("text", 0, "Full to full."),
    Block("item", 0, "Diesel is at the east pier."),
    Block("heading", 2, "Crew"),
    Block("text", 0, SENTENCE + (" " + SENTENCE) * 11),
]


def test_every_passage_is_a_range_of_the_text_under_its_headings() -> None:
    text, passages = divide(DOCUMENT, "House rules", Language.EN)

    assert [(p.heading, p.text) for p in passages[:2]] == [
        ("", "For everybody at the desk."),
        ("Boats · Fuel", "Full to full.\nDiesel is at the east pier."),
    ]
    assert {p.heading for p in passages[2:]} == {"Crew"}
    assert all(text[p.start : p.end] == p.text for p in passages)


def test_a_long_paragraph_is_cut_between_sentences_and_nothing_is_lost() -> None:
    passages = divide(DOCUMENT, "House rules", Language.EN).passages
    crew = [p.text for p in passages if p.heading == "Crew"]

    assert len(crew) > 1
    assert all(len(part.split()) <= MOST_WORDS and part.endswith(".") for part in crew)
    assert " ".join(crew) == DOCUMENT[-1].text


def test_headings_that_only_look_like_one_replace_each_other() -> None:
    blocks = [Block("heading", 0, "Fuel"), Block("text", 0, "Full."), Block("heading", 0, "Crew"), Block("text", 0, "Six.")]

    assert [p.heading for p in divide(blocks, "t", Language.EN).passages] == ["Fuel", "Crew"]


def test_ids_differ_and_outlive_a_change_elsewhere() -> None:
    first = divide(DOCUMENT, "House rules", Language.EN).passages
    changed = divide([*DOCUMENT[:1], Block("text", 0, "New."), *DOCUMENT[2:]], "House rules", Language.EN).passages

    assert len({p.id for p in first}) == len(first)
    assert [p.id for p in first][1:] == [p.id for p in changed][1:]
    assert first[0].id != changed[0].id
    assert first[1].start != changed[1].start
