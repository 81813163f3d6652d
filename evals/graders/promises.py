"""Which commitments of one labelled reply were found, and what was right about them.

Commitments match one to one where their characters overlap by a third of what both cover. An action is right when it holds
at least half of the words that the label gives; a deadline must be the same to the minute.
"""

import re
from collections import Counter
from collections.abc import Sequence

from coach.models import Commitment
from evals.promises.gold import LabelledReply

LEAST_OVERLAP = 0.3
LEAST_WORDS = 0.5
WORD = re.compile(r"\w+")


def grade_promises(gold: LabelledReply, said: Sequence[Commitment]) -> Counter[str]:
    """Counts that add up over replies."""
    pairs = matched(gold.commitments, said)
    counts = Counter({"replies": 1})
    whole = ("extracted", "us", "customer")
    for kind in whole:
        of_gold = [one for one in gold.commitments if kind in ("extracted", one.actor)]
        of_said = [one for one in said if kind in ("extracted", one.actor)]
        right = sum(_extracted(one, other) for one, other in pairs if kind in ("extracted", one.actor))
        counts.update({f"{kind}.gold": len(of_gold), f"{kind}.predicted": len(of_said), f"{kind}.right": right, f"{kind}.found": right})
    found = len(pairs)
    counts.update({"spans.gold": len(gold.commitments), "spans.predicted": len(said), "spans.right": found, "spans.found": found})
    for one, other in pairs:
        dated = one.deadline is not None
        counts.update({"matched": 1, "dated": dated, "dates": dated and one.deadline == other.deadline})
        counts.update({"actor": one.actor == other.actor, "amount": one.amount == other.amount, "status": one.status == other.status})
    return counts


def matched(gold: Sequence[Commitment], said: Sequence[Commitment]) -> list[tuple[Commitment, Commitment]]:
    """Pairs of a labelled commitment and the one found for it, those that overlap most first."""
    close = sorted(
        ((_overlap(one, other), i, j) for i, one in enumerate(gold) for j, other in enumerate(said)), key=lambda pair: (-pair[0], *pair[1:])
    )
    pairs: list[tuple[int, int]] = []
    for overlap, i, j in close:
        if overlap >= LEAST_OVERLAP and all(i != one and j != other for one, other in pairs):
            pairs.append((i, j))
    return [(gold[i], said[j]) for i, j in sorted(pairs)]


def _extracted(gold: Commitment, said: Commitment) -> bool:
    wanted, words = WORD.findall(gold.action.lower()), Counter(WORD.findall(said.action.lower()))
    shared = sum((Counter(wanted) & words).values())
    return gold.actor == said.actor and gold.deadline == said.deadline and shared >= LEAST_WORDS * len(wanted)


def _overlap(one: Commitment, other: Commitment) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(1, max(one.end, other.end) - min(one.start, other.start))
