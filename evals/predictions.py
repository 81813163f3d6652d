"""What critic and reader said of each case, read from the files in which it was recorded."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from coach.models import ReadAnswer
from evals.errors import PredictionsError
from evals.models import GoldCase, Prediction

OWN = Path(__file__).parent / "oof"

Said = TypeVar("Said", Prediction, ReadAnswer)


def read_predictions(cases: Iterable[GoldCase], paths: Sequence[Path] = ()) -> Mapping[str, Prediction]:
    """Predictions in review format for every reply of the cases; raises PredictionsError.

    With no path the product's own out-of-fold predictions, which no model made for its own training cases.
    """
    bodies = {reply.id: reply.body for case in cases for reply in case.replies}
    found: dict[str, Prediction] = {}
    for path in paths or (OWN,):
        for file in sorted(path.glob("[a-z][a-z].jsonl")) if path.is_dir() else (path,):
            found |= _read(file, bodies)
    missing = sorted(bodies.keys() - found.keys())
    if missing:
        raise PredictionsError(f"no prediction for {len(missing)} replies ({missing[0]} is the first); make them with: coach evals train")
    return found


def read_readings(cases: Iterable[GoldCase], paths: Sequence[Path] = ()) -> Mapping[str, ReadAnswer]:
    """Predictions in read format for the mail of every case, likewise; raises PredictionsError."""
    wanted = {case.id for case in cases}
    found: dict[str, ReadAnswer] = {}
    for path in paths or (OWN,):
        for file in sorted(path.glob("read.*.jsonl")) if path.is_dir() else (path,):
            found |= {str(one.id): one for _, one in _lines(file, ReadAnswer) if one.id in wanted}
    if missing := sorted(wanted - found.keys()):
        raise PredictionsError(f"no prediction for {len(missing)} mails ({missing[0]} is the first); make them with: coach read --batch")
    return found


def _lines(path: Path, kind: type[Said]) -> Iterator[tuple[int, Said]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise PredictionsError(f"{path}:1: cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, kind.model_validate(json.loads(line))
            except ValueError as error:
                raise PredictionsError(f"{path}:{number}: is no prediction: {str(error).splitlines()[0]}") from error


def _read(path: Path, bodies: Mapping[str, str]) -> dict[str, Prediction]:
    found: dict[str, Prediction] = {}
    for number, prediction in _lines(path, Prediction):
        if prediction.id not in bodies:
            continue
        for one in prediction.findings:
            if bodies[prediction.id][one.start : one.end] != one.quote or not one.quote:
                raise PredictionsError(f"{path}:{number}: {prediction.id}: {one.quote!r} does not stand at {one.start} to {one.end}")
        found[prediction.id] = prediction
    return found
