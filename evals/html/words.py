"""The words of the page: one checked file a language."""

from functools import cache
from pathlib import Path

from knowledge.datafile import read_data
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent / "words"


class Limits(Frozen):
    """What a run cannot show; names in braces are filled."""

    invented: str
    out_of_fold: str
    few: str
    unfailed: str
    crashed: str
    uncrashed: str
    smallest: str
    missing: str
    shown: str


class SuiteWords(Frozen):
    """What a suite is called, and what it measures."""

    name: str
    about: str


class PageWords(Frozen):
    """The words of one language."""

    title: str
    noscript: str
    skip: str
    facts: dict[str, str]
    verdicts: dict[str, str]
    headline: str
    sections: dict[str, str]
    about: dict[str, str]
    """A sentence below the name of a section."""
    columns: dict[str, str]
    states: dict[str, str]
    against: dict[str, str]
    bounds: dict[str, str]
    asks: dict[str, str]
    lacks: dict[str, str]
    held: str
    scopes: dict[str, str]
    suites: dict[str, SuiteWords]
    figures: dict[str, str]
    dimensions: dict[str, str]
    measures: dict[str, str]
    severities: dict[str, str]
    marks: dict[str, str]
    compared: dict[str, str]
    directions: dict[str, str]
    flips: dict[str, str]
    tests: dict[str, str]
    filters: dict[str, str]
    replies: dict[str, str]
    notes: dict[str, str]
    """What is wrong with a draft, by the name of the note."""
    limits: Limits


@cache
def page_words(language: Language) -> PageWords:
    """The words of a language; raises FileFault with file:line."""
    return read_data(FOLDER / f"{language}.yaml", PageWords)
