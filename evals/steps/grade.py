"""Third step: what was right, counted for each case."""

from collections import Counter
from collections.abc import Iterable, Mapping

from evals.graders.critic import grade_reply, mark_reply
from evals.models import GoldCase, Graded, Prediction


def grade(cases: Iterable[GoldCase], predictions: Mapping[str, Prediction]) -> tuple[Graded, ...]:
    """The counts of every case, in the order of the cases."""
    return tuple(
        Graded(
            id=case.id,
            lang=case.lang,
            counts=dict(_total(case, predictions)),
            texts=tuple(mark_reply(case, reply, predictions[reply.id]) for reply in case.replies),
        )
        for case in cases
    )


def _total(case: GoldCase, predictions: Mapping[str, Prediction]) -> Counter[str]:
    total: Counter[str] = Counter()
    for reply in case.replies:
        total.update(grade_reply(case, reply, predictions[reply.id]))
    return total
