"""Example mails, invented by us, for a desk on which nothing lies yet."""

from functools import cache
from pathlib import Path

from pydantic import Field

from knowledge.datafile import read_data
from knowledge.errors import FileFault
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parents[1] / "examples"


class Example(Frozen):
    """A mail to try the desk with, and what its agent would know."""

    title: str = Field(min_length=1, max_length=60)
    """What it is about, on the button."""
    mail: str = Field(min_length=1)
    facts: tuple[str, ...]
    offer: tuple[str, ...]


class Examples(Frozen):
    """The examples of one language."""

    mails: tuple[Example, ...] = Field(min_length=3, max_length=3)


@cache
def examples(language: Language) -> tuple[Example, ...]:
    """The example mails of a language; raises FileFault with file:line."""
    return read_data(FOLDER / f"{language}.yaml", Examples, FileFault).mails
