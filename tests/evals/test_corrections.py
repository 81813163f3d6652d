"""A corrected review becomes a labelled case that everything accepts, and nothing that is there is overwritten."""

import json
from pathlib import Path

import pytest

from evals.bootstrap import validate_cases
from evals.corrections import correct
from evals.errors import CasesError
from evals.graders.critic import grade_reply
from evals.models import Prediction
from evals.steps.collect import OWN, read_cases

MAIL = "Subject: Parcel 12\n\nWhere is my parcel? It is two weeks late."
REVIEW = {
    "id": "r1",
    "lang": "en",
    "mail": MAIL,
    "draft": "Calm down, it will come. I am sorry.",
    "reviewer": "Ann",
    "findings": [{"rule": "dismissing-feelings", "span": "Calm down"}],
    "met": ["apologises"],
}


def corrected(folder: Path, *reviews: object) -> Path:
    path = folder / "reviews.jsonl"
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in reviews), encoding="utf-8")
    correct(path, folder / "cases.jsonl")
    return folder / "cases.jsonl"


def test_replies_to_one_mail_are_one_case(tmp_path: Path) -> None:
    clean = REVIEW | {"id": "r2", "draft": "I am sorry. It comes on Friday.", "findings": [], "met": ["apologises", "time-expectation"]}
    other = REVIEW | {"id": "r3", "mail": "And my refund?"}
    cases = read_cases((corrected(tmp_path, REVIEW, other, clean),))

    assert [(one.id, [reply.id for reply in one.replies]) for one in cases] == [("case-r1", ["r1", "r2"]), ("case-r3", ["r3"])]
    assert (cases[0].mail.subject, cases[0].mail.body) == ("Parcel 12", "Where is my parcel? It is two weeks late.")
    assert (cases[0].replies[0].reviewer, cases[0].reading) == ("Ann", None)
    counts = validate_cases((tmp_path / "cases.jsonl",))
    assert (counts.cases, counts.replies, counts.findings, counts.clean) == (2, 3, 2, 1)


def test_the_critic_is_graded_on_a_case_without_a_reading(tmp_path: Path) -> None:
    (case,) = read_cases((corrected(tmp_path, REVIEW),))
    counts = grade_reply(case, case.replies[0], Prediction(id="r1", findings=(), met=("apologises", "answers-every-ask")))

    assert (counts["lecturing.gold"], counts["apologises.tp"], counts["answers-every-ask.fp"]) == (1, 1, 1)


FAULTS = {
    "not json": ("{", "is not JSON"),
    "a name too many": (REVIEW | {"id": "r2", "colour": 1}, "colour: Extra inputs"),
    "a span elsewhere": (
        REVIEW | {"id": "r2", "findings": [{"rule": "lecturing", "span": "Relax"}]},
        "'Relax' does not stand in the reply",
    ),
    "no such rule": (REVIEW | {"id": "r2", "findings": [{"rule": "rudeness", "span": "Calm"}]}, "rudeness is no rule"),
    "no such merit": (REVIEW | {"id": "r2", "met": ["smiles"]}, "smiles is no presence rule"),
    "an id twice": (REVIEW, "id r1 was used before"),
    "an id of the product's": (REVIEW | {"id": "en-001-a"}, "id en-001-a was used before"),
    "an empty mail": (REVIEW | {"id": "r2", "mail": " \n "}, "the mail is empty"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_and_line_and_nothing_is_written(tmp_path: Path, fault: str) -> None:
    review, message = FAULTS[fault]
    with pytest.raises(CasesError, match=rf"reviews\.jsonl:2: .*{message}"):
        corrected(tmp_path, REVIEW, review)
    assert not (tmp_path / "cases.jsonl").exists()


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    corrected(tmp_path, REVIEW)
    for out in (tmp_path / "cases.jsonl", OWN / "new.jsonl", OWN / "dev.en.jsonl"):
        with pytest.raises(CasesError, match="would change cases that are there"):
            correct(tmp_path / "reviews.jsonl", out)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match="no corrections in"):
        corrected(tmp_path)
