"""The facts gate: every figure, date, link and address of a draft must stand in what its sentence may use."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coach.models import Sentence
from knowledge.language.amounts import find_amounts
from knowledge.language.dates import duration_of, find_timings
from knowledge.language.words import words_of
from knowledge.models import Language

GAP = re.compile(r"\[\[.*?\]\]", re.S)
DIGITS = re.compile(r"\d+")
LEADING = ("link:", "address:")
"""How the meaning of what leads out of the reply begins: a page, a mail address."""
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


class Figure(NamedTuple):
    """One thing that must not be invented: how it stands in the text and what it means."""

    text: str
    meaning: str


class Unsupported(NamedTuple):
    """A figure of a sentence that none of the sentence's authorities contains."""

    sentence: Sentence
    figure: str
    meaning: str

    @property
    def link(self) -> bool:
        """Whether it leads somewhere, which only the house's own addresses may."""
        return self.meaning.startswith(LEADING)


def figures(text: str, language: Language) -> tuple[Figure, ...]:
    """Digits, weekdays, months, relative days, counted units, links and addresses of a text; gaps in ``[[ ]]`` do not count."""
    text = GAP.sub(lambda gap: " " * len(gap.group()), text)
    found = []
    for amount in find_amounts(text, language):
        if amount.kind in ("link", "address"):
            found.append(Figure(amount.text, f"{amount.kind}:{_address(amount.text)}"))
            text = text[: amount.start] + " " * (amount.end - amount.start) + text[amount.end :]
    for timing in find_timings(text, language):
        found += _time_words(timing.text, timing.kind, language)
        if timing.kind == "duration":
            text = text[: timing.start] + " " * (timing.end - timing.start) + text[timing.end :]
    found += [Figure(match.group(), f"digits:{match.group().lstrip('0')}") for match in DIGITS.finditer(text)]
    for amount in find_amounts(text, language):
        if amount.kind == "money":
            found += [Figure(amount.text, f"digits:{number}") for number in _number_words(amount.text, language)]
    return tuple(found)


def unsupported(sentences: Iterable[Sentence], sources: Mapping[str, str], language: Language) -> tuple[Unsupported, ...]:
    """Figures that the authorities of their own sentence do not contain.

    ``sources`` maps an authority (``mail``, ``facts:0``, ``offer:1``, ``policy:…``, ``guideline:…``) to its text.
    An authority that does not exist supports nothing, and no link is to be followed because the customer's mail holds it.
    """
    known: dict[str, frozenset[str]] = {}
    faults = []
    for sentence in sentences:
        allowed: set[str] = set()
        for authority in sentence.authority:
            if authority not in known:
                meanings = (figure.meaning for figure in figures(sources.get(authority, ""), language))
                known[authority] = frozenset(one for one in meanings if authority != "mail" or not one.startswith("link:"))
            allowed |= known[authority]
        faults += [
            Unsupported(sentence, figure.text, figure.meaning)
            for figure in figures(sentence.text, language)
            if figure.meaning not in allowed
        ]
    return tuple(faults)


def _time_words(text: str, kind: str, language: Language) -> list[Figure]:
    words = words_of(language)
    lowered = " ".join(text.lower().split())
    if kind == "weekday":
        return [Figure(text, f"weekday:{i}") for i, forms in enumerate(words.weekdays) if lowered in forms]
    if kind == "relative":
        return [Figure(text, f"day:{words.relative_days[lowered]}")] if lowered in words.relative_days else []
    if kind == "date":
        return [Figure(text, f"month:{i}") for word in WORD.findall(lowered) for i, forms in enumerate(words.months) if word in forms]
    if kind != "duration":
        return []
    # A count with its unit: five days are not backed by 5 pm.
    duration = duration_of(text, language)
    return [Figure(text, f"span:{count}:{duration.unit}") for count in duration.counts]


def _number_words(text: str, language: Language) -> list[int]:
    numbers = words_of(language).numbers
    return [numbers[word] for word in WORD.findall(text.lower()) if numbers.get(word)]


def _address(text: str) -> str:
    return text.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/.,")
