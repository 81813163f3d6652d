"""Each language's cues: its macros and short forms for patterns, and the words by which the guards decide."""

from functools import cache
from pathlib import Path

from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.matching.patterns import Syntax
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent


class Cues(Frozen):
    """One language's cues; every cue is written in the pattern language."""

    macros: dict[str, str]
    """Groups that patterns call by ``@name``."""
    clitics: dict[str, str]
    """Words that have a short form which joins the word before: ``will`` and ``'ll``."""
    negation: tuple[str, ...]
    not_negation: tuple[str, ...]
    """Phrases that hold a negation cue but deny nothing, such as ``not only``."""
    clause_ends: tuple[str, ...]
    """Words that begin a new clause; a negation before them does not reach beyond."""
    condition: tuple[str, ...]
    past: tuple[str, ...]
    """Words right before a promise that make it an old or a reported one."""
    reported: tuple[str, ...]
    """Openings that put what follows into somebody else's mouth."""

    @property
    def syntax(self) -> Syntax:
        """What the language adds to the pattern language."""
        return Syntax(self.macros, self.clitics)


@cache
def cues_of(language: Language) -> Cues:
    """The cues of a language; raises LanguageDataError with file:line."""
    return read_data(FOLDER / f"{language}.yaml", Cues, LanguageDataError)
