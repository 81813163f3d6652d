"""Fourth step: what the rules, the learned critic and the promises check say about a draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from coach.checks.asks import answered
from coach.checks.facts import figures
from coach.checks.findings import Candidate, finding, merge, same_fault
from coach.checks.learned import LearnedFinding
from coach.checks.promises import backing, find_commitments, unauthorised
from coach.models import Ask, Commitment, Critique
from knowledge.language.identify import identify
from knowledge.language.sentences import split
from knowledge.models import Language, Severity, Span
from knowledge.rulebook import Rulebook

SURE = 0.7
"""Confidence from which a draft in another language than asked for is a finding."""


class Situation(NamedTuple):
    """What the critique knows beside the draft."""

    lang: Language
    ui: Language
    mail: str | None
    asks: tuple[Ask, ...]
    granted: Mapping[str, str]
    """Authorities that may back a commitment, with their texts."""
    offered: bool
    """Whether the agent said what may be promised; if not, nobody knows what is unauthorised."""
    free_money: float
    now: datetime
    hold: bool
    """Whether the mail wants a person, whatever the draft says."""


class Learned(Protocol):
    """What was learned from labelled replies: the shipped critic of a language, or a record of what one said."""

    @property
    def merits(self) -> frozenset[str]:
        """Require rules that it decides about."""
        ...

    def findings(self, draft: str, mail: str | None) -> Sequence[LearnedFinding]:
        """Faults with their severity, none over more than one sentence."""
        ...

    def met(self, draft: str, mail: str | None) -> tuple[str, ...]:
        """Require rules that the whole reply fulfils."""
        ...


def critique(draft: str, situation: Situation, rulebook: Rulebook, learned: Learned, judged: Sequence[Candidate] = ()) -> Critique:
    """Findings in reading order, presence rules met, asks answered and commitments made; runs inline, a few milliseconds.

    ``judged`` is what a model holds against the draft; it adds to what the other checks see and takes nothing away.
    """
    sentences = split(draft, situation.lang)
    backed = backing(situation.granted, situation.lang, situation.now)
    commitments = find_commitments(draft, situation.lang, backed, situation.free_money, situation.now)
    learnt = _by_learning(draft, situation.mail, learned)
    candidates = [
        *learnt,
        *_by_patterns(draft, situation.lang, rulebook, learnt),
        *_by_promises(commitments, backed, situation),
        *_by_language(draft, sentences, situation.lang),
        *(one.model_copy(update={"rewrite": _kept(draft, one, situation.lang)}) for one in judged),
    ]
    findings = tuple(finding(one, draft, rulebook, situation.ui) for one in merge(candidates, sentences, rulebook))
    met = _met(draft, situation, rulebook, learned)
    worst = any(one.severity is Severity.ERROR for one in findings)
    return Critique(
        lang=situation.lang,
        verdict="hold" if situation.hold else "fix" if worst else "send",
        findings=findings,
        met=met,
        asks=answered(draft, situation.asks, frozenset(met), situation.lang),
        commitments=commitments,
    )


def _met(draft: str, situation: Situation, rulebook: Rulebook, learned: Learned) -> tuple[str, ...]:
    """Merits the learned critic sees, and those of rules that nobody labelled replies for, by their patterns."""
    by_patterns = {match.rule for match in rulebook.present(draft, situation.lang)} - learned.merits
    return tuple(sorted({*learned.met(draft, situation.mail), *by_patterns}))


def _by_patterns(draft: str, lang: Language, rulebook: Rulebook, learnt: Sequence[Candidate]) -> list[Candidate]:
    """Matches of the rulebook; where the learned critic sees nothing, a rule may speak more softly."""
    found = []
    for match in rulebook.find(draft, lang):
        rule = rulebook.rules[match.rule]
        rewrite = match.rewrite if match.rewrite and _keeps_facts(draft[match.start : match.end], match.rewrite, lang) else None
        one = Candidate(rule=rule.id, start=match.start, end=match.end, severity=rule.severity, origin="pattern", rewrite=rewrite)
        if rule.alone and not any(same_fault(one, other, rulebook) for other in learnt):
            one = one.model_copy(update={"severity": rule.alone})
        found.append(one)
    return found


def _kept(draft: str, judged: Candidate, lang: Language) -> str | None:
    """The rewrite that a model proposes, if it keeps the facts."""
    keeps = judged.rewrite is not None and _keeps_facts(draft[judged.start : judged.end], judged.rewrite, lang)
    return judged.rewrite if keeps else None


def _by_learning(draft: str, mail: str | None, learned: Learned) -> list[Candidate]:
    return [
        Candidate(rule=one.rule, start=one.start, end=one.end, severity=one.severity, origin="learned", also=one.also)
        for one in learned.findings(draft, mail)
    ]


def _by_promises(commitments: tuple[Commitment, ...], backed: frozenset[str], situation: Situation) -> list[Candidate]:
    """Only where the agent told what may be promised: without that, a date in a draft may well be authorised."""
    if not situation.offered:
        return []
    loose = unauthorised(commitments, backed, situation.lang)
    return [
        Candidate(rule="unauthorised-promise", start=one.start, end=one.end, severity=Severity.ERROR, origin="promises")
        for one in loose
        if one.status == "unrealistic" or (one.amount is not None and one.status == "needs-approval")
    ]


def _by_language(draft: str, sentences: tuple[Span, ...], lang: Language) -> list[Candidate]:
    guess = identify(draft)
    if guess.language in (None, lang) or guess.confidence < SURE or not sentences:
        return []
    longest = max(sentences, key=lambda s: s.end - s.start)
    return [Candidate(rule="wrong-language", start=longest.start, end=longest.end, severity=Severity.ERROR, origin="facts")]


def _keeps_facts(quote: str, rewrite: str, lang: Language) -> bool:
    """A rewrite may not drop or add a figure."""
    return {f.meaning for f in figures(quote, lang)} == {f.meaning for f in figures(rewrite, lang)}
