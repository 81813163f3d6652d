"""Figures on commitments found, with their uncertainty."""

import json
from collections.abc import Sequence
from pathlib import Path

from coach.policy import Policy
from evals.counts import Counts, FoundFigures, by_scope
from evals.errors import CasesError
from evals.estimate import Estimate
from evals.graders.promises import grade_promises
from evals.models import Graded
from evals.promises.gold import OWN, LabelledReply, said_of
from evals.stats import wilson
from knowledge.models import Frozen


class PromiseFigures(Frozen):
    """How well commitments are found."""

    extracted: FoundFigures
    """Actor, action and deadline are right."""
    spans: FoundFigures
    """Found at all."""
    dates: Estimate
    """Share of the dated commitments that were found whose deadline is right to the minute."""
    status: Estimate
    """Share of the commitments found whose status is right."""


def read_replies(folder: Path = OWN) -> tuple[LabelledReply, ...]:
    """The labelled replies of a folder; raises CasesError with file:line."""
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                one = LabelledReply.model_validate(json.loads(line))
            except ValueError as error:
                raise CasesError(f"{file}:{number}: {error}") from error
            if any(one.reply[c.start : c.end] != c.text or c.action not in c.text for c in one.commitments):
                raise CasesError(f"{file}:{number}: {one.id}: a commitment does not stand where it says")
            found.append(one)
    return tuple(found)


def promise_figures(replies: Sequence[LabelledReply], policy: Policy) -> dict[str, PromiseFigures]:
    """Figures by language code, and ``all``."""
    graded = [Graded(id=one.id, lang=one.lang, counts=dict(grade_promises(one, said_of(one, policy)))) for one in replies]
    return {scope: _figures(Counts(some)) for scope, some in by_scope(graded).items()}


def _figures(counts: Counts) -> PromiseFigures:
    return PromiseFigures(
        extracted=counts.found("extracted"),
        spans=counts.found("spans"),
        dates=wilson(counts["dates"], counts["dated"]),
        status=wilson(counts["status"], counts["matched"]),
    )
