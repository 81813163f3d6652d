"""The words of the command line's answers, in the language of the explanations: one checked file per language."""

from functools import cache
from pathlib import Path
from typing import Literal

from coach.requests import Stage
from knowledge.datafile import read_data
from knowledge.house.states import Outcome, State
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parents[1] / "strings" / "terminal"


class Labels(Frozen):
    """What stands in front of a text."""

    about: str
    mood: str
    feels: str
    asks: str
    facts: str
    risk: str
    missing: str
    phase: str
    language: str
    why: str
    instead: str
    how: str
    source: str
    unanswered: str
    promise: str
    move: str
    rests_on: str
    rule: str
    measured: str
    ask_whom: str
    tell_whom: str
    hidden: str


class FigureWords(Frozen):
    """How far to trust a rule, said in a line; names in braces are filled."""

    share: str
    short: str
    finds_and_right: str
    finds: str
    judges: str
    unmeasured: str
    legend: str


class DocumentWords(Frozen):
    """What is said of a house's own documents; names in braces are filled."""

    none: str
    states: dict[State, str]
    outcomes: dict[Outcome, str]
    passages: str
    left_out: str
    left_out_parts: str
    look_at: str
    origin: str
    sha256: str
    added: str
    approved: str
    next: str
    now_found: str
    removed: str
    read_anew: str
    waits_again: str


class MacroWords(Frozen):
    """What is said of a table of canned replies; names in braces are filled."""

    row: str
    failed: str
    by_rule: str
    languages: str
    none: str
    checked: str
    written: str


class EvidenceWords(Frozen):
    """What is said of why a finding is there; names in braces are filled."""

    wording: str
    guards: str
    unguarded: str
    chance: str
    speaks_for: str
    speaks_against: str
    near: str


class TerminalWords(Frozen):
    """The words of one language."""

    verdicts: dict[Literal["send", "fix", "hold"], str]
    outcomes: dict[Literal["send", "fill", "hold"], str]
    labels: Labels
    stages: dict[Stage, str]
    rule_out: str
    unknown: str
    hidden: str
    figures: FigureWords
    documents: DocumentWords
    macros: MacroWords
    evidence: EvidenceWords


def spoken(lang: Language | Literal["unknown"]) -> Language:
    """The language to explain a text in when nobody chose one: the text's own, English when that is not known."""
    return Language.EN if lang == "unknown" else Language(lang)


@cache
def terminal_words(language: Language) -> TerminalWords:
    """The words of a language; raises FileFault with file:line."""
    return read_data(FOLDER / f"{language}.yaml", TerminalWords)
