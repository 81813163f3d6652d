"""Which findings can be mended with one click: proposals are accepted all together and the draft is critiqued again."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from coach.checks.rewrites import GRAVITY, Room, applied, hits_in, keeps_facts, proposals, stands
from coach.models import Critique, Finding, Replacement
from coach.steps.critique import Situation
from knowledge.language.sentences import split
from knowledge.models import Severity

ROUNDS = 3
"""Times that a draft is critiqued again; what is not clean by then is not offered."""
CANNED = "robotic-wording"
"""A rule whose wordings are set phrases: what stands for one cannot go on with the words after it."""
GAP = "[["
"""Opens what the agent must fill in; a rewrite without one is tried first."""
UPDATE = "policy:update_working_days"


@dataclass
class _Mend:
    """One finding with what might mend it, surest first."""

    finding: Finding
    open: list[Replacement] = field(default_factory=list)

    @property
    def now(self) -> Replacement:
        return self.open[0]


def mended(draft: str, critique: Critique, situation: Situation, again: Callable[[str], Critique]) -> Critique:
    """The critique with ``replace`` only where accepting every replacement leaves no such fault, raises no error and keeps all facts.

    ``again`` critiques a changed draft in the same situation.
    """
    mends = _mends(draft, critique, situation)
    offered: dict[int, Replacement] = {}
    for _ in range(ROUNDS):
        mends = _apart(mends)
        if not mends:
            break
        failing = _failing(draft, critique, mends, again)
        if not failing:
            offered = {id(one.finding): one.now for one in mends}
            break
        for one in failing:
            del one.open[0]
        mends = [one for one in mends if one.open]
    findings = tuple(one.model_copy(update={"replace": offered.get(id(one))}) for one in critique.findings)
    return critique.model_copy(update={"findings": findings})


def _mends(draft: str, critique: Critique, situation: Situation) -> list[_Mend]:
    """The rewrite of a finding's own pattern first, then the edits of the language."""
    days = re.search(r"\d+", situation.granted.get(UPDATE, ""))
    update = int(days.group()) if days else None
    room = Room(draft, situation.lang, split(draft, situation.lang), critique.commitments, update)
    hits = hits_in(draft, situation.lang)
    found = []
    for finding in critique.findings:
        own = [one for one in (finding.replace,) if one and stands(draft, one, closed=finding.rule == CANNED)]
        safe = [one for one in proposals(finding, room, hits) if keeps_facts(draft, one, room) and stands(draft, one, closed=False)]
        if own or safe:
            found.append(_Mend(finding, sorted([*own, *safe], key=lambda one: GAP in one.text)))
    return found


def _apart(mends: Iterable[_Mend]) -> list[_Mend]:
    """Those whose words do not overlap, the gravest first; a proposal in the words of another is given up."""
    kept: list[_Mend] = []
    for one in sorted(mends, key=lambda one: (GRAVITY.index(one.finding.severity), one.finding.start)):
        while one.open and any(_overlap(one.now, other.now) for other in kept):
            del one.open[0]
        if one.open:
            kept.append(one)
    return kept


def _overlap(one: Replacement, other: Replacement) -> bool:
    return one.start < other.end and other.start < one.end


def _failing(draft: str, critique: Critique, mends: Sequence[_Mend], again: Callable[[str], Critique]) -> list[_Mend]:
    """The mends that leave their fault, or beside which a new error stands; all of them when an error comes up elsewhere."""
    replacements = [one.now for one in mends]
    after = again(applied(draft, replacements))
    # Our rules' authors vouch for their own rewrites: a merit is a guess about the whole reply, and may flicker at any change.
    guessed = [one for one in mends if one.now != one.finding.replace]
    if _loses(critique, after, merits=bool(guessed)):
        return _riskiest(guessed or mends)
    failing = [one for one in mends if _remains(one, after, replacements)]
    mending = [one.finding for one in mends]
    left = [one for one in critique.findings if one.severity is Severity.ERROR and one not in mending]
    errors = [one for one in after.findings if one.severity is Severity.ERROR]
    for new in errors:
        if not any(_same(old, new, replacements) for old in left):
            beside = [one for one in mends if _touches(one.now, new, replacements)]
            failing += [one for one in beside or mends if one not in failing]
    return failing if failing or len(errors) <= len(left) else list(mends)


def _same(old: Finding, new: Finding, replacements: Sequence[Replacement]) -> bool:
    start, end = _moved(old.start, replacements), _moved(old.end, replacements)
    return old.dimension == new.dimension and start < new.end and new.start < end


def _loses(before: Critique, after: Critique, *, merits: bool) -> bool:
    """Whether an answer or a commitment has gone with the words, or a merit where these count."""
    answers = [sum(ask.answered for ask in one.asks) for one in (before, after)]
    ours = [sum(c.actor == "us" and c.status != "unrealistic" for c in one.commitments) for one in (before, after)]
    return (merits and not set(before.met) <= set(after.met)) or answers[1] < answers[0] or ours[1] < ours[0]


def _riskiest(mends: Sequence[_Mend]) -> list[_Mend]:
    """The mends that drop whole sentences, or else all."""
    return [one for one in mends if not one.now.text] or list(mends)


def _remains(mend: _Mend, after: Critique, replacements: Sequence[Replacement]) -> bool:
    start = _moved(min(mend.finding.start, mend.now.start), replacements)
    end = _moved(max(mend.finding.end, mend.now.end), replacements)
    gravity = GRAVITY.index(mend.finding.severity)
    return any(
        one.start < end and start < one.end and one.dimension == mend.finding.dimension and GRAVITY.index(one.severity) <= gravity
        for one in after.findings
    )


def _touches(replacement: Replacement, finding: Finding, replacements: Sequence[Replacement]) -> bool:
    """Whether a new finding lies on what a replacement has written, or right beside it."""
    start, end = _moved(replacement.start, replacements), _moved(replacement.end, replacements)
    return start <= finding.end and finding.start <= end + 1


def _moved(at: int, replacements: Sequence[Replacement]) -> int:
    """Where a code point of the draft stands after the replacements; within replaced words, at their nearer border."""
    shift = 0
    for one in replacements:
        if one.end <= at:
            shift += len(one.text) - (one.end - one.start)
        elif one.start < at:
            shift += one.start - at
    return at + shift
