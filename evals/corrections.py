"""From a reviewer's corrections to new labelled cases: what the critic had said wrongly becomes what it learns from."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from coach.errors import InputError
from coach.mail.parse import parse_mail
from evals.errors import CasesError
from evals.models import CaseCounts, GoldCase, GoldFinding, GoldMail, GoldReply
from evals.steps.collect import OWN, count, faults_of_case, numbered_lines, read_cases
from knowledge.models import Frozen, Language


class Correction(Frozen):
    """A review as a reviewer corrected it; a line of the file that is read."""

    id: str = Field(min_length=1)
    lang: Language
    mail: str = Field(min_length=1)
    """The customer's mail, as ``coach review`` takes it."""
    draft: str = Field(min_length=1)
    """The reply that was reviewed."""
    reviewer: str | None = None
    findings: tuple[GoldFinding, ...]
    """All faults of the reply, and no other, as the reviewer sees them."""
    met: tuple[str, ...]
    """All that the reply achieves."""
    uncertain: tuple[str, ...] = ()
    """What the reviewer would not decide."""
    domain: str = "review"
    """The trade, such as telecom."""


def correct(reviews: Path, out: Path) -> CaseCounts:
    """Write corrections as labelled cases; all replies to one mail are one case, so that folds never part them.

    Raises CasesError with file:line, one fault a line, and for a file that is there already.
    """
    if out.exists() or out.resolve().parent == OWN.resolve():
        raise CasesError(f"{out} would change cases that are there; name a new file outside {OWN.name}")
    own = read_cases()
    cases = _cases(reviews, {case.id for case in own} | {reply.id for case in own for reply in case.replies})
    with out.open("x", encoding="utf-8") as file:
        file.writelines(f"{case.model_dump_json(exclude_none=True)}\n" for case in cases)
    return count(cases)


def _cases(reviews: Path, taken: set[str]) -> tuple[GoldCase, ...]:
    by_mail: dict[tuple[Language, str], GoldCase] = {}
    faults: list[str] = []
    for path, number, line in numbered_lines((reviews,)):
        try:
            one = _case(Correction.model_validate(json.loads(line)))
        except (ValueError, InputError) as error:
            faults.extend(f"{path}:{number}: {said}" for said in _said(error))
            continue
        faults.extend(f"{path}:{number}: {said}" for said in (*faults_of_case(one), *_taken(one, taken)))
        taken.add(one.id)
        same = by_mail.setdefault((one.lang, one.mail.text), one)
        by_mail[one.lang, one.mail.text] = same if same is one else same.model_copy(update={"replies": (*same.replies, *one.replies)})
    if faults:
        raise CasesError("\n".join(faults))
    if not by_mail:
        raise CasesError(f"no corrections in {reviews}; expected one a line")
    return tuple(by_mail.values())


def _case(said: Correction) -> GoldCase:
    mail = parse_mail(said.mail)
    reply = GoldReply(id=said.id, body=said.draft, findings=said.findings, met=said.met, uncertain=said.uncertain, reviewer=said.reviewer)
    return GoldCase(
        id=f"case-{said.id}", lang=said.lang, domain=said.domain, mail=GoldMail(subject=mail.subject, body=mail.body), replies=(reply,)
    )


def _taken(case: GoldCase, taken: set[str]) -> Iterator[str]:
    if taken & {case.id, case.replies[0].id}:
        yield f"id {case.replies[0].id} was used before"


def _said(error: Exception) -> Iterator[str]:
    if isinstance(error, json.JSONDecodeError):
        yield f"is not JSON: {error.msg}"
    elif isinstance(error, ValidationError):
        yield from (f"{'.'.join(map(str, one['loc']))}: {one['msg']}".removeprefix(": ") for one in error.errors(include_url=False))
    else:
        yield str(error)
