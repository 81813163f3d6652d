"""Each language's words for reading a mail, found in one pass: a word index finds where a phrase may begin, its pattern confirms it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import Field

from coach.models import Cause, Issue
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.language.fold import fold
from knowledge.matching.patterns import STAR, Group, Item, Syntax, Word, bounded, optional, parse, to_regex
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent
PLAIN = re.compile(r"[\w' -]+\*?")
OPENING = re.compile(r"\(([^()<>?@\\]+)\)(?= |$)|([^()<>?@\\| ]+)(?= |$)")
"""A plain word or group of words at the beginning of a phrase: where it may begin can be told without reading it whole."""
TOKEN = re.compile(r"\w+")
SYNTAX = Syntax({}, {})

FeelingName = Literal["anger", "frustration", "disappointment", "worry", "sadness", "sarcasm", "fear", "shame"]
RiskName = Literal["legal-threat", "self-harm", "violence-threat", "safety-hazard", "data-privacy", "public-exposure"]
Degree = Literal["extreme", "strong", "mild", "calm"]
AskCue = Literal["request", "question", "rhetorical", "joint"]
Need = Literal["order", "product", "date"]
StageCue = Literal["review", "execute", "promised"]
Phrases = tuple[str, ...]


class RiskWords(Frozen):
    """What shows a risk, and what looks like it and is none."""

    cues: Phrases
    unless: Phrases
    """A cue that touches one of these is none."""
    hints: dict[str, Phrases] = Field(default_factory=dict)
    """Weaker signs by kind; two kinds together mean the risk too."""


class ReadingWords(Frozen):
    """The data file of a language, in the small pattern language of the rules."""

    issues: dict[Issue, Phrases]
    causes: dict[Cause, Phrases]
    feelings: dict[FeelingName, Phrases]
    intensity: dict[Degree, Phrases]
    asks: dict[AskCue, Phrases]
    facts: dict[str, Phrases]
    risks: dict[RiskName, RiskWords]
    missing: dict[Issue, dict[Need, str]]
    """What must be known before an issue can be solved, as the agent reads it."""
    stage: dict[StageCue, Phrases]
    concepts: dict[str, Phrases]
    """What mails speak of, under the same names in every language; the learned heads weigh them."""


class Hit(NamedTuple):
    """A phrase of the lexicon in a text."""

    label: str
    """Its place in the data file, such as ``feelings.anger``."""
    start: int
    end: int


class Lexicon:
    """The phrases of one language by the words that they may begin with."""

    def __init__(self, words: ReadingWords) -> None:
        self.words = words
        self._exact: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        self._prefix: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        phrases = tuple(_phrases(words))
        self.labels = frozenset(label for label, _ in phrases)
        """Every place of the data file that holds phrases."""
        for label, phrase in phrases:
            self._enter(label, fold(phrase).lower())
        self._lengths = sorted({len(prefix) for prefix in self._prefix})

    def _enter(self, label: str, phrase: str) -> None:
        whole = None if " " not in phrase and "-" not in phrase and "'" not in phrase and PLAIN.fullmatch(phrase) else phrase
        for first, is_exact in _starts(phrase):
            (self._exact if is_exact else self._prefix)[first].append((label, whole))

    def find(self, prepared: str) -> tuple[Hit, ...]:
        """All phrases in a text that ``prepare`` has made plain, in the order in which they begin."""
        found: list[Hit] = []
        for token in TOKEN.finditer(prepared):
            word, start = token.group(), token.start()
            for label, phrase in self._candidates(word):
                if phrase is None:
                    found.append(Hit(label, start, token.end()))
                elif match := _pattern(phrase).match(prepared, start):
                    found.append(Hit(label, start, match.end()))
        return tuple(found)

    def _candidates(self, word: str) -> Iterator[tuple[str, str | None]]:
        yield from self._exact.get(word, ())
        for length in self._lengths:
            if length > len(word):
                return
            yield from self._prefix.get(word[:length], ())


def prepare(text: str) -> str:
    """Lower case without diacritics, line breaks as spaces; the length stays."""
    return fold(text).lower().replace("\n", " ")


@cache
def lexicon_of(language: Language) -> Lexicon:
    """The lexicon of a language; raises LanguageDataError with file:line."""
    return Lexicon(read_data(FOLDER / f"{language}.yaml", ReadingWords, LanguageDataError))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(bounded(to_regex(phrase, SYNTAX)))


def _phrases(words: ReadingWords) -> Iterator[tuple[str, str]]:
    """Every phrase with its place in the file."""
    groups: dict[str, Mapping[Any, Phrases]] = {
        "issues": words.issues,
        "causes": words.causes,
        "feelings": words.feelings,
        "intensity": words.intensity,
        "asks": words.asks,
        "facts": words.facts,
        "stage": words.stage,
        "concepts": words.concepts,
        "risks": {name: risk.cues for name, risk in words.risks.items()},
        "unless": {name: risk.unless for name, risk in words.risks.items()},
        "hints": {f"{name}.{kind}": phrases for name, risk in words.risks.items() for kind, phrases in risk.hints.items()},
    }
    for group, labels in groups.items():
        for name, phrases in labels.items():
            for phrase in phrases:
                yield f"{group}.{name}", phrase


def _starts(phrase: str) -> set[tuple[str, bool]]:
    """The words, or beginnings of words, that a phrase may begin with, and whether each is a whole word."""
    if opening := OPENING.match(phrase):
        firsts = [(way, TOKEN.match(way)) for way in (opening.group(1) or opening.group(2)).split("|")]
        return {(first.group(), way[first.end() : first.end() + 1] != STAR) for way, first in firsts if first}
    return set(_openings(parse(phrase, SYNTAX)))


def _openings(items: tuple[Item, ...]) -> Iterator[tuple[str, bool]]:
    for item in items:
        if isinstance(item, Word):
            yield from _word_openings(item)
            if not optional(item):
                return


def _word_openings(word: Word) -> Iterator[tuple[str, bool]]:
    first, *rest = word.pieces
    if isinstance(first, Group):
        for opening, exact in _flat(_openings(alternative) for alternative in first.alternatives):
            yield opening, exact and not rest
        return
    literal = first.replace("\\", "")
    token = TOKEN.match(literal)
    if token is not None:
        yield token.group(), token.end() < len(literal) or not rest


def _flat(parts: Iterable[Iterator[tuple[str, bool]]]) -> Iterator[tuple[str, bool]]:
    for part in parts:
        yield from part
