"""The gate every draft passes, whoever wrote it: nothing invented, nothing unauthorised, no fault that may not be sent."""

from datetime import datetime
from urllib.parse import urlsplit

from coach.checks.authority import granted, sources_of
from coach.checks.facts import Unsupported, unsupported
from coach.checks.promises import backing, find_commitments, unauthorised
from coach.models import Brief, Critique, Draft
from coach.policy import Policy
from coach.wording import Wording
from knowledge.models import Frozen, Severity


class Objection(Frozen):
    """Why a draft may not leave as it is, and the words that are to blame."""

    quote: str
    reason: str


def objections(draft: Draft, brief: Brief, critique: Critique, policy: Policy, words: Wording, now: datetime) -> tuple[Objection, ...]:
    """Everything that holds a draft back, in the agent's language; empty when it may be sent."""
    errors = _findings(critique, Severity.ERROR, words)
    return (*_invented(draft, brief, policy, words), *_unauthorised(draft, brief, policy, words, now), *errors)


def remarks(critique: Critique, words: Wording) -> tuple[Objection, ...]:
    """What might be said better and holds nothing back."""
    return _findings(critique, Severity.WARNING, words)


def _invented(draft: Draft, brief: Brief, policy: Policy, words: Wording) -> list[Objection]:
    found = []
    for one in unsupported(draft.sentences, sources_of(brief, policy), brief.lang):
        if one.link and _house_link(one, policy):
            continue
        template = words.foreign_link if one.link else words.unsupported_figure
        found.append(Objection(quote=one.sentence.text, reason=template.format(figure=one.figure)))
    return found


def _house_link(one: Unsupported, policy: Policy) -> bool:
    text = one.figure if "://" in one.figure else f"https://{one.figure}"
    host = (urlsplit(text).hostname or one.figure.rpartition("@")[2]).lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in policy.link_domains)


def _unauthorised(draft: Draft, brief: Brief, policy: Policy, words: Wording, now: datetime) -> list[Objection]:
    """A commitment may not rest on what the customer wrote: that is how a mail would make us promise."""
    backed = backing(granted(brief.facts, brief.offer, policy, brief.lang), brief.lang)
    found = []
    for sentence in draft.sentences:
        commitments = find_commitments(sentence.text, brief.lang, backed, policy.refund_without_approval, now)
        found += [
            Objection(quote=one.text, reason=words.unauthorised_promise.format(quote=one.text))
            for one in unauthorised(commitments, backed, brief.lang)
        ]
    return found


def _findings(critique: Critique, severity: Severity, words: Wording) -> tuple[Objection, ...]:
    return tuple(
        Objection(quote=one.quote, reason=words.fault.format(quote=one.quote, message=one.message))
        for one in critique.findings
        if one.severity is severity
    )
