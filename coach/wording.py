"""What the coach says to the agent about a draft, in the agent's language."""

from functools import cache
from pathlib import Path

from coach.errors import SettingsError
from knowledge.datafile import read_data
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent / "words"


class WordingError(SettingsError):
    """A wording file that must not be used; says file:line."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")


class Wording(Frozen):
    """One language's sentences; names in braces are filled by the code that uses them."""

    placeholder: str
    held_for_risk: str
    takes_over: str
    held_for_faults: str
    unsupported_figure: str
    unauthorised_promise: str
    foreign_link: str
    leaked_instructions: str
    wrong_language: str
    fault: str
    gloss: str
    model_failed: str
    model_turned_down: str
    ruled_out: str
    judge_failed: str
    judge_kept_out: str


@cache
def wording(language: Language) -> Wording:
    """The sentences of a language; raises WordingError with file:line."""
    return read_data(FOLDER / f"{language}.yaml", Wording, WordingError)
