"""The model card speaks of the very files that are shipped: cases, weights, predictions and features belong together."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from coach.checks.learned import HEADS
from coach.checks.model import FOLDER, made_for
from evals.bootstrap import LABEL_ERRORS
from evals.errors import PredictionsError
from evals.models import GoldCase
from evals.predictions import OWN
from evals.steps.collect import digest, read_cases
from evals.training.card import document, own_figures
from evals.training.doubts import document as page
from evals.training.doubts import doubts, read_doubts
from evals.training.labels import label
from evals.training.second import Chances
from knowledge.models import Language
from tests.evals.conftest import case

CARD = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))


def test_the_weights_were_learned_from_these_cases() -> None:
    assert CARD["cases"]["sha256"] == digest(read_cases()), "the cases changed: coach evals train"


@pytest.mark.parametrize("language", list(Language))
def test_weights_predictions_and_features_belong_together(language: Language) -> None:
    entry = CARD["languages"][language]
    assert entry["features"] == made_for(language)
    assert entry["weights_sha256"] == hashlib.sha256((FOLDER / f"{language}.npz").read_bytes()).hexdigest()
    assert entry["out_of_fold_sha256"] == hashlib.sha256((OWN / f"{language}.jsonl").read_bytes()).hexdigest()


@pytest.mark.slow
def test_the_card_that_people_read_is_current() -> None:
    written = (FOLDER / "CARD.md").read_text(encoding="utf-8")
    assert written == document(CARD, own_figures()), "python -m evals.training.card"
    for heading in ("## Data", "## Limits", "## Not to be used for"):
        assert heading in written


def test_the_list_of_doubted_labels_is_that_of_the_last_training() -> None:
    found = read_doubts(read_cases(), OWN)
    assert LABEL_ERRORS.read_text(encoding="utf-8") == page(found), "coach evals labels --write"
    assert {one.direction for one in found} == {"missing?", "mistaken?"}


def test_doubts_are_sure_disagreements_the_surest_first() -> None:
    (faulty, clean) = label([GoldCase.model_validate(case())])
    chances = np.full((3, len(HEADS)), 0.5, np.float32)
    chances[0, HEADS.index("lecturing")] = 0.99  # nobody labelled it
    chances[1, HEADS.index("defensiveness")] = 0.001  # somebody did
    chances[0, HEADS.index("rule:dismissing-feelings")] = 0.9
    quiet = np.full((len(clean.texts), len(HEADS)), 0.5, np.float32)
    found = doubts([Chances(faulty, chances, np.zeros(1, np.float32)), Chances(clean, quiet, np.zeros(1, np.float32))])
    assert [(one.direction, one.rule, one.probability) for one in found] == [
        ("mistaken?", "defensiveness", 0.001),
        ("missing?", "dismissing-feelings", 0.99),
    ]
    assert found[0].words == "The parcel, as e.g. the log shows, is fine"
    assert found[1].words == "You gave the wrong address 1 times."


def test_doubts_about_other_words_are_stale(tmp_path: Path) -> None:
    (tmp_path / "doubts.jsonl").write_bytes((OWN / "doubts.jsonl").read_bytes())
    with pytest.raises(PredictionsError, match="says something else by now"):
        read_doubts([GoldCase.model_validate(case())], tmp_path)
