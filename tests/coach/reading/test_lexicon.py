"""The lexicons: every phrase is well formed and found, and the four languages offer the heads the same places."""

import re
import time

import pytest

from coach.reading.lexicon import Lexicon, ReadingWords, lexicon_of, prepare
from coach.reading.signals import signal_names
from knowledge.language.fold import fold
from knowledge.matching.patterns import Syntax, bounded, to_regex
from knowledge.models import Language


def words(**places: object) -> ReadingWords:
    empty: dict[str, object] = {
        place: {} for place in ("issues", "causes", "feelings", "intensity", "asks", "facts", "risks", "missing", "stage", "concepts")
    }
    return ReadingWords.model_validate(empty | places)


def phrases(language: Language) -> list[tuple[str, str]]:
    given = lexicon_of(language).words
    plain = [given.issues, given.causes, given.feelings, given.intensity, given.asks, given.facts, given.stage, given.concepts]
    risky = [{name: (*risk.cues, *risk.unless, *(p for kind in risk.hints.values() for p in kind)) for name, risk in given.risks.items()}]
    return [(place, phrase) for group in (*plain, *risky) for place, listed in group.items() for phrase in listed]  # type: ignore[union-attr]


@pytest.mark.parametrize("language", Language)
def test_every_phrase_is_in_the_pattern_language(language: Language) -> None:
    for place, phrase in phrases(language):
        assert re.compile(bounded(to_regex(fold(phrase), Syntax({}, {})))), place


def test_the_languages_have_the_same_places() -> None:
    names = {signal_names(lexicon_of(language)) for language in Language}
    assert len(names) == 1


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("never again", "Never\nagain will I order.", ["Never\nagain"]),
        ("apolog*", "Apologies? An apology!", ["Apologies", "apology"]),
        ("(hang|hung) up", "they hung up", ["hung up"]),
        ("no <2> reply", "no, not one reply; no reply", ["no, not one reply", "no reply"]),
        ("(very)? angry", "angry, very angry", ["angry", "very angry", "angry"]),
        ("l'operat*", "l’operatrice ha riso", ["l’operatrice"]),
        ("zażółć", "ZAZOLC", ["ZAZOLC"]),
        ("cat", "concatenate category", []),
    ],
)
def test_phrases_are_found_at_their_words(phrase: str, text: str, found: list[str]) -> None:
    hits = Lexicon(words(feelings={"anger": [phrase]})).find(prepare(text))
    assert [text[hit.start : hit.end] for hit in hits] == found


def test_plain_text_keeps_its_length() -> None:
    text = "İstanbul’da ŁÓDŹ…\nÀ bientôt\u00a0!"
    assert len(prepare(text)) == len(text)


def test_a_lexicon_loads_and_reads_fast() -> None:
    text = prepare("Where is my parcel? I have been waiting for three weeks and nobody answers my mails. " * 15)
    lexicon = lexicon_of(Language.EN)
    lexicon.find(text)
    before = time.process_time()
    for _ in range(10):
        lexicon.find(text)
    assert (time.process_time() - before) / 10 < 0.02
