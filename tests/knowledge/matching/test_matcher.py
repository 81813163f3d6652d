"""The fast path finds exactly what trying every pattern one by one finds, and finds it fast enough."""

from collections.abc import Iterator, Sequence

import pytest

from knowledge.language.fold import fold
from knowledge.matching.matcher import Found, Matcher, rewrite_for
from knowledge.matching.prepared import Prepared, prepare
from knowledge.models import Language
from knowledge.rule import Pattern, Rule
from knowledge.rulefile import BUILT_IN, read_rules


class OneByOne(Matcher):
    """The plain path: every pattern is tried on every sentence."""

    def candidates(self, sentence: str) -> Sequence[int]:
        return range(len(self.wordings))


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return tuple(rule for _, rule in read_rules(BUILT_IN))


def sentences(rules: Sequence[Rule], language: Language) -> Iterator[str]:
    for rule in rules:
        for pattern in rule.languages[language].patterns if language in rule.languages else ():
            yield from (example.text for example in pattern.examples)
            yield from pattern.leaves


def as_folded(prepared: Prepared) -> Prepared:
    return prepared._replace(text=fold(prepared.text), folded=True)


def places(found: Iterator[Found]) -> list[tuple[str, int, int]]:
    return sorted((one.wording.pattern.source, one.start, one.end) for one in found)


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("language", Language)
def test_the_fast_path_finds_what_the_plain_path_finds(rules: tuple[Rule, ...], language: Language, folded: bool) -> None:
    fast, plain = Matcher(rules, language, folded=folded), OneByOne(rules, language, folded=folded)
    texts = list(sentences(rules, language))
    texts += [" ".join(text.rstrip(".!?") for text in texts[at : at + 12]) + "." for at in range(0, len(texts), 12)]
    assert len(texts) > 500
    for text in texts:
        prepared = as_folded(prepare(text, language)) if folded else prepare(text, language)
        assert places(fast.search(prepared)) == places(plain.search(prepared)), text


@pytest.mark.parametrize("language", [Language.IT, Language.FR, Language.PL])
def test_examples_typed_without_diacritics_are_found_too(rules: tuple[Rule, ...], language: Language) -> None:
    matcher = Matcher(rules, language, folded=True)
    lost = []
    for rule in rules:
        for pattern in rule.languages[language].patterns if language in rule.languages else ():
            for example in pattern.examples:
                found = matcher.search(as_folded(prepare(example.text, language)))
                if example.span not in [(one.start, one.end) for one in found if one.wording.pattern is pattern]:
                    lost.append(example.text)
    assert not lost


def test_a_rewrite_takes_the_case_of_the_words_it_replaces() -> None:
    pattern = Pattern(pattern="we guarantee", finds=("[[We guarantee]] it.",), leaves=("No.",), rewrite="we expect")
    assert rewrite_for(pattern, "We guarantee") == "We expect"
    assert rewrite_for(pattern, "we guarantee") == "we expect"


def test_a_rewrite_that_would_lose_a_number_or_a_gap_is_not_offered() -> None:
    pattern = Pattern(pattern="we <2> guarantee", finds=("[[We guarantee]] it.",), leaves=("No.",), rewrite="we expect")
    assert rewrite_for(pattern, "we in 24 hours guarantee") is None
    assert rewrite_for(pattern, "we from [[date]] guarantee") is None
