"""What an agent would have to know before the matter can be solved, and the mail does not say."""

from coach.models import Fact, Issue
from coach.reading.lexicon import Need
from coach.reading.mailtext import MailText

KNOWN_BY: dict[Need, frozenset[str]] = {
    "order": frozenset({"order"}),
    "product": frozenset({"product", "order"}),
    "date": frozenset({"date", "time"}),
}
"""Kinds of facts that answer a need."""


def find_missing(mail: MailText, issues: tuple[Issue, ...], facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """The needs of the issues that no fact answers, in the mail's language."""
    kinds = {fact.kind for fact in facts}
    needs: dict[Need, str] = {}
    for issue in issues:
        for need, told in mail.lexicon.words.missing.get(issue, {}).items():
            if not kinds & KNOWN_BY[need]:
                needs.setdefault(need, told)
    return tuple(needs.values())
