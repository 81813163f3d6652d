"""The data files behind the search: concepts, word families and the ways in which people ask."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.language.fold import fold
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent
FamilyWord = Annotated[str, Field(pattern=r"^[^\W\d_]{2,}\*?$")]


class Concept(Frozen):
    """Something that guideline statements are about, whatever their language."""

    about: tuple[str, ...]
    """Statements whose subject this is."""
    touches: tuple[str, ...] = ()
    """Statements that also speak of it."""


class Concepts(RootModel[dict[str, Concept]]):
    """Every concept by name."""


class Families(RootModel[dict[str, Annotated[tuple[FamilyWord, ...], Field(min_length=1)]]]):
    """Words that mean the same, by family."""


class Aliases(RootModel[dict[str, Annotated[tuple[Annotated[str, Field(min_length=3)], ...], Field(min_length=1)]]]):
    """Ways of asking, by statement or concept."""


def load_concepts(folder: Path = FOLDER) -> dict[str, Concept]:
    """Every concept; raises LanguageDataError with file:line."""
    return read_data(folder / "concepts.yaml", Concepts, LanguageDataError).root


def load_families(language: Language, folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """The word families of a language; raises LanguageDataError with file:line."""
    families = read_data(folder / language / "families.yaml", Families, LanguageDataError).root
    return {name: tuple(fold(word).lower() for word in words) for name, words in families.items()}


def load_aliases(language: Language, folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """Every alias of a language, by statement or concept; raises LanguageDataError with file:line."""
    aliases: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / language / "aliases").glob("*.yaml")):
        aliases |= read_data(path, Aliases, LanguageDataError).root
    return aliases
