"""Weights side by side, one of them in force: a new set comes in, and the one before comes back, in a single step."""

import shutil
from collections.abc import Callable
from pathlib import Path

from coach.checks.model import IN_FORCE
from evals.errors import EvalsError

PART = ".part"
"""Ending of a set that is not whole yet."""


class Shelf:
    """A folder with numbered sets of weights; the file IN_FORCE names the one in force, then the one before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, make: Callable[[Path], None]) -> Path:
        """Have a set made and put it in force; whatever ``make`` raises leaves everything as it was."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = self._order()
        name = str(max((int(path.name.removesuffix(PART)) for path in self._sets()), default=0) + 1)
        part = self._folder / f"{name}{PART}"
        try:
            make(part)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        part.rename(self._folder / name)
        self._put([name, *kept[:1]])
        for path in self._sets():
            if path.name not in self._order():
                shutil.rmtree(path)
        return self._folder / name

    def roll_back(self) -> Path:
        """Put the set before in force; raises EvalsError where there is none."""
        kept = self._order()
        if len(kept) < 2:
            raise EvalsError(f"{self._folder} holds no weights to go back to")
        self._put(kept[::-1])
        return self._folder / kept[1]

    def _order(self) -> list[str]:
        pointer = self._folder / IN_FORCE
        return pointer.read_text(encoding="utf-8").split() if pointer.exists() else []

    def _put(self, order: list[str]) -> None:
        pointer = self._folder / IN_FORCE
        fresh = pointer.with_name(f"{IN_FORCE}{PART}")
        fresh.write_text("".join(f"{name}\n" for name in order), encoding="utf-8")
        fresh.replace(pointer)

    def _sets(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if path.is_dir() and path.name.removesuffix(PART).isdigit()]
