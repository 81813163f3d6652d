"""The choice of words: what is richest in the customer's own story, and least like what has been said already."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from coach.models import Move
from coach.writers.realise.phrasebook import Entry
from coach.writers.realise.typography import polished
from coach.writers.template import Slots, expand
from knowledge.models import Language

WEIGHT: Mapping[str, int] = (
    {"what": 5, "aside": 4, "name": 3, "title": 3, "pan": 3, "telling": 3, "reference": 3}
    | {"since": 2, "times": 2, "around": 2, "details": 2, "words": 2}
    | {"thing": 1, "matter": 1}
)
"""How much a slot does to show that the mail was read."""
MANNER = "manner"
"""The detail of a move that says how an agent wants it said; entries for it go before all others."""
CLOSE_ENOUGH = 1
"""Entries that are this much poorer than the richest still take part, so that drafts differ."""
TRIES = 10
ECHO = 4
"""Words in a row that two sentences of one draft should not share."""
FRESH = (0, 2)
"""Shared runs and shared long words up to which a sentence sounds new."""
LONG_WORD = 6
HARD_WORD = 8
"""Letters from which a word is no plain one."""
WORD = re.compile(r"\w+")


class Wording(NamedTuple):
    """One sentence that could be said, and the slots it says."""

    text: str
    slots: frozenset[str]
    entry: Entry | None = None
    """Where the phrasebook has it; None for what is no phrase of it."""


class Chooser:
    """Chooses the wordings of one draft in order; it remembers what has been said, so that no sentence echoes another."""

    def __init__(self, language: Language, *, formal: bool, refused: Sequence[str] = ()) -> None:
        self._language, self._formal, self._refused = language, formal, refused
        self._runs: set[tuple[str, ...]] = set()
        self._words: set[str] = set()

    def choose(self, move: Move, entries: Iterable[Entry], slots: Slots, random: Random) -> Wording | None:
        """The freshest of several tries, every sentence that the richest entries make being as likely; None when nothing fits."""
        fitting = [entry for entry in entries if _allowed(entry, move) and entry.needs <= slots.keys()]
        if not fitting:
            return None
        fitting = [entry for entry in fitting if MANNER in entry.when] or fitting
        richest = max(_richness(entry) for entry in fitting)
        rich = [entry for entry in fitting if _richness(entry) >= richest - CLOSE_ENOUGH]
        drawn = random.choices(rich, weights=[entry.ways for entry in rich], k=TRIES)
        tries = (self._try(entry, slots, random) for entry in drawn)
        if (weight := TERSE.get(move.details.get(MANNER, ""))) is not None:
            return min(tries, key=lambda wording: (weight(wording.text), self._echo(wording, slots)))
        return self._freshest(tries, slots)

    def _freshest(self, tries: Iterable[Wording], slots: Slots) -> Wording:
        """The first that echoes hardly anything, else the one that echoes least."""
        heard: list[tuple[tuple[int, int], Wording]] = []
        for wording in tries:
            echo = self._echo(wording, slots)
            if echo <= FRESH:
                return wording
            heard.append((echo, wording))
        return min(heard, key=lambda one: one[0])[1]

    def remember(self, wording: Wording) -> None:
        """Say it no more: what follows should sound different."""
        self._runs |= _runs(wording.text)
        self._words |= _long_words(wording.text)

    def was_refused(self, wording: Wording) -> bool:
        """Whether an objection quotes it."""
        return any(quote in wording.text or wording.text in quote for quote in self._refused)

    def _try(self, entry: Entry, slots: Slots, random: Random) -> Wording:
        """Says the required slots and one optional one at most: a sentence that carries everything is not read."""
        needed = entry.needs
        optional = sorted(name for name in entry.may_name if name in slots)
        extra = random.choice(optional) if optional else None
        kept = {name: words for name, words in slots.items() if name in needed or name == extra}
        text = expand(entry.nodes, kept, random, formal=self._formal)
        said = frozenset(name for name in kept if kept[name] and kept[name] in text)
        return Wording(polished(text, self._language), said, entry)

    def _echo(self, wording: Wording, slots: Slots) -> tuple[int, int]:
        """Shared runs of words and shared long words; what the slots bring is not held against a sentence."""
        brought = {word for name in wording.slots for word in _long_words(slots[name])}
        return len(_runs(wording.text) & self._runs), len((_long_words(wording.text) - brought) & self._words)


def _hard_words(text: str) -> int:
    """Letters of the words that are long: a sentence of short words is read at once."""
    return sum(len(word) for word in WORD.findall(text) if len(word) > HARD_WORD)


TERSE: Mapping[str, Callable[[str], int]] = {"shorter": len, "plainer": _hard_words}
"""Manners in which the lightest of the tries is said."""


def _allowed(entry: Entry, move: Move) -> bool:
    return all(move.details.get(detail) in values for detail, values in entry.when.items())


def _richness(entry: Entry) -> int:
    return sum(WEIGHT.get(name, 0) for name in {need.partition(".")[0] for need in entry.needs}) + 3 * len(entry.when)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return {tuple(words[i : i + ECHO]) for i in range(len(words) - ECHO + 1)}


def _long_words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.lower()) if len(word) >= LONG_WORD}
