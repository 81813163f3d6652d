"""Quotes of a mail that mean the same: where their characters overlap by a third of what both cover."""

from collections.abc import Sequence

from evals.models import GoldMail
from knowledge.models import Span

LEAST_OVERLAP = 0.3


def matched(truth: Sequence[str], said: Sequence[str], mail: GoldMail) -> dict[int, int]:
    """For each labelled quote that was said the quote that said it, one to one, both by their index."""
    text = f"{mail.subject}\n{mail.body}"
    left = {index: _place(piece, text) for index, piece in enumerate(said)}
    found = {}
    for index, piece in enumerate(truth):
        place = _place(piece, text)
        best = max(left, key=lambda other: _overlap(place, left[other]), default=None)
        if best is not None and _overlap(place, left[best]) >= LEAST_OVERLAP:
            del left[best]
            found[index] = best
    return found


def _place(piece: str, text: str) -> Span:
    at = text.find(piece)
    return Span(at, at + len(piece)) if at >= 0 else Span(0, 0)


def _overlap(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(1, max(one.end, other.end) - min(one.start, other.start))
