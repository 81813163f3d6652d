"""Keeps what was learned as plain arrays in a file: nothing in it can run, and a damaged one is told from a whole one."""

import uuid
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[np.generic]]


def pack(words: Sequence[str]) -> npt.NDArray[np.uint8]:
    """Words without line breaks as an array of bytes."""
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def unpack(packed: npt.NDArray[np.generic]) -> list[str]:
    """The words of a packed array."""
    text = packed.tobytes().decode()
    return text.split("\n") if text else []


def within(name: str, arrays: Arrays) -> dict[str, npt.NDArray[np.generic]]:
    """These arrays under names that begin with ``name``."""
    return {f"{name}/{key}": array for key, array in arrays.items()}


def part(name: str, arrays: Arrays) -> dict[str, npt.NDArray[np.generic]]:
    """The arrays whose names begin with ``name``, without it."""
    return {key.removeprefix(f"{name}/"): array for key, array in arrays.items() if key.startswith(f"{name}/")}


def read_arrays(path: Path) -> Arrays | None:
    """The arrays of a file, or None when there is no such file or it is damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def keep_arrays(path: Path, arrays: Arrays) -> None:
    """Write the arrays to a file that is there whole or not at all; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"unfinished-{uuid.uuid4().hex[:12]}.npz")
    try:
        np.savez(aside, allow_pickle=False, **dict(arrays))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
