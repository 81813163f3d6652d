"""What an agent would have to know before the matter can be solved, and the mail does not say."""

from collections.abc import Sequence

from coach.models import Issue
from coach.reading.facts import Candidate
from coach.reading.lexicon import Need
from coach.reading.mailtext import MailText

KNOWN_BY: dict[Need, frozenset[str]] = {
    "order": frozenset({"order"}),
    "product": frozenset({"product", "order"}),
    "date": frozenset({"date", "time"}),
}
"""Kinds of facts that answer a need."""


def find_missing(mail: MailText, issues: tuple[Issue, ...], spans: Sequence[Candidate]) -> tuple[str, ...]:
    """The needs of the issues that nothing in the mail answers, in the mail's language."""
    kinds = {candidate.kind for candidate in spans}
    needs: dict[Need, str] = {}
    for issue in issues:
        for need, told in mail.lexicon.words.missing.get(issue, {}).items():
            if not kinds & KNOWN_BY[need]:
                needs.setdefault(need, told)
    return tuple(needs.values())
