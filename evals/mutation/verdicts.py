"""Whether an injected fault was found, and whether a change that means nothing changed something."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from evals.models import DIMENSION_OF, PredictedFinding, Prediction
from evals.mutation.mutants import Mutant
from knowledge.language.sentences import split
from knowledge.models import Dimension, Severity, Span

SHOWN = (Severity.ERROR, Severity.WARNING)
PLAIN = {ord("’"): "'"}

Said = tuple[Dimension, Severity]


def is_killed(mutant: Mutant, said: Prediction) -> bool:
    """Whether a finding of the fault's dimension, however grave, overlaps the sentence that was put in."""
    dimension = DIMENSION_OF[mutant.rule]
    return any(one.dimension is dimension and one.start < mutant.place.end and mutant.place.start < one.end for one in said.findings)


def alarms(mutant: Mutant, before: Prediction, after: Prediction) -> tuple[str, ...]:
    """Errors and warnings that came, or that went in a sentence that was not touched."""
    old, new = _Told(mutant.host.reply.body, mutant, before), _Told(mutant.text, mutant, after)
    found = []
    for one, other in _pairs(old.texts, new.texts):
        was = old.of(one)
        told = new.of(other)
        found += [f"new {dimension} {severity}: {new.texts[other]}" for dimension, severity in sorted(told - was) if other is not None]
        if one is not None and other is not None and old.texts[one] == new.texts[other]:
            found += [f"lost {dimension} {severity}: {old.texts[one]}" for dimension, severity in sorted(was - told)]
    return tuple(found)


class _Told:
    """What is shown of each sentence of a text."""

    def __init__(self, text: str, mutant: Mutant, said: Prediction) -> None:
        self._spans = split(text, mutant.lang)
        self._shown = [one for one in said.findings if one.severity in SHOWN]
        self.texts = [" ".join(text[span.start : span.end].translate(PLAIN).split()) for span in self._spans]

    def of(self, place: int | None) -> set[Said]:
        """Dimension and severity of the findings in a sentence; none where there is no such sentence."""
        if place is None:
            return set()
        return {(one.dimension, one.severity) for one in self._shown if _touches(one, self._spans[place])}


def _touches(finding: PredictedFinding, span: Span) -> bool:
    return finding.start < span.end and span.start < finding.end


def _pairs(before: list[str], after: list[str]) -> Iterator[tuple[int | None, int | None]]:
    """Sentences that belong together: equal ones, and those that were changed one by one."""
    for _, one, one_end, other, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for step in range(max(one_end - one, other_end - other)):
            yield (one + step if one + step < one_end else None, other + step if other + step < other_end else None)
