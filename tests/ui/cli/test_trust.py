"""How far to trust a rule, as the terminal and programs are told."""

import json

import pytest

from evals.estimate import Estimate
from evals.figures import RuleFigures, figures_of
from knowledge.models import Language
from ui.cli.trust import in_full, in_short

HALF = Estimate(value=0.5, low=0.304, high=0.696, count=22)
MOST = Estimate(value=0.714, low=0.58, high=0.81, count=58)


def test_a_fault_is_said_with_intervals_and_in_short() -> None:
    one = RuleFigures(labelled=58, found=MOST, right=HALF)
    said = in_full(Language.EN, "Italian", one)
    assert [said.count(part) for part in ("Italian: ", "71% (58–81%)", "58 labelled", "22 findings", "50% (30–70%)")] == [1] * 5
    assert in_short(Language.FR, one) == "71\u00a0% / 50\u00a0%"


@pytest.mark.parametrize("language", list(Language))
def test_what_was_not_measured_is_not_said(language: Language) -> None:
    unnamed = RuleFigures(labelled=58, found=MOST)
    assert in_full(language, "x", unnamed).count("58") == 2  # the share's lower end and the count
    assert in_short(language, None) == "–"
    merit = RuleFigures(labelled=58, accuracy=MOST)
    assert "71" in in_full(language, "x", merit)
    assert "/" not in in_short(language, merit)


def test_show_tells_every_language_and_json_the_same(coach_command):
    said = json.loads(coach_command("rules", "show", "arguing", "--json").out)["figures"]
    assert {language: RuleFigures.model_validate(one) for language, one in said.items()} == figures_of("arguing")
    shown = coach_command("rules", "show", "arguing").out
    assert [shown.count(f"{name}: finds") for name in ("English", "Italian", "French", "Polish")] == [1, 1, 1, 1]
    assert "measured  no; " in coach_command("rules", "show", "wrong-language").out


def test_the_list_has_the_figures_of_its_language(coach_command):
    row = {line.split()[0]: line for line in coach_command("rules", "list", "--lang", "pl").out.splitlines() if line}
    one = figures_of("arguing")[Language.PL]
    assert f"{round(100 * one.found.value)}% / {round(100 * one.right.value)}%" in row["arguing"]
    assert " –  " in row["wrong-language"]
