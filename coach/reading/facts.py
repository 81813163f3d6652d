"""Spans that may be facts: order numbers, amounts, dates, times, durations, counts, names and products."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from coach.reading.lexicon import lexicon_of
from coach.reading.mailtext import MailText
from knowledge.language.amounts import find_amounts
from knowledge.language.dates import find_timings
from knowledge.language.words import words_of
from knowledge.models import Language

Kind = Literal["order", "amount", "date", "duration", "time", "count", "name", "product", "place", "contact", "other"]

FROM_AMOUNT: dict[str, Kind] = {"money": "amount", "percent": "amount", "link": "contact", "address": "contact", "code": "order"}
FROM_TIMING: dict[str, Kind] = {"date": "date", "weekday": "date", "relative": "date", "time": "time", "duration": "duration"}

CODE = r"(?=[A-Z0-9/._-]*\d)[A-Z0-9]+(?:[/._-][A-Z0-9]+)*"
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){3,7}(?:[ \u00a0]?[A-Z0-9]{1,4})?\b")
PHONE = re.compile(r"(?<![\w/.-])(?:\+\d{1,3}[ .\u00a0-]?)?(?:\(?\d{2,4}\)?[ .\u00a0-]){2,4}\d{2,4}(?![\w/-])|\+\d{9,13}\b")
HASH = re.compile(rf"#{CODE}(?!\w)")
LONG_NUMBER = re.compile(r"(?<![\w@.,/€$£-])\d{5,}(?![\w@€$£%-])")
YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![-/]\d)")
CAPITALISED = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻŒ][\w'’-]+"
NAME = re.compile(rf"{CAPITALISED}(?: (?:(?:de|di|du|della|van|von) )?{CAPITALISED}){{0,3}}")
OPENERS = frozenset("\"“«„('")


class Candidate(NamedTuple):
    """A span that may be a fact."""

    start: int
    end: int
    kind: Kind


class FactPatterns(NamedTuple):
    """What one language adds."""

    labelled: re.Pattern[str]
    """A label such as ``order no.`` with its code."""
    counted: re.Pattern[str]
    month: re.Pattern[str]
    """A month without a day: ``since March``."""
    numbered: re.Pattern[str]
    """Any figure or number word with the word after it: ``40 guests``."""
    no_name: frozenset[str]
    """Words that are no names although they may be written with a capital."""


def candidates(mail: MailText) -> tuple[Candidate, ...]:
    """Every span that may be a fact; what was claimed first (contacts and codes before numbers and names) stays."""
    taken: list[Candidate] = []
    claimed = bytearray(len(mail.text))
    for candidate in _proposals(mail):
        if not any(claimed[candidate.start : candidate.end]):
            taken.append(candidate)
            claimed[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
    return tuple(sorted(taken))


def _proposals(mail: MailText) -> Iterator[Candidate]:
    patterns, text = fact_patterns(mail.language), mail.text
    amounts = [Candidate(a.start, a.end, FROM_AMOUNT[a.kind]) for a in find_amounts(text, mail.language)]
    yield from (c for c in amounts if c.kind == "contact")
    yield from _matches(IBAN, text, "other")
    yield from _matches(patterns.labelled, text, "order")
    yield from (c for c in amounts if c.kind == "amount")
    yield from (Candidate(t.start, t.end, FROM_TIMING[t.kind]) for t in find_timings(text, mail.language))
    yield from _matches(PHONE, text, "contact")
    yield from (c for c in amounts if c.kind == "order")
    yield from _matches(HASH, text, "order")
    yield from _matches(LONG_NUMBER, text, "order")
    yield from _matches(patterns.counted, text, "count")
    yield from _matches(patterns.month, text, "date")
    yield from _matches(YEAR, text, "date")
    yield from _matches(patterns.numbered, text, "count")
    yield from (Candidate(hit.start, hit.end, "product") for hit in mail.by_label.get("facts.products", ()))
    yield from _names(mail, patterns.no_name)


def _matches(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Candidate]:
    return (Candidate(match.start(), match.end(), kind) for match in pattern.finditer(text))


def _names(mail: MailText, no_name: frozenset[str]) -> Iterator[Candidate]:
    """Words with a capital that no beginning of a sentence explains."""
    starts = {sentence.start for sentence in mail.sentences}
    for match in NAME.finditer(mail.text, mail.subject_end):
        start, end = match.span()
        if start in starts or mail.text[start - 1 : start] in OPENERS:
            first, _, rest = match.group().partition(" ")
            if not rest:
                continue
            start += len(first) + 1
        if mail.text[start:end].split(" ")[0].lower() not in no_name:
            yield Candidate(start, end, "name")


@cache
def fact_patterns(language: Language) -> FactPatterns:
    """Patterns made from the words that the language's data files give."""
    words, facts = words_of(language), lexicon_of(language).words.facts
    number = rf"(?:\d+|{_any(words.numbers)})"
    follows = _any([*words.currencies, *(form for forms in (*words.units.values(), *words.months) for form in forms)])
    numbered = r"(?:[ .:]*(?:no|nr|n°|nº|n\.|number|numer|numero|numéro|#)[.:]*)?"
    labelled = rf"\b(?:{_any(facts['order'])})\b{numbered}[ :]*#?(?-i:{CODE})(?![\w@%])(?! ?(?:[€$£%]|(?:{follows})\b))"
    ordinal = rf"\b(?:{_any(facts['ordinal'])}) (?:{_any(facts['ordinal_noun'])})\b"
    count = rf"{ordinal}|(?<![\w.,]){number} (?:[\w'’]+ )?(?:{_any(facts['count'])})\b|\b(?:{_any(facts['repeated'])})\b"
    months = _any(form for forms in words.months for form in forms)
    month = rf"\b(?:{_any(facts['before_date'])}) (?:{months})\b(?: (?:19|20)\d\d\b)?"
    numbered_thing = rf"(?<![\w.,€$£/-]){number}(?: [^\W\d_]{{2,}})?(?![\w/])"
    labelled_code, counted, dated, things = (re.compile(p, re.I) for p in (labelled, count, month, numbered_thing))
    return FactPatterns(labelled_code, counted, dated, things, _no_names(language))


def _any(words: Iterable[str]) -> str:
    """One of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _no_names(language: Language) -> frozenset[str]:
    words = words_of(language)
    dated = {form for forms in (*words.months, *words.weekdays) for form in forms}
    return (
        words.function_words | dated | {"i'm", "i've", "i'd", "i'll", "lei", "voi", "vous", "państwo", "państwa", "państwu", "pan", "pani"}
    )
