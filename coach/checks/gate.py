"""The gate every draft passes, whoever wrote it: nothing invented, nothing unauthorised, no fault that may not be sent."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from coach.checks.authority import granted, sources_of
from coach.checks.facts import Unsupported, unsupported
from coach.checks.leaks import leaks
from coach.checks.promises import backing, unauthorised
from coach.models import Brief, Commitment, Critique, Draft, Finding
from coach.policy import Policy
from coach.wording import Wording
from knowledge.models import Dimension, Frozen, Severity

HEADLINE = (Dimension.DEFENSIVENESS, Dimension.LECTURING, Dimension.UNREALISTIC_PROMISES)


class Objection(Frozen):
    """Why a draft may not leave as it is, and the words that are to blame."""

    quote: str
    reason: str


def objections(draft: Draft, brief: Brief, critique: Critique, policy: Policy, words: Wording, now: datetime) -> tuple[Objection, ...]:
    """Everything that holds a draft back, in the agent's language; empty when it may be sent."""
    errors = _findings(critique.findings, Severity.ERROR, words)
    bound = _bound(draft, brief, critique, policy, now)
    return (*_leaked(draft, words), *_invented(draft, brief, policy, words, bound), *_unauthorised(bound, words), *errors)


def doubts(critique: Critique, words: Wording) -> tuple[Objection, ...]:
    """Likely faults of the kinds that matter most: a model, of whom we know nothing, gets no benefit of the doubt."""
    return _findings([one for one in critique.findings if one.dimension in HEADLINE], Severity.WARNING, words)


def remarks(critique: Critique, words: Wording) -> tuple[Objection, ...]:
    """What might be said better and holds nothing back."""
    return _findings(critique.findings, Severity.WARNING, words)


class _Bound(NamedTuple):
    """What a draft may rest a promise on, and the sentences that make one."""

    backed: frozenset[str]
    """The meanings of the figures that a fact, an offer or the policy grants."""
    loose: tuple[Commitment, ...]
    """Commitments that nothing grants."""
    committing: frozenset[str]
    """Sentences in which we commit ourselves to something."""


def _bound(draft: Draft, brief: Brief, critique: Critique, policy: Policy, now: datetime) -> _Bound:
    """A commitment may not rest on what the customer wrote: that is how a mail would make us promise."""
    backed = backing(granted(brief.facts, brief.offer, policy, brief.lang), brief.lang, now)
    ours = [one for one in critique.commitments if one.actor == "us"]
    committing = (
        sentence.text
        for start, sentence in draft.located()
        if any(one.start < start + len(sentence.text) and start < one.end for one in ours)
    )
    return _Bound(backed, unauthorised(ours, backed, brief.lang), frozenset(committing))


def _leaked(draft: Draft, words: Wording) -> list[Objection]:
    return [
        Objection(quote=sentence.text, reason=words.leaked_instructions.format(quote=leak))
        for sentence in draft.sentences
        for leak in leaks(sentence.text)
    ]


def _invented(draft: Draft, brief: Brief, policy: Policy, words: Wording, bound: _Bound) -> list[Objection]:
    """Figures that no source of their sentence holds; a granted one may also stand where the sentence commits us to nothing."""
    found = []
    for one in unsupported(draft.sentences, sources_of(brief, policy), brief.lang):
        if _house_link(one, policy) if one.link else one.meaning in bound.backed and one.sentence.text not in bound.committing:
            continue
        template = words.foreign_link if one.link else words.unsupported_figure
        found.append(Objection(quote=one.sentence.text, reason=template.format(figure=one.figure)))
    return found


def _house_link(one: Unsupported, policy: Policy) -> bool:
    text = one.figure if "://" in one.figure else f"https://{one.figure}"
    host = (urlsplit(text).hostname or one.figure.rpartition("@")[2]).lower()
    return any(host == domain or host.endswith(f".{domain}") for domain in policy.link_domains)


def _unauthorised(bound: _Bound, words: Wording) -> list[Objection]:
    return [Objection(quote=one.text, reason=words.unauthorised_promise.format(quote=one.text)) for one in bound.loose]


def _findings(findings: Iterable[Finding], severity: Severity, words: Wording) -> tuple[Objection, ...]:
    return tuple(
        Objection(quote=one.quote, reason=words.fault.format(quote=one.quote, message=one.message))
        for one in findings
        if one.severity is severity
    )
