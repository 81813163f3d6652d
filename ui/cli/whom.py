"""Whom the house policy sends an agent to, for what a mail is about and for what it risks."""

from coach.models import Assessment
from coach.policy import Policy
from knowledge.models import Language
from ui.cli.console import Row
from ui.cli.words import terminal_words


def whom(assessment: Assessment, policy: Policy, language: Language) -> list[Row]:
    """Who takes over each risk, then the departments that know about the issues; in the reader's language."""
    from ui.desk.words import words

    label, risks = terminal_words(language).labels, words(language).values.risks
    by_contact: dict[str, list[str]] = {}
    for risk in dict.fromkeys(one.risk for one in assessment.risks):
        by_contact.setdefault(policy.contact_for(risk, language), []).append(risks[risk])
    rows: list[Row] = [(label.tell_whom, f"{contact} ({', '.join(named)})") for contact, named in by_contact.items()]
    rows += [(label.ask_whom, f"{name}: {one.contact}") for name, one in policy.departments_for(assessment.issues)]
    return rows
