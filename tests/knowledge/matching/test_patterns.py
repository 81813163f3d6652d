"""The pattern language means what its table says, and a pattern that it does not allow is refused with the reason."""

import re

import pytest

from knowledge.matching.cues import cues_of
from knowledge.matching.patterns import PatternFault, Syntax, bounded, loosened, to_regex
from knowledge.models import Language

PLAIN = Syntax(macros={"you": "(Pan|Pani)"}, clitics={"will": "'ll", "not": "n't"})


def found(pattern: str, text: str, syntax: Syntax = PLAIN) -> str | None:
    match = re.search(bounded(to_regex(pattern, syntax)), text, re.IGNORECASE)
    return match.group() if match else None


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("we guarantee", "Here we  guarantee it", "we  guarantee"),
        ("we guarantee", "Here we, guarantee it", "we, guarantee"),
        ("we guarantee", "awe guarantee", None),
        ("we guarantee", "we guarantees", None),
        ("(we|I) guarantee", "I guarantee", "I guarantee"),
        ("we (can)? guarantee", "we guarantee", "we guarantee"),
        ("we (can)? guarantee", "we can guarantee", "we can guarantee"),
        ("(really)? sorry", "so sorry", "sorry"),
        ("sorry (but)?", "sorry but", "sorry but"),
        ("apologi(s|z)e", "I apologize", "apologize"),
        ("step(s)? are", "steps are", "steps are"),
        ("guarant*", "guaranteed", "guaranteed"),
        ("wpisa(ł|ła|li) kod", "wpisała kod", "wpisała kod"),
        ("we <2> guarantee", "we do really guarantee", "we do really guarantee"),
        ("we <2> guarantee", "we, honestly, guarantee", "we, honestly, guarantee"),
        ("we <2> guarantee", "we do not really guarantee", None),
        ("we <2> guarantee", "we wait. Guarantee", None),
        ("(l'|la|il) (ufficio|posta)", "all'ufficio l'ufficio", "l'ufficio"),
        ("(l'|la|il) (ufficio|posta)", "la posta", "la posta"),
        ("per (l'|il)? errore", "per l'errore", "per l'errore"),
        ("per (l'|il)? errore", "per errore", "per errore"),
        ("it will arrive", "it'll arrive", "it'll arrive"),
        ("did not call", "didn't call", "didn't call"),
        ("@you wie", "Pani wie", "Pani wie"),
        ("100 %", "100 % sure", "100 %"),
    ],
)
def test_meaning(pattern: str, text: str, expected: str | None) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a|b", "put alternatives into brackets"),
        ("(a", "a bracket is never closed"),
        ("a)", "a bracket closes that was never opened"),
        ("<3> a", "a gap such as <3> must stand between words"),
        ("a <3>", "a gap such as <3> must stand between words"),
        ("a <3> (b)?", "a gap such as <3> must stand between words"),
        ("(a)?", "needs a word that must be there"),
        ("(a|)", "needs a word that must be there"),
        ("", "needs a word that must be there"),
        ("@nobody", "@nobody is not known; there is @you"),
        (r"a\b", r"\ means nothing here"),
        ("why?", "? means nothing here"),
        ("we <12> guarantee", "< means nothing here"),
        ("we <n> guarantee", "< means nothing here"),
        ("*ing", "a * must follow the beginning of a word"),
        ("yes , but", "a comma needs no place of its own"),
        ("il (l'|di)? (a)?", "a word must follow that must be there"),
    ],
)
def test_refusal(pattern: str, reason: str) -> None:
    with pytest.raises(PatternFault, match=re.escape(reason)):
        to_regex(pattern, PLAIN)


@pytest.mark.parametrize(
    "pattern", ["we <3> guarantee*", "(l'|il)? errore <2> di", "it will not (ever)? arrive", "zrobi(łem|łam) wszystko"]
)
def test_the_loosened_expression_matches_wherever_the_exact_one_does(pattern: str) -> None:
    exact = to_regex(pattern, PLAIN)
    for text in (
        "we do really, guaranteed",
        "l'errore tutto mio di",
        "errore di",
        "it'll not arrive",
        "it will, not ever arrive",
        "zrobiłam wszystko",
    ):
        if re.search(bounded(exact), text):
            assert re.search(loosened(exact), text)


@pytest.mark.parametrize("language", Language)
def test_every_cue_can_be_compiled(language: Language) -> None:
    cues = cues_of(language)
    for line in (*cues.negation, *cues.not_negation, *cues.clause_ends, *cues.condition, *cues.past, *cues.reported):
        re.compile(bounded(to_regex(line, cues.syntax)))
    for macro in cues.macros.values():
        re.compile(to_regex(macro, cues.syntax))
