"""One canned reply after the other under the rules: what is wrong with it, and how it reads once the safe rewrites are made."""

from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

from coach.errors import CoachError
from coach.models import Finding, ReviewAnswer
from coach.requests import ReviewRequest
from knowledge.models import Language, Severity
from ui.macros.blanks import Bared, bared, rewritten
from ui.macros.table import Table

Review = Callable[[ReviewRequest], Awaitable[ReviewAnswer]]


class Audited(NamedTuple):
    """What came of one row; a row that failed has a fault and no findings."""

    number: int
    text: str
    lang: str = ""
    findings: tuple[Finding, ...] = ()
    corrected: str = ""
    fault: str = ""

    @property
    def worst(self) -> Severity | None:
        """The gravest severity among the findings."""
        return min((finding.severity for finding in self.findings), key=list(Severity).index, default=None)


def replies(table: Table, column: int) -> Iterator[Audited]:
    """Every row as it stands before it is checked; rows that cannot be read or are too short carry their fault."""
    for record in table.records:
        if record.fault:
            yield Audited(record.number, "", fault=record.fault)
        elif len(record.cells) <= column:
            yield Audited(record.number, "", fault=f"has {len(record.cells)} columns, not {len(table.header)}")
        elif not record.cells[column].strip():
            yield Audited(record.number, "", fault="holds no reply")
        else:
            yield Audited(record.number, record.cells[column])


async def audited(row: Audited, review: Review, lang: Language | None) -> Audited:
    """A row with its findings and its corrected text; whatever fails becomes its fault."""
    if row.fault:
        return row
    seen = bared(row.text)
    try:
        answer = await review(ReviewRequest(draft=seen.text, lang=lang, judge=False))
        findings = _own(answer, seen)
        corrected = await _corrected(row.text, seen, findings, review, answer)
    except CoachError as error:
        return row._replace(fault=str(error))
    return row._replace(lang=answer.lang, findings=findings, corrected=corrected)


def _own(answer: ReviewAnswer, seen: Bared) -> tuple[Finding, ...]:
    """Findings in the reply's own words; one that lies in a placeholder alone is none, and one of the whole reply has no place."""
    return tuple(finding for finding in answer.findings if finding.start == finding.end or seen.says(finding.start, finding.end))


async def _corrected(text: str, seen: Bared, findings: tuple[Finding, ...], review: Review, before: ReviewAnswer) -> str:
    """The reply with every rewrite that touches no placeholder, unless the rules then find something that they did not find before."""
    changes = [
        (finding.replace.start, finding.replace.end, finding.replace.text)
        for finding in findings
        if finding.replace is not None and not seen.touches(finding.replace.start, finding.replace.end)
    ]
    if not changes:
        return text
    corrected = rewritten(text, changes)
    lang = Language(before.lang) if before.lang != "unknown" else None
    after = await review(ReviewRequest(draft=bared(corrected).text, lang=lang, judge=False))
    known = {finding.rule for finding in before.findings}
    made_worse = any(finding.rule not in known and finding.severity is not Severity.HINT for finding in after.findings)
    return text if made_worse else corrected
