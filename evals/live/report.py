"""What a real model's drafts came to, as it is written down."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import NamedTuple

from coach.models import DraftAnswer, Usage
from coach.prompting import version
from coach.writers.llm import TEMPLATES
from evals.drafts.report import DraftFigures
from knowledge.models import Frozen


class Prices(NamedTuple):
    """What a million tokens cost, in any currency; None where nobody said."""

    prompt: float | None = None
    completion: float | None = None

    def of(self, usage: Usage) -> float | None:
        """What these tokens cost."""
        if self.prompt is None or self.completion is None:
            return None
        return (usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion) / 1e6


class Answered(NamedTuple):
    """One draft and how long it took, in seconds."""

    answer: DraftAnswer
    seconds: float


class LiveReport(Frozen):
    """The figures of one model on one day; only those of the same mails and the same prompt compare."""

    model: str
    endpoint: str
    """Host that was asked, or ``default``."""
    date: datetime
    prompt: str
    """Version of the prompt, by its content."""
    cases_sha256: str
    drafts: int
    by_model: int
    """Drafts that passed every gate; of the others the built-in one stands here."""
    held: int
    turned_down: dict[str, int]
    """Why the built-in draft stands in, most often first."""
    usage: Usage
    calls_per_draft: float
    cost: float | None
    """In the currency of the prices given; None without them."""
    median_seconds: float
    p95_seconds: float
    figures: dict[str, DraftFigures]


def live_report(
    answered: Sequence[Answered],
    figures: dict[str, DraftFigures],
    *,
    model: str,
    endpoint: str,
    at: datetime,
    cases_sha256: str,
    prices: Prices,
) -> LiveReport:
    """Sum up drafts that were asked of a model; there must be at least one."""
    answers = [one.answer for one in answered]
    usage = sum((answer.usage for answer in answers), Usage())
    seconds = sorted(one.seconds for one in answered)
    reasons = Counter(answer.fallback for answer in answers if answer.fallback)
    return LiveReport(
        model=model,
        endpoint=endpoint,
        date=at,
        prompt=version(*TEMPLATES),
        cases_sha256=cases_sha256,
        drafts=len(answers),
        by_model=sum(answer.engine == model for answer in answers),
        held=sum(answer.outcome == "hold" for answer in answers),
        turned_down=dict(reasons.most_common()),
        usage=usage,
        calls_per_draft=round(usage.calls / len(answers), 2),
        cost=prices.of(usage),
        median_seconds=round(median(seconds), 2),
        p95_seconds=round(seconds[int(len(seconds) * 0.95)], 2),
        figures=figures,
    )
