"""``python -m evals.training.curve``: how much more cases would help; the first look alone, on shares of the training cases."""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from coach.checks.features import Floats
from evals.models import HEADLINE
from evals.steps.collect import FOLDS, read_cases
from evals.training.labels import Flags, Labelled, label
from evals.training.linear import train_heads
from evals.training.tiers import best_f1
from knowledge.models import Language

SHARES = (0.25, 0.5, 0.75, 1.0)
SEEDS = 3
COLUMNS = len(HEADLINE)


def main() -> None:
    """Print a row of the table in designs.md for each share."""
    replies = label(read_cases())
    for share in SHARES:
        rows = np.array([[_f1(own, share, seed) for own in _by_language(replies)] for seed in range(SEEDS if share < 1 else 1)])
        means = rows.mean(axis=0)
        spread = rows.mean(axis=1).std(ddof=1) if len(rows) > 1 else 0.0
        print(f"| {share:.0%} | {means.mean():.3f} | {spread:.3f} | {' | '.join(f'{one:.3f}' for one in means)} |", flush=True)  # noqa: T201


def _by_language(replies: Sequence[Labelled]) -> Iterator[list[Labelled]]:
    for language in Language:
        yield [one for one in replies if one.language is language]


def _f1(replies: Sequence[Labelled], share: float, seed: int) -> float:
    """Mean F1 of the headline dimensions over sentences, out of fold, at thresholds taken from the other folds."""
    scores, labels = zip(*(_held_out(replies, fold, share, seed) for fold in range(FOLDS)), strict=True)
    return float(np.mean([_column(scores, labels, column) for column in range(COLUMNS)]))


def _held_out(replies: Sequence[Labelled], fold: int, share: float, seed: int) -> tuple[Floats, Flags]:
    """Scores and labels of a fold's sentences, by a model of a share of the other folds' cases."""
    cases = sorted({_case(one) for one in replies if one.fold != fold})
    kept = set(Random(seed).sample(cases, round(share * len(cases))))  # noqa: S311
    seen = [one for one in replies if _case(one) in kept]
    heads = train_heads([one.grams for one in seen], np.concatenate([one.faults[:, :COLUMNS] for one in seen]), neighbours=True)
    held = [one for one in replies if one.fold == fold]
    return np.concatenate([heads.scores(one.grams) for one in held]), np.concatenate([one.faults[:, :COLUMNS] for one in held])


def _case(one: Labelled) -> str:
    return one.reply.id.rpartition("-")[0]


def _column(scores: Sequence[Floats], labels: Sequence[Flags], column: int) -> float:
    right = said = wanted = 0
    for fold in range(FOLDS):
        others = [other for other in range(FOLDS) if other != fold]
        border = best_f1(
            np.concatenate([scores[one][:, column] for one in others]), np.concatenate([labels[one][:, column] for one in others])
        )
        flagged, gold = scores[fold][:, column] >= border, labels[fold][:, column]
        right, said, wanted = right + int((flagged & gold).sum()), said + int(flagged.sum()), wanted + int(gold.sum())
    return 2 * right / max(1, said + wanted)


if __name__ == "__main__":
    main()
