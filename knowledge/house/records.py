"""What is kept of a house document: where it came from, what was read in it, and what a person decided."""

from datetime import datetime

from knowledge.house.states import State
from knowledge.house.suspicion import Flag
from knowledge.models import Frozen, Language
from knowledge.steps.divide import Passage


class Reading(Frozen):
    """What was read in a document, by exactly this make of the readers."""

    title: str
    language: Language
    text: str
    """The cleaned text; passages and flags are ranges of it."""
    passages: tuple[Passage, ...]
    flags: tuple[Flag, ...]
    """Places that speak to a machine instead of a person."""
    furniture: tuple[str, ...]
    """What was left out as menus, forms and notices."""
    repeated: tuple[str, ...]
    """What was left out because it stood there before."""
    unseen: int
    """Characters that a reader of the document would not have seen; left out as well."""
    made_by: str
    """What made it: differs when the readers change."""


class Version(Frozen):
    """One version of a house document."""

    document: str
    """Id of the document, made from the file's name."""
    number: int
    """From 1, in the order in which they were added."""
    name: str
    """Where the file was."""
    sha256: str
    """Of the file's bytes, which are kept."""
    size: int
    """Bytes of the file."""
    added: datetime
    decided: datetime | None
    """When it was approved."""
    state: State
    reading: Reading

    @property
    def key(self) -> str:
        """How commands name this version."""
        return f"{self.document}@{self.number}"
