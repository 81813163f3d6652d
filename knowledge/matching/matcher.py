"""Many patterns against a text at once: an RE2 filter picks candidates per sentence, ``re`` confirms them, guards decide."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import re2

from knowledge.language.fold import fold
from knowledge.matching.cues import cues_of
from knowledge.matching.guards import Guard, Guards
from knowledge.matching.patterns import PatternFault, Syntax, bounded, loosened, to_regex
from knowledge.matching.prepared import Prepared
from knowledge.models import Language, Span
from knowledge.rule import LanguagePatterns, Pattern, Rule

FILTER_BYTES = 64 << 20
"""Room for the filter's automaton; with less, RE2 drops its states and starts over on long sentences."""
RECENT = 256
"""Sentences whose matches are kept."""
DIGITS = re.compile(r"\d+|\[\[")


class Found(NamedTuple):
    """A confirmed match in a prepared text."""

    wording: "Wording"
    start: int
    end: int
    folded: bool


class Wording:
    """One pattern of one rule, ready to match; what is costly to compile waits for the first candidate sentence."""

    def __init__(self, rule: Rule, pattern: Pattern, shared: LanguagePatterns, syntax: Syntax, *, folded: bool) -> None:
        self.rule, self.pattern = rule, pattern
        self.guards: Sequence[Guard] = rule.guards if pattern.guards is None else pattern.guards
        self._shared, self._syntax, self._folded = shared, syntax, folded
        self.expression = self._expression(pattern.pattern) if pattern.pattern else self._fitted(pattern.regex or "")

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern for ``re``, with its word edges."""
        return _compiled(self.expression) if self.pattern.pattern else re.compile(self.expression)

    def silenced(self, sentence: str, following: str) -> bool:
        """Whether a phrase under ``unless`` makes any match in this sentence harmless."""
        near = self._unless_near
        return bool((self._unless and self._unless.search(sentence)) or (near and (near.search(sentence) or near.search(following))))

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return self._any_of(self.pattern.unless)

    @cached_property
    def _unless_near(self) -> re.Pattern[str] | None:
        return self._any_of(self._shared.unless)

    def _any_of(self, lines: Iterable[str]) -> re.Pattern[str] | None:
        expressions = [self._expression(line) for line in lines]
        return _compiled("|".join(expressions)) if expressions else None

    def _expression(self, line: str) -> str:
        return self._fitted(to_regex(line, self._syntax))

    def _fitted(self, expression: str) -> str:
        return fold(expression) if self._folded else expression


class Matcher:
    """All wordings of one language, for texts with their diacritics or for texts typed without."""

    def __init__(self, rules: Iterable[Rule], language: Language, *, folded: bool) -> None:
        cues = cues_of(language)
        self.wordings = tuple(
            Wording(rule, pattern, shared, cues.syntax, folded=folded)
            for rule in rules
            if (shared := rule.languages.get(language)) is not None
            for pattern in shared.patterns
        )
        self._guards = Guards(cues, folded=folded)
        self._folded = folded
        self._always = tuple(index for index, wording in enumerate(self.wordings) if wording.pattern.regex)
        """Patterns in which case counts; the filter looks at small letters only."""
        self._filtered = tuple(index for index, wording in enumerate(self.wordings) if wording.pattern.pattern)
        # A draft is critiqued again after small changes.
        self._in_sentence = lru_cache(maxsize=RECENT)(self._confirmed)
        self._filter = _filter_of(loosened(self.wordings[index].expression) for index in self._filtered)

    def search(self, prepared: Prepared) -> Iterator[Found]:
        """Every confirmed match, sentence by sentence."""
        text, spans = prepared.text, (*prepared.sentences, Span(0, 0))
        for at, span in enumerate(prepared.sentences):
            before, following = text[max(span.start - 1, 0) : span.start], text[slice(*spans[at + 1])]
            for index, start, end in self._in_sentence(before, text[span.start : span.end], following):
                yield Found(self.wordings[index], span.start + start, span.start + end, self._folded)

    def candidates(self, sentence: str) -> Sequence[int]:
        """Indexes of the wordings that may match; the fast path, which must never miss one."""
        likely = (self._filter.Match(sentence.lower()) or ()) if self._filter else ()
        return sorted((*self._always, *(self._filtered[place] for place in likely)))

    def _confirmed(self, before: str, sentence: str, following: str) -> tuple[tuple[int, int, int], ...]:
        """Matches as index of the wording, start and end in the sentence; ``before`` is the character that stands before it."""
        found = []
        for index in self.candidates(sentence):
            wording = self.wordings[index]
            for match in wording.regex.finditer(before + sentence, len(before)):
                if wording.silenced(sentence, following):
                    break
                start = match.start() - len(before)
                if not self._guards.silencing(wording.guards, sentence, start):
                    found.append((index, start, match.end() - len(before)))
        return tuple(found)


def rewrite_for(pattern: Pattern, quote: str) -> str | None:
    """What may stand in place of the words found; None when that would lose a number or a gap of theirs."""
    rewrite = pattern.rewrite
    if rewrite is None or any(digits not in rewrite for digits in DIGITS.findall(quote)):
        return None
    return rewrite[0].upper() + rewrite[1:] if quote[0].isupper() else rewrite


def check_expression(pattern: Pattern, language: Language) -> None:
    """Raise PatternFault when a pattern cannot be compiled by both engines."""
    syntax = cues_of(language).syntax
    expression = to_regex(pattern.pattern, syntax) if pattern.pattern else pattern.regex or ""
    for line in pattern.unless:
        to_regex(line, syntax)
    try:
        re2.compile(loosened(expression) if pattern.pattern else expression, _options())
        re.compile(expression)
    except (re2.error, re.error) as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise PatternFault(f"cannot be compiled: {reason}") from error


def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(bounded(expression), re.IGNORECASE)


def _filter_of(expressions: Iterable[str]) -> "re2.Filter | None":
    """Looks first for the words that patterns cannot do without: a set of whole patterns needs 0.2 ms for each new sentence."""
    many = re2.Filter()
    options = _options()
    added = [many.Add(expression, options) for expression in expressions]
    if not added:
        return None  # RE2 refuses to match a filter of nothing
    many.Compile()
    return many


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = FILTER_BYTES
    options.log_errors = False
    return options
