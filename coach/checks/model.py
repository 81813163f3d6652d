"""The weights file of a language: written by the training, refused when damaged or made for other features."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from coach.checks.context import LOOK_VERSION, Network
from coach.checks.cues import fingerprint
from coach.checks.features import VERSION, Floats
from coach.checks.linear import Heads, Vocabulary
from coach.errors import WeightsError
from knowledge.models import Language

FOLDER = Path(__file__).parent / "weights"
IN_FORCE = "in-force"
"""File of a folder with several sets of weights: the name of the set in force, then that of the one before."""
REMEDY = "make it anew with: coach evals train"

Arrays = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True)
class Weights:
    """All that the critic of one language has learned."""

    heads: tuple[str, ...]
    """Dimensions, ``any`` fault, then rules: the columns of the sentence heads and of the network."""
    sentence: Heads
    network: Network
    shown: Floats
    """For each head the probability from which a finding is reported."""
    sure: Floats
    """For each head the probability from which it is an error."""
    reply: Heads
    """Heads for the whole reply: the first of ``heads``, then the merits."""
    merits: tuple[str, ...]
    """Presence rules: the columns of the merit network."""
    merit_network: Network
    present: Floats
    """For each presence rule the probability from which the reply meets it."""


def save(weights: Weights, language: Language, folder: Path) -> None:
    """Write the weights file of a language; the same weights give the same content."""
    arrays = _arrays(weights)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{language}.npz").open("wb") as file:
        np.savez(file, stamp=np.array([made_for(language), _digest(arrays)]), **arrays)  # type: ignore[arg-type]


def load(language: Language, folder: Path = FOLDER) -> Weights:
    """The weights of a language; raises WeightsError for a file that is missing, damaged or of another make."""
    path = in_force(folder) / f"{language}.npz"
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        made, digest = (str(part) for part in arrays.pop("stamp"))
    except FileNotFoundError as error:
        raise WeightsError(f"{path} is missing; {REMEDY}") from error
    except (OSError, ValueError, KeyError, BadZipFile, EOFError) as error:
        raise WeightsError(f"{path} is damaged ({error}); restore it or {REMEDY}") from error
    if made != made_for(language):
        raise WeightsError(f"{path} was made for features {made}, not {made_for(language)}; {REMEDY}")
    if digest != _digest(arrays):
        raise WeightsError(f"{path} is damaged (its content does not fit its checksum); restore it or {REMEDY}")
    return _weights(arrays)


def in_force(folder: Path) -> Path:
    """Where the weights of a folder are: in the set that its file IN_FORCE names first, if it has one, or in the folder itself."""
    pointer = folder / IN_FORCE
    return folder / pointer.read_text(encoding="utf-8").split()[0] if pointer.exists() else folder


def made_for(language: Language) -> str:
    """The make of features that weights must have been learned with: language, n-grams, second look, cues."""
    return f"{language} {VERSION}.{LOOK_VERSION}.{fingerprint(language)[:12]}"


def _arrays(weights: Weights) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {
        "heads": np.array(weights.heads),
        "merits": np.array(weights.merits),
        "shown": weights.shown,
        "sure": weights.sure,
        "present": weights.present,
    }
    for name, heads in (("sentence", weights.sentence), ("reply", weights.reply)):
        arrays |= {
            f"{name}_keys": heads.vocabulary.keys,
            f"{name}_idf": heads.vocabulary.idf,
            f"{name}_weights": heads.weights,
            f"{name}_scale": heads.scale,
            f"{name}_bias": heads.bias,
        }
    for prefix, network in (("network", weights.network), ("merit_network", weights.merit_network)):
        arrays |= {f"{prefix}_{name}": getattr(network, name) for name in Network.__dataclass_fields__}
    return arrays


def _weights(arrays: Mapping[str, NDArray[np.generic]]) -> Weights:
    def floats(name: str) -> Floats:
        return arrays[name].astype(np.float32, copy=False)

    def heads(name: str) -> Heads:
        vocabulary = Vocabulary(arrays[f"{name}_keys"].astype(np.uint32, copy=False), floats(f"{name}_idf"))
        return Heads(vocabulary, arrays[f"{name}_weights"].astype(np.int8, copy=False), floats(f"{name}_scale"), floats(f"{name}_bias"))

    def network(prefix: str) -> Network:
        return Network(**{name: floats(f"{prefix}_{name}") for name in Network.__dataclass_fields__})

    return Weights(
        heads=tuple(map(str, arrays["heads"])),
        sentence=heads("sentence"),
        network=network("network"),
        shown=floats("shown"),
        sure=floats("sure"),
        reply=heads("reply"),
        merits=tuple(map(str, arrays["merits"])),
        merit_network=network("merit_network"),
        present=floats("present"),
    )


def _digest(arrays: Arrays) -> str:
    total = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        total.update(f"{name} {array.dtype.str} {array.shape};".encode())
        total.update(array.tobytes())
    return total.hexdigest()
