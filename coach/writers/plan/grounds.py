"""Why a move is made: the rules and guideline statements that ask for it."""

from functools import cache
from pathlib import Path

from pydantic import RootModel, model_validator

from coach.models import MoveName
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.models import Frozen

PATH = Path(__file__).parent / "grounds.yaml"


class Ground(Frozen):
    """Rules and statements behind one move."""

    rules: tuple[str, ...] = ()
    statements: tuple[str, ...]


class Grounds(RootModel[dict[str, Ground]]):
    """By move, or by ``move.kind`` where one kind of a move has grounds of its own."""

    @model_validator(mode="after")
    def _covers_every_move(self) -> "Grounds":
        missing = [name for name in MoveName if name not in self.root]
        if missing:
            raise ValueError(f"no grounds for the move {missing[0]}; add them")
        return self


def ground_of(name: MoveName, kind: str) -> Ground:
    """The grounds of a kind of a move, else those of the move; raises LanguageDataError for a faulty file."""
    grounds = _grounds().root
    return grounds.get(f"{name}.{kind}", grounds[name])


@cache
def _grounds() -> Grounds:
    return read_data(PATH, Grounds, LanguageDataError)
