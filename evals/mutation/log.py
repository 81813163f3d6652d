"""What the models of the folds said of the mutants, written down with hashes, so that nothing stale is ever graded."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from evals.errors import PredictionsError
from evals.models import GoldCase, Prediction
from evals.mutation.faults import faulty
from evals.mutation.mutants import FAULT, Mutant, digest
from evals.mutation.neutral import unchanged_in_meaning
from evals.steps.collect import fold_of
from knowledge.models import Frozen, Language

STAMP = "mutations.json"
REMEDY = "make it anew with: python -m evals.training.mutations"

Ask = Callable[[str, str], Prediction]
"""From an id and a text to what a critic says of the text."""


class Stamp(Frozen):
    """What belongs together."""

    mutants: dict[Language, str]
    """The hash of the mutants that were asked about."""
    files: dict[Language, str]
    """The hash of the file with the answers."""


def mutants_of(cases: Sequence[GoldCase]) -> tuple[Mutant, ...]:
    """All mutants of the cases: those with a fault, then those that mean the same; always the same."""
    return (*faulty(cases), *unchanged_in_meaning(cases))


class MutantLog:
    """Asks about every mutant, and about the replies that neutral changes are compared with."""

    def __init__(self, cases: Sequence[GoldCase]) -> None:
        self._mutants = mutants_of(cases)
        self._said: dict[Language, list[Prediction]] = {language: [] for language in Language if any(c.lang is language for c in cases)}

    def ask(self, ask: Ask, language: Language, fold: int) -> None:
        """Ask the model that knows nothing of a fold about its mutants."""
        own = [one for one in self._mutants if one.lang is language and fold_of(one.host.case) == fold]
        hosts = {one.host.reply.id: one.host.reply.body for one in own if one.kind != FAULT}
        texts = hosts | {one.id: one.text for one in own}
        self._said[language] += [ask(id, text) for id, text in texts.items()]

    def write(self, folder: Path) -> None:
        """A file for each language, and the stamp."""
        files = {}
        for language, said in self._said.items():
            lines = "".join(f"{one.model_dump_json(exclude_none=True)}\n" for one in sorted(said, key=lambda one: one.id))
            _path(folder, language).write_text(lines, encoding="utf-8")
            files[language] = hashlib.sha256(lines.encode()).hexdigest()
        stamp = Stamp(mutants={language: _digest(self._mutants, language) for language in files}, files=files)
        (folder / STAMP).write_text(json.dumps(stamp.model_dump(), indent=1) + "\n", encoding="utf-8")


def read_log(mutants: Sequence[Mutant], folder: Path) -> Mapping[str, Prediction]:
    """What was said, by id of mutant or reply; raises PredictionsError when it was said of other texts, or changed since."""
    found: dict[str, Prediction] = {}
    try:
        stamp = Stamp.model_validate_json((folder / STAMP).read_text(encoding="utf-8"))
        for language in sorted({one.lang for one in mutants}):
            text = _path(folder, language).read_text(encoding="utf-8")
            if stamp.files.get(language) != hashlib.sha256(text.encode()).hexdigest():
                raise PredictionsError(f"{_path(folder, language)}:1: is not what {STAMP} speaks of; {REMEDY}")
            if stamp.mutants.get(language) != _digest(mutants, language):
                raise PredictionsError(f"{_path(folder, language)}:1: was made for other texts; {REMEDY}")
            found |= {one.id: one for one in map(Prediction.model_validate_json, text.splitlines())}
    except (OSError, ValidationError) as error:
        raise PredictionsError(f"{folder / STAMP}:1: cannot be used ({str(error).splitlines()[0]}); {REMEDY}") from error
    return found


def _path(folder: Path, language: Language) -> Path:
    return folder / f"mutations.{language}.jsonl"


def _digest(mutants: Sequence[Mutant], language: Language) -> str:
    return digest(one for one in mutants if one.lang is language)
