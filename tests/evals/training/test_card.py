"""The model card speaks of the very files that are shipped: cases, weights, predictions and features belong together."""

import hashlib
import json

import pytest

from coach.checks.model import FOLDER, made_for
from evals.predictions import OWN
from evals.steps.collect import digest, read_cases
from knowledge.models import Language

CARD = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))


def test_the_weights_were_learned_from_these_cases() -> None:
    assert CARD["cases"]["sha256"] == digest(read_cases()), "the cases changed: coach evals train"


@pytest.mark.parametrize("language", list(Language))
def test_weights_predictions_and_features_belong_together(language: Language) -> None:
    entry = CARD["languages"][language]
    assert entry["features"] == made_for(language)
    assert entry["weights_sha256"] == hashlib.sha256((FOLDER / f"{language}.npz").read_bytes()).hexdigest()
    assert entry["out_of_fold_sha256"] == hashlib.sha256((OWN / f"{language}.jsonl").read_bytes()).hexdigest()
