"""What a mail is about: one or two of nine issues."""

from typing import get_args

from coach.models import Issue
from coach.reading.mailtext import MailText

ISSUES: tuple[Issue, ...] = get_args(Issue)
SECOND_SHARE = 0.6
"""A second issue needs this share of the evidence for the first."""


def find_issues(mail: MailText) -> tuple[Issue, ...]:
    """The issues, the better supported first; ``other`` when nothing supports any."""
    scores = {issue: _support(mail, issue) for issue in ISSUES}
    first, second = sorted(ISSUES, key=lambda issue: -scores[issue])[:2]
    if not scores[first]:
        return ("other",)
    return (first, second) if scores[second] >= max(2, SECOND_SHARE * scores[first]) else (first,)


def _support(mail: MailText, issue: Issue) -> float:
    """Different phrases count one each; in the subject they count twice; ``other`` is a last resort."""
    label = f"issues.{issue}"
    named = sum(hit.end <= mail.subject_end for hit in mail.by_label.get(label, ()))
    return (mail.distinct(label) + named) * (0.5 if issue == "other" else 1)
