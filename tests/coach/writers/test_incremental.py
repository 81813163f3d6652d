"""Sentences are read out of half a reply, however it is cut into pieces."""

import json

import pytest

from coach.writers.incremental import SentenceReader

REPLY = {
    "subject": "A {brace} and a [bracket]",
    "paragraphs": [[{"text": 'Dear \\ "Ann" },', "asks": [0]}], [{"text": "One.", "asks": []}, {"text": "Ż two]}.", "asks": [1, 2]}], []],
}


@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
@pytest.mark.parametrize("before", ["", "Here you are [as asked]:\n```json\n"])
def test_every_sentence_with_its_paragraph(size: int, before: str) -> None:
    found: list[tuple[int, object]] = []
    reader = SentenceReader(lambda paragraph, text: found.append((paragraph, json.loads(text))))
    text = before + json.dumps(REPLY, ensure_ascii=False)
    for at in range(0, len(text), size):
        reader.feed(text[at : at + size])
    assert found == [(number, sentence) for number, paragraph in enumerate(REPLY["paragraphs"]) for sentence in paragraph]


def test_a_sentence_is_told_when_it_closes_and_not_before() -> None:
    found: list[str] = []
    reader = SentenceReader(lambda _, text: found.append(text))
    reader.feed('{"subject": "x", "paragraphs": [[{"text": "Half a sen')
    assert found == []
    reader.feed('tence."}')
    assert len(found) == 1


@pytest.mark.parametrize("rubbish", ["", "]]]}}}", "word salad", "[[[[{{{{", '{"paragraphs": {"a": 1}}'])
def test_what_is_no_reply_has_no_sentences(rubbish: str) -> None:
    found: list[str] = []
    SentenceReader(lambda _, text: found.append(text)).feed(rubbish)
    assert found == []
