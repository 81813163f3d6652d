"""Training sees what use sees, gives the same twice, and refuses what it cannot learn from."""

from pathlib import Path

import numpy as np
import pytest

from coach.checks.features import grams_of
from coach.checks.learned import LearnedCritic
from evals.errors import EvalsError
from evals.models import GoldCase
from evals.steps.collect import read_cases
from evals.training.labels import label
from evals.training.linear import _matrix, train_heads
from evals.training.tiers import NEVER, best_balance, best_f1, precise
from evals.training.train import train
from knowledge.models import Language
from tests.evals.conftest import case

TEXTS = ("You should have read it. I am sorry.", "I am sorry that we were late. It was our mistake. You will hear.", "You were late.")


def test_training_and_use_see_the_same_numbers() -> None:
    grams = [grams_of(text, Language.EN) for text in TEXTS]
    labels = np.array([["You" in text[span.start : span.end]] for text, one in zip(TEXTS, grams, strict=True) for span in one.spans])
    heads = train_heads(grams, labels, neighbours=True)
    matrix = _matrix(grams, heads.vocabulary, neighbours=True).toarray()
    own, before, after = np.split(heads.weights * heads.scale[:, None], 3, axis=1)
    size = len(heads.vocabulary.keys)
    expected = matrix[:, :size] @ own + matrix[:, size : 2 * size] / 0.4 @ before + matrix[:, 2 * size :] / 0.4 @ after + heads.bias
    assert np.concatenate([heads.scores(one) for one in grams]) == pytest.approx(expected, abs=1e-5)
    assert size > 10


def test_labels_fall_on_the_sentences_that_carry_them() -> None:
    (faulty, clean) = label([GoldCase.model_validate(case())])
    assert faulty.texts == ["You gave the wrong address 1 times.", "The parcel, as e.g. the log shows, is fine.", "Calm down now!"]
    assert faulty.faults[:, :5].tolist() == [[True, *[False] * 3, True], [True, *[False] * 3, True], [False, True, *[False] * 2, True]]
    assert not clean.faults.any()
    assert clean.merits.sum() == 2


def test_thresholds() -> None:
    chances, wanted = np.array([0.9, 0.8, 0.7, 0.6, 0.1], np.float32), np.array([True, True, False, True, False])
    assert 0.1 < best_f1(chances, wanted) < 0.6
    assert precise(chances, wanted) == NEVER  # too few to be sure
    many, right = np.linspace(0.99, 0, 100, dtype=np.float32), np.arange(100) < 40
    assert 0.5 < precise(many, right, 0.9) < 0.59
    assert 0.59 < best_balance(many, right) < 0.6
    assert best_f1(chances, np.zeros(5, bool)) == NEVER


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_training_twice_gives_the_same_weights_and_predictions(tmp_path: Path) -> None:
    cases = [one for one in read_cases() if one.lang is Language.EN][:12]
    for run in ("one", "two"):
        train(cases, tmp_path / run / "weights", tmp_path / run / "oof", lambda line: None)
    one, two = ({path.name: path.read_bytes() for path in sorted((tmp_path / run).rglob("*.*"))} for run in ("one", "two"))
    assert sorted(one) == ["card.json", "doubts.jsonl", "en.jsonl", "en.npz", "mutations.en.jsonl", "mutations.json"]
    assert one["en.jsonl"] == two["en.jsonl"]
    with np.load(tmp_path / "one/weights/en.npz") as first, np.load(tmp_path / "two/weights/en.npz") as second:
        assert all(np.array_equal(first[name], second[name]) for name in first.files)
    assert one["en.jsonl"].count(b"\n") == 36
    assert isinstance(LearnedCritic.load(Language.EN, tmp_path / "one/weights").findings(TEXTS[0]), tuple)


def test_too_few_cases_are_told(tmp_path: Path) -> None:
    with pytest.raises(EvalsError, match="en: no case falls into fold"):
        train([GoldCase.model_validate(case())], tmp_path, tmp_path, lambda line: None)
