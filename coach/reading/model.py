"""What the reader of one language has learned: scores for every head, thresholds for every decision, in one weights file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from coach.checks.features import VERSION as GRAMS_VERSION
from coach.checks.features import Floats, whole
from coach.checks.linear import Heads, Vocabulary
from coach.errors import WeightsError
from coach.models import Cause, Issue
from coach.reading.lexicon import FeelingName, RiskName, lexicon_of
from coach.reading.mailtext import MailText
from coach.reading.signals import signal_names, signals
from knowledge.models import Language

FOLDER = Path(__file__).parent / "weights"
REMEDY = "make it anew with: python -m evals.training.reading"

ISSUES: tuple[Issue, ...] = get_args(Issue)
FEELINGS: tuple[FeelingName, ...] = get_args(FeelingName)
CAUSES: tuple[Cause, ...] = get_args(Cause)
RISKS: tuple[RiskName, ...] = get_args(RiskName)
LEVELS = ("level.1", "level.2", "level.3")
"""At least annoyed, at least upset, furious or desperate."""
HEADS: tuple[str, ...] = (
    *(f"issue.{name}" for name in ISSUES),
    *(f"feeling.{name}" for name in FEELINGS),
    *(f"cause.{name}" for name in CAUSES),
    *LEVELS,
    *(f"risk.{name}" for name in RISKS),
)
"""The columns of everything that is learned about a whole mail; the issues come first."""
BORDERS = ("second_issue", "feeling", *LEVELS, *(f"risk.{name}" for name in RISKS), "fact")
"""Decisions that have a threshold."""

LEAST_TELLING = 4
"""Words of a sentence that can show what somebody feels or wants."""

Arrays = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True)
class ReadingWeights:
    """Linear scores over n-grams, and a linear second look at them beside the signals."""

    issue: Heads
    """The issues, learned from mails and from the replies to them."""
    other: Heads
    """All other heads, learned from mails."""
    mean: Floats
    spread: Floats
    mix: Floats
    """A row for each score and signal, a column for each head."""
    bias: Floats
    fact: Floats
    """A weight for each bucket of a fact's features; the last one is the bias."""
    borders: Floats
    """One threshold for each of BORDERS."""

    def border(self, name: str) -> float:
        """The threshold of a decision."""
        return float(self.borders[BORDERS.index(name)])


class ReadingModel:
    """The learned part of reading one language; one object serves many mails at once."""

    def __init__(self, language: Language, weights: ReadingWeights) -> None:
        self.language, self.weights = language, weights

    def chances(self, mail: MailText) -> dict[str, float]:
        """The probability of each head, 0 to 1."""
        grams = whole(mail.grams)
        if not grams.spans:
            return dict.fromkeys(HEADS, 0.0)
        row = np.concatenate((self.weights.issue.scores(grams)[0], self.weights.other.scores(grams)[0], signals(mail)))
        logits = (row - self.weights.mean) / self.weights.spread @ self.weights.mix + self.weights.bias
        return dict(zip(HEADS, (1 / (1 + np.exp(-logits))).tolist(), strict=True))

    def strongest_sentence(self, mail: MailText, head: str) -> str:
        """The sentence that speaks most for a head, verbatim: the quote where no word of the lexicon gives one.

        A name below the mail or a greeting shows nothing, and is only quoted where nothing else was written.
        """
        column, heads = HEADS.index(head), self.weights.issue
        if column >= len(ISSUES):
            column, heads = column - len(ISSUES), self.weights.other
        if not mail.grams.spans:
            return mail.text.strip()
        scores = heads.scores(mail.grams)[:, column]
        telling = [len(mail.quote(*span).split()) >= LEAST_TELLING for span in mail.grams.spans]
        best = int(np.argmax(np.where(telling, scores, -np.inf) if any(telling) else scores))
        return mail.quote(*mail.grams.spans[best])

    def fact_chances(self, features: list[NDArray[np.intp]]) -> list[float]:
        """For each candidate the probability that a reply may rely on it."""
        return [float(1 / (1 + np.exp(-(self.weights.fact[buckets].sum() + self.weights.fact[-1])))) for buckets in features]


@cache
def reading_model(language: Language) -> ReadingModel:
    """The shipped model of a language; raises WeightsError for a file that is missing, damaged or of another make."""
    return ReadingModel(language, load(language))


def save(weights: ReadingWeights, language: Language, folder: Path = FOLDER) -> None:
    """Write the weights file of a language."""
    arrays = _arrays(weights)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{language}.npz").open("wb") as file:
        np.savez(file, stamp=np.array([_make(language), _digest(arrays)]), **arrays)  # type: ignore[arg-type]


def load(language: Language, folder: Path = FOLDER) -> ReadingWeights:
    """Read a weights file; raises WeightsError when it is missing, damaged or was made for another lexicon or other features."""
    path = folder / f"{language}.npz"
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        make, digest = (str(part) for part in arrays.pop("stamp"))
    except FileNotFoundError as error:
        raise WeightsError(f"{path} is missing; {REMEDY}") from error
    except (OSError, ValueError, KeyError, BadZipFile, EOFError) as error:
        raise WeightsError(f"{path} is damaged ({error}); restore it or {REMEDY}") from error
    if make != _make(language):
        raise WeightsError(f"{path} was made for other features or another lexicon; {REMEDY}")
    if digest != _digest(arrays):
        raise WeightsError(f"{path} is damaged (its content does not fit its checksum); restore it or {REMEDY}")
    return _weights(arrays)


def _make(language: Language) -> str:
    """What the weights depend on: the n-grams, the heads and the names of the signals."""
    parts = (str(GRAMS_VERSION), str(language), *HEADS, *BORDERS, *signal_names(lexicon_of(language)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _arrays(weights: ReadingWeights) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {name: getattr(weights, name) for name in ("mean", "spread", "mix", "bias", "fact", "borders")}
    for name, heads in (("issue", weights.issue), ("other", weights.other)):
        arrays |= {
            f"{name}_keys": heads.vocabulary.keys,
            f"{name}_idf": heads.vocabulary.idf,
            f"{name}_steps": heads.weights,
            f"{name}_scale": heads.scale,
            f"{name}_bias": heads.bias,
        }
    return arrays


def _weights(arrays: Mapping[str, NDArray[np.generic]]) -> ReadingWeights:
    def heads(name: str) -> Heads:
        vocabulary = Vocabulary(arrays[f"{name}_keys"], arrays[f"{name}_idf"])  # type: ignore[arg-type]
        return Heads(vocabulary, arrays[f"{name}_steps"], arrays[f"{name}_scale"], arrays[f"{name}_bias"])  # type: ignore[arg-type]

    plain = {name: arrays[name] for name in ("mean", "spread", "mix", "bias", "fact", "borders")}
    return ReadingWeights(heads("issue"), heads("other"), **plain)  # type: ignore[arg-type]


def _digest(arrays: Arrays) -> str:
    total = hashlib.sha256()
    for name in sorted(arrays):
        total.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    return total.hexdigest()
