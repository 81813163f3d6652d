"""Several checks see the same fault: their candidates become one finding each, with rule, source and rewrite or advice."""

from collections.abc import Iterable, Sequence
from typing import Literal

from coach.models import Finding, Replacement
from knowledge.models import Frozen, Language, Severity, Span
from knowledge.rulebook import Rule, Rulebook

Origin = Literal["pattern", "learned", "promises", "facts", "presence", "judge"]
ORDER = (Severity.ERROR, Severity.WARNING, Severity.HINT)


class Candidate(Frozen):
    """What one check holds against a span of the draft."""

    rule: str
    start: int
    end: int
    severity: Severity
    origin: Origin
    rewrite: str | None = None
    """Text that would stand in place of the span."""
    also: tuple[str, ...] = ()


def merge(candidates: Iterable[Candidate], sentences: Sequence[Span], rulebook: Rulebook) -> tuple[Candidate, ...]:
    """One candidate per fault: within a sentence, those of one dimension that overlap become one.

    The most exact one (a pattern, then the shorter span) gives span and rule, the gravest gives the severity, the others
    are named in ``also``.
    """
    kept: list[Candidate] = []
    for candidate in sorted((_within(one, sentences) for one in candidates), key=_exactness):
        twin = next((i for i, one in enumerate(kept) if same_fault(one, candidate, rulebook)), None)
        if twin is None:
            kept.append(candidate)
        else:
            kept[twin] = _joined(kept[twin], candidate)
    return tuple(sorted(kept, key=lambda one: (one.start, one.end, one.rule)))


def same_fault(one: Candidate, other: Candidate, rulebook: Rulebook) -> bool:
    """Whether two candidates overlap and belong to one dimension."""
    return one.start < other.end and other.start < one.end and rulebook.rules[one.rule].dimension == rulebook.rules[other.rule].dimension


def finding(candidate: Candidate, draft: str, rulebook: Rulebook, ui: Language) -> Finding:
    """The candidate in the words of its rule, in the agent's language."""
    rule: Rule = rulebook.rules[candidate.rule]
    quote = draft[candidate.start : candidate.end]
    before = _utf16(draft[: candidate.start])
    return Finding(
        rule=rule.id,
        dimension=rule.dimension,
        severity=candidate.severity,
        start=candidate.start,
        end=candidate.end,
        utf16_start=before,
        utf16_end=before + _utf16(quote),
        quote=quote,
        message=rule.message[ui].replace("{quote}", quote),
        replace=None if candidate.rewrite is None else Replacement(start=candidate.start, end=candidate.end, text=candidate.rewrite),
        advice=rule.advice[ui],
        origin=candidate.origin,
        sources=rule.sources,
        also=candidate.also,
    )


def _within(candidate: Candidate, sentences: Sequence[Span]) -> Candidate:
    """A candidate cut to the sentence that holds most of it: a finding never covers more than one."""
    home = max(sentences, key=lambda s: min(s.end, candidate.end) - max(s.start, candidate.start))
    start, end = max(home.start, candidate.start), min(home.end, candidate.end)
    return (
        candidate
        if (start, end) == (candidate.start, candidate.end)
        else candidate.model_copy(update={"start": start, "end": end, "rewrite": None})
    )


def _exactness(candidate: Candidate) -> tuple[bool, int, int, str]:
    return (candidate.origin != "pattern", candidate.end - candidate.start, candidate.start, candidate.rule)


def _joined(kept: Candidate, other: Candidate) -> Candidate:
    severity = min(kept.severity, other.severity, key=ORDER.index)
    also = tuple(sorted({*kept.also, *other.also, other.rule} - {kept.rule}))
    return kept.model_copy(update={"severity": severity, "also": also})


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
