"""What a reader got right about one labelled mail.

Names are compared as sets. Asks and facts match one to one where their characters overlap by a third of what both cover.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from coach.models import ReadAnswer
from evals.graders.quotes import matched
from evals.models import GoldCase

NAMED = ("issues", "feelings", "risks")
QUOTED = ("asks", "facts")


def grade_reading(case: GoldCase, said: ReadAnswer) -> Counter[str]:
    """Counts that add up over mails; none for a mail whose reading nobody labelled."""
    truth = case.reading
    if truth is None:
        return Counter()
    counts = Counter(
        {
            "mails": 1,
            "language": said.lang == case.lang,
            "cause": said.cause == truth.cause,
            f"intensity.{truth.intensity}.{said.intensity}": 1,
        }
    )
    counts.update(_named("issues", truth.issues, said.issues))
    counts.update(_named("feelings", truth.feelings, [one.feeling for one in said.feelings]))
    counts.update(_named("risks", truth.risks, [one.risk for one in said.risks]))
    counts.update(_quoted("asks", case, truth.asks, [one.text for one in said.asks]))
    counts.update(_quoted("facts", case, truth.facts, [one.text for one in said.facts]))
    return counts


def _named(kind: str, truth: Iterable[str], said: Iterable[str]) -> Counter[str]:
    # An annotator writes "none" where a reader says nothing.
    gold, predicted = set(truth) - {"none"}, set(said) - {"none"}
    return _counted(kind, len(gold & predicted), len(predicted), len(gold))


def _quoted(kind: str, case: GoldCase, truth: Sequence[str], said: Sequence[str]) -> Counter[str]:
    right = len(matched(truth, said, case.mail))
    return _counted(kind, right, len(said), len(truth))


def _counted(kind: str, right: int, predicted: int, gold: int) -> Counter[str]:
    return Counter({f"{kind}.right": right, f"{kind}.found": right, f"{kind}.predicted": predicted, f"{kind}.gold": gold})
