"""The words of the interview and of the file it writes: one checked file per language."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator

from coach.policy import Policy
from knowledge.datafile import read_data
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parents[1] / "strings" / "policy"
Kind = Literal[
    "languages", "first_reply_hours", "update_working_days", "office_hours", "formal", "sign_off", "money", "roles", "department_name",
    "department_contact", "department_issues", "escalation_contact", "risk_contact", "self_harm", "violence", "link_domains",
]  # fmt: skip
Fault = Literal["empty", "whole", "money", "yes_no", "languages", "roles", "choice", "taken", "same_name", "domain"]


def _explains_every_field(comments: dict[str, str]) -> dict[str, str]:
    wanted = {"header", *Policy.model_fields}
    if comments.keys() != wanted:
        raise ValueError(f"must explain exactly the fields of the policy; check {', '.join(sorted(wanted ^ comments.keys()))}")
    return comments


class Asked(Frozen):
    """How one kind of question is put."""

    title: str
    ask: str


class InterviewWords(Frozen):
    """One language's words; names in braces are filled."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    greeting: str
    progress: str
    resume: str
    first: str
    kept: str
    replace: str
    not_replaced: str
    written: str
    changes: str
    same: str
    in_force: str
    default: str
    role: str
    forms: dict[Language, str]
    """What addressing a customer formally means in each language."""
    questions: dict[Kind, Asked]
    faults: dict[Fault, str]
    comments: Annotated[dict[str, str], AfterValidator(_explains_every_field)]
    """What stands above each field of the policy file, and above the file."""


@cache
def interview_words(language: Language) -> InterviewWords:
    """The words of a language; raises FileFault with file:line."""
    return read_data(FOLDER / f"{language}.yaml", InterviewWords)
