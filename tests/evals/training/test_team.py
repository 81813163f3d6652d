"""A team's weights come into force whole or not at all, never below the gates unasked, and there is a way back."""

import shutil
from pathlib import Path

import pytest

from coach.checks.learned import LearnedCritic
from coach.checks.model import FOLDER, in_force
from coach.errors import WeightsError
from coach.reviewing import Critic
from evals.bootstrap import GATES
from evals.errors import EvalsError
from evals.models import GoldCase
from evals.steps.collect import read_cases
from evals.training.shelf import Shelf
from evals.training.team import train_team
from knowledge.bootstrap import build_knowledge
from knowledge.models import Language
from tests.evals.conftest import case


def content(text: str, name: str = "en.npz"):  # type: ignore[no-untyped-def]
    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / name).write_text(text, encoding="utf-8")

    return make


def test_new_weights_come_in_and_the_ones_before_come_back(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "ours")
    with pytest.raises(EvalsError, match="no weights to go back to"):
        shelf.roll_back()
    for text in ("one", "two", "three"):
        assert shelf.add(content(text)) == in_force(tmp_path / "ours")
        assert (in_force(tmp_path / "ours") / "en.npz").read_text(encoding="utf-8") == text
    assert (shelf.roll_back() / "en.npz").read_text(encoding="utf-8") == "two"
    assert (in_force(tmp_path / "ours") / "en.npz").read_text(encoding="utf-8") == "two"
    assert (shelf.roll_back() / "en.npz").read_text(encoding="utf-8") == "three"
    assert len([path for path in (tmp_path / "ours").iterdir() if path.is_dir()]) == 2


@pytest.mark.parametrize("error", [EvalsError("worse"), KeyboardInterrupt()])
def test_what_fails_or_is_interrupted_leaves_the_old_weights(tmp_path: Path, error: BaseException) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(content("old"))

    def fail(folder: Path) -> None:
        content("half")(folder)
        raise error

    with pytest.raises(type(error)):
        shelf.add(fail)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["1"]
    assert (in_force(tmp_path) / "en.npz").read_text(encoding="utf-8") == "old"


def test_a_training_that_was_killed_is_swept_away_by_the_next(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(content("old"))
    content("half")(tmp_path / "2.part")
    assert in_force(tmp_path).name == "1"
    assert shelf.add(content("new")).name == "3"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["1", "3"]


def test_the_product_takes_weights_from_the_folder_of_the_setting(tmp_path: Path) -> None:
    shipped = LearnedCritic.load(Language.EN).findings("You should have read the terms.")

    def copy(folder: Path) -> None:
        shutil.copytree(FOLDER, folder)

    Shelf(tmp_path / "ours").add(copy)
    assert LearnedCritic.load(Language.EN, tmp_path / "ours").findings("You should have read the terms.") == shipped
    knowledge = build_knowledge(tmp_path / "home")
    assert Critic(knowledge, tmp_path / "ours")._learned(Language.EN).findings("You should have read the terms.") == shipped
    with pytest.raises(WeightsError, match="is missing"):
        Critic(knowledge, tmp_path / "nowhere")._learned(Language.EN)


def test_ids_of_the_products_own_cases_are_refused(tmp_path: Path) -> None:
    one = GoldCase.model_validate(case())
    with pytest.raises(EvalsError, match="t-en-1 is the id of one of the product's own cases"):
        train_team([one], [one], tmp_path, GATES, even_if_worse=True, say=lambda line: None)


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_a_team_trains_is_refused_what_is_worse_and_may_insist(tmp_path: Path) -> None:
    own = [one for one in read_cases() if one.lang is Language.EN][:8]
    team = [GoldCase.model_validate(case(number)) for number in range(3)]
    said: list[str] = []
    with pytest.raises(EvalsError, match="worse than the gates allow"):
        train_team(own, team, tmp_path, GATES, even_if_worse=False, say=said.append)
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]

    place = train_team(own, team, tmp_path, GATES, even_if_worse=True, say=said.append)
    assert in_force(tmp_path) == place
    assert "11 labelled cases" in (place / "CARD.md").read_text(encoding="utf-8")
    assert any("all.headline_f1" in line for line in said)
    assert isinstance(LearnedCritic.load(Language.EN, tmp_path).findings("You should have read it."), tuple)
