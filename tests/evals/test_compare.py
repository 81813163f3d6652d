"""What changed between two runs: every flip, tests of the pairs, and differences that are more than noise."""

from pathlib import Path

import pytest

from evals.compare import FlipKind, compare, compare_grades, tables
from evals.errors import RunError
from evals.models import Suite
from evals.runs import read_run
from evals.steps.report import MAIN
from tests.evals.recorded import cases, graded, recorded

GOLD = cases(16)


def test_two_runs_that_say_the_same_are_alike(tmp_path: Path) -> None:
    runs = [read_run(recorded(tmp_path / name, GOLD, graded(GOLD, missed=(1, 4)))) for name in ("monday", "tuesday")]
    compared = compare(*runs)
    critic = compared.suites[Suite.CRITIC]

    assert (compared.before, compared.after, critic.verdict, critic.flips) == ("monday", "tuesday", "alike", ())
    assert critic.sentence == "No difference that these cases could prove: not one answer changed."
    assert {one.difference for one in critic.changes} == {one.sign for one in critic.changes} == {0}
    assert {one.scope for one in critic.changes} == {"all", "en", "pl"}
    assert {one.p for one in critic.tests} == {1}


def test_what_is_newly_missed_is_named_and_six_of_a_kind_are_proof() -> None:
    compared = compare_grades(graded(GOLD, missed=(0,)), graded(GOLD, missed=(1, 2, 3, 4, 5, 6, 7)), MAIN)
    flips = {(one.kind, one.text, one.rule, one.quote) for one in compared.flips}
    tests = {(one.about, one.name): one for one in compared.tests}

    assert (FlipKind.FOUND, "t-en-0-a", "dismissing-feelings", "Calm down") in flips
    assert (FlipKind.MISSED, "t-pl-1-a", "dismissing-feelings", "Calm down") in flips
    assert len(flips) == 8
    for name in ("lecturing", "dismissing-feelings"):
        assert (tests["faults", name].worse, tests["faults", name].better, tests["faults", name].p) == (
            7,
            1,
            pytest.approx(0.0703, abs=1e-4),
        )
    assert tests["faults", "hostile-tone"].p == 1
    assert tests["alarms", "lecturing"].p == 1
    assert compared.verdict == "worse"


def test_one_way_changes_are_proof_from_six_on() -> None:
    for number, proof in ((5, False), (6, True)):
        tests = compare_grades(graded(GOLD), graded(GOLD, missed=range(number)), {}).tests
        lecturing = next(one for one in tests if (one.about, one.name) == ("faults", "dismissing-feelings"))
        assert (lecturing.p < 0.05) is proof


def test_a_new_false_alarm_is_a_flip_and_counts_by_reply() -> None:
    compared = compare_grades(graded(GOLD), graded(GOLD, alarmed=range(6)), MAIN)
    alarms = next(one for one in compared.tests if (one.about, one.name) == ("alarms", "lecturing"))

    assert {one.kind for one in compared.flips} == {FlipKind.ALARM}
    assert {one.quote for one in compared.flips} == {"we were slow"}
    assert (alarms.worse, alarms.better, alarms.p) == (6, 0, 0.03125)
    back = compare_grades(graded(GOLD, alarmed=range(6)), graded(GOLD), MAIN)
    assert {one.kind for one in back.flips} == {FlipKind.QUIET}
    assert (compared.verdict, back.verdict) == ("worse", "better")


def test_the_direction_of_a_figure_is_that_of_its_meaning() -> None:
    compared = compare_grades(graded(GOLD), graded(GOLD, alarmed=range(12)), MAIN)
    warned = next(one for one in compared.changes if (one.scope, one.figure) == ("all", "clean_with_warning"))

    assert (warned.before, warned.after, warned.sign) == (0, 0.75, -1)
    assert 0.5 < warned.low < warned.difference < warned.high <= 1


def test_a_difference_is_drawn_by_cases_and_paired() -> None:
    """The same four of sixteen missed in both: whatever the draw, nothing differs, though either figure has a wide interval."""
    same = compare_grades(graded(GOLD, missed=range(4)), graded(GOLD, missed=range(4)), MAIN)
    assert {(one.low, one.high) for one in same.changes} == {(0, 0)}


def test_judgements_of_the_whole_reply_flip_too() -> None:
    compared = compare_grades(graded(GOLD), graded(GOLD, met=False), MAIN)

    assert {(one.kind, one.rule, one.quote) for one in compared.flips} == {
        (FlipKind.WRONG, rule, "") for rule in ("apologises", "time-expectation")
    }
    assert {one.worse for one in compared.tests if one.about == "presence"} == {16}
    assert all(one.p_of_all >= one.p for one in compared.tests)


def test_runs_over_other_cases_are_refused(tmp_path: Path) -> None:
    few = GOLD[:8]
    monday, tuesday = recorded(tmp_path / "monday", GOLD, graded(GOLD)), recorded(tmp_path / "tuesday", few, graded(few))

    with pytest.raises(RunError, match=r"monday and .*tuesday measured other cases of the suite critic"):
        compare(read_run(monday), read_run(tuesday))


def test_a_case_that_crashed_in_one_run_is_named(tmp_path: Path) -> None:
    monday, tuesday = recorded(tmp_path / "monday", GOLD, graded(GOLD)), recorded(tmp_path / "tuesday", GOLD, graded(GOLD)[1:])

    with pytest.raises(RunError, match="t-en-0 was graded in one run only"):
        compare(read_run(monday), read_run(tuesday))


def test_for_people_what_became_worse_comes_first() -> None:
    compared = compare_grades(graded(GOLD, missed=(0,)), graded(GOLD, missed=(1,)), MAIN)
    figures, tests, flips = tables(compared, Suite.CRITIC)

    assert figures.title.startswith("critic: No difference that these cases could prove: 1 newly missed, 1 newly found")
    assert [row[0] for row in flips.rows] == ["newly missed", "newly found"]
    assert ("faults", "lecturing", "1", "1", "1.000", "1.000") in tests.rows
