"""Commitments are found in labelled replies, with who, what and by when; floors that only rise."""

from pathlib import Path

import pytest

from coach.models import Commitment
from coach.policy import load_policy
from evals.errors import CasesError
from evals.graders.promises import matched
from evals.promises.figures import promise_figures, read_replies
from evals.promises.gold import OWN
from knowledge.models import Language


def commitment(start: int, end: int) -> Commitment:
    return Commitment(text="x", start=start, end=end, actor="us", action="x", deadline=None, amount=None, status="supported")


def test_eighty_labelled_replies_reach_their_floors() -> None:
    replies = read_replies()
    assert len(replies) == 80
    figures = promise_figures(replies, load_policy())
    assert figures["all"].extracted.f1.value >= 0.93
    assert figures["all"].dates.value >= 0.97
    assert all(figures[language].extracted.f1.value >= 0.88 for language in Language)


def test_replies_of_another_style_reach_their_floor() -> None:
    figures = promise_figures(read_replies(OWN / "blind"), load_policy())
    assert figures["all"].extracted.f1.value >= 0.68


def test_a_label_that_stands_elsewhere_is_refused_with_its_line(tmp_path: Path) -> None:
    line = (OWN / "en.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "en.jsonl").write_text(line.replace('"start": ', '"start": 1', 1) + "\n", encoding="utf-8")
    with pytest.raises(CasesError, match=r"en\.jsonl:1: "):
        read_replies(tmp_path)


def test_commitments_match_one_to_one_where_they_overlap_most() -> None:
    gold, said = [commitment(0, 10), commitment(10, 20)], [commitment(8, 20), commitment(0, 9)]
    assert matched(gold, said) == [(gold[0], said[1]), (gold[1], said[0])]
    assert matched([commitment(0, 10)], [commitment(9, 30)]) == []
