"""The data files behind the search: concepts, word families and the ways in which people ask."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field, RootModel

from knowledge.datafile import line_of, read_data
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


def load_concepts(statements: Collection[str], folder: Path = FOLDER) -> dict[str, Concept]:
    """Every concept by name; raises LanguageDataError with file:line, also for a statement that is none."""
    path = folder / "concepts.yaml"
    concepts = read_data(path, Concepts, LanguageDataError).root
    for name, concept in concepts.items():
        if strays := [id for id in (*concept.about, *concept.touches) if id not in statements]:
            raise _stray(path, name, f"{strays[0]} is not a statement of any document")
    return concepts


def load_families(language: Language, folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """Words that mean the same, folded and in lower case, by family; raises LanguageDataError with file:line."""
    families = read_data(folder / language / "families.yaml", Families, LanguageDataError).root
    return {name: tuple(fold(word).lower() for word in words) for name, words in families.items()}


def load_aliases(language: Language, names: Collection[str], folder: Path = FOLDER) -> dict[str, tuple[str, ...]]:
    """Ways of asking for these statements and concepts; raises LanguageDataError with file:line, also for any other name."""
    aliases: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / language / "aliases").glob("*.yaml")):
        of_file = read_data(path, Aliases, LanguageDataError).root
        if strays := [name for name in of_file if name not in names]:
            raise _stray(path, strays[0], "is neither a statement nor a concept")
        aliases |= of_file
    return aliases


def _stray(path: Path, name: str, message: str) -> LanguageDataError:
    return LanguageDataError(path, line_of(path.read_text(encoding="utf-8"), (name,)), f"{name}: {message}")
