"""The referee is independent of the critic, belongs to the cases at hand, and tells faults from clean words that it has not seen."""

import ast
import json
from pathlib import Path

import numpy as np
import pytest

import evals.referee
from evals.errors import EvalsError
from evals.models import HEADLINE, GoldCase
from evals.referee.__main__ import OUT
from evals.referee.learn import RIDGE, _left_out, is_learned_from, learn, save, stamp
from evals.referee.opinion import FOLDER, Table, load_referee
from evals.referee.report import RefereeReport, report
from evals.steps.collect import FOLDS, fold_of, read_cases
from knowledge.models import Dimension, Language

CASES = read_cases()
COMMITTED = RefereeReport.model_validate_json(OUT.read_text(encoding="utf-8"))


def test_it_shares_no_code_with_the_critic() -> None:
    for file in Path(str(evals.referee.__file__)).parent.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not [name for name in names if name.startswith(("coach.checks", "evals.training"))], file.name


@pytest.mark.parametrize("language", list(Language))
def test_the_weights_were_learned_from_half_of_these_cases(language: Language) -> None:
    own = [case for case in CASES if case.lang is language]
    assert load_referee(language).stamp == stamp(own) == COMMITTED.learned_from[language], "python -m evals.referee"
    assert 0.4 < sum(map(is_learned_from, own)) / len(own) < 0.6


def test_its_half_is_not_in_step_with_the_folds_of_the_critic() -> None:
    shares = [np.mean([is_learned_from(case) for case in CASES if fold_of(case) == fold]) for fold in range(FOLDS)]
    assert 0.35 < min(shares) < max(shares) < 0.65


def test_all_weights_together_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.glob("*.npz")) < 2_000_000


@pytest.mark.slow
def test_the_committed_figures_are_what_it_measures() -> None:
    measured = report([case for case in CASES if case.lang is Language.FR], {}, {Language.FR: load_referee(Language.FR)})
    scope, committed = measured.scopes["fr"], COMMITTED.scopes["fr"]
    assert (scope.trust, scope.clean_flagged, scope.faulty_flagged) == (
        committed.trust,
        committed.clean_flagged,
        committed.faulty_flagged,
    )


def test_it_knows_faults_that_it_has_not_seen() -> None:
    for scope in COMMITTED.scopes.values():
        for dimension in HEADLINE:
            assert scope.trust[dimension].auc > 0.84
            assert scope.faulty_flagged[dimension].low > scope.clean_flagged[dimension].high


def test_a_fault_is_worse_than_courtesy_and_quoted_mail_is_nobodys_fault() -> None:
    referee = load_referee(Language.EN)
    rude, kind = "You should have read the terms before you ordered.", "Thank you for telling us about the delay."
    both = referee.chances(f"{kind}\n{rude}")
    blame = HEADLINE.index(Dimension.DEFENSIVENESS)
    assert both.table[1, blame] > 5 * both.table[0, blame]
    assert both.highest[Dimension.DEFENSIVENESS] == both.table[1, blame]
    assert referee.chances(f"{kind}\n> {rude}").spans == referee.chances(kind).spans
    assert referee.chances("").highest == dict.fromkeys(HEADLINE, 0.0)
    assert referee.chances("").flags == frozenset()


def test_leaving_a_case_out_by_formula_is_leaving_it_out() -> None:
    numbers = np.random.default_rng(3)
    features, wanted, groups = numbers.random((12, 5)), numbers.random((12, 2)), np.repeat(np.arange(4), 3)
    inverse: Table = np.linalg.inv(features @ features.T + RIDGE * np.eye(12)).astype(float)
    held = _left_out(inverse, inverse @ wanted, wanted, groups)
    for group in range(4):
        seen, own = groups != group, groups == group
        slopes = np.linalg.solve(features[seen].T @ features[seen] + RIDGE * np.eye(5), features[seen].T @ wanted[seen])
        assert held[own] == pytest.approx(features[own] @ slopes)


@pytest.mark.slow
def test_training_again_gives_the_committed_weights(tmp_path: Path) -> None:
    save(learn(CASES, Language.PL), Language.PL, tmp_path)
    with np.load(tmp_path / "pl.npz") as made, np.load(FOLDER / "pl.npz") as committed:
        assert all(np.allclose(made[name], committed[name], rtol=1e-2, atol=1e-3) for name in ("idf", "slopes", "borders"))


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalsError, match=r"en\.npz cannot be used"):
        load_referee(Language.EN, tmp_path)
    (tmp_path / "en.npz").write_bytes(b"PK")
    with pytest.raises(EvalsError, match=r"python -m evals\.referee"):
        load_referee(Language.EN, tmp_path)


def test_what_is_written_down_is_json_without_gaps() -> None:
    assert "NaN" not in json.dumps(COMMITTED.model_dump())
    assert {case.lang for case in CASES} == set(COMMITTED.learned_from)
    assert isinstance(CASES[0], GoldCase)
