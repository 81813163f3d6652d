"""How many findings on gold replies can be mended with one click; ``python -m evals.rewriting`` tells it as JSON.

The replies are those that the weights learned from: the figure tells what is offered, not how well faults are found.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable

from coach.bootstrap import build_coach
from coach.requests import ReviewRequest
from coach.reviewing import Reviewing
from coach.settings import load_settings
from evals.estimate import Estimate
from evals.models import GoldCase
from evals.stats import wilson
from evals.steps.collect import read_cases
from knowledge.models import Frozen


class Coverage(Frozen):
    """Shares of findings that carry a replacement."""

    all: Estimate
    languages: dict[str, Estimate]
    rules: dict[str, Estimate]
    by_rule_and_language: dict[str, dict[str, Estimate]]


def coverage(cases: Iterable[GoldCase], reviewing: Reviewing) -> Coverage:
    """The shares over all replies of the cases."""
    found: Counter[tuple[str, str]] = Counter()
    mended: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for reply in case.replies:
            answer = reviewing.review(ReviewRequest(draft=reply.body, mail=case.mail.text, lang=case.lang))
            found.update((one.rule, str(case.lang)) for one in answer.findings)
            mended.update((one.rule, str(case.lang)) for one in answer.findings if one.replace)

    def share(keys: Iterable[tuple[str, str]]) -> Estimate:
        chosen = list(keys)
        return wilson(sum(mended[key] for key in chosen), sum(found[key] for key in chosen))

    rules, languages = (sorted({key[part] for key in found}) for part in (0, 1))
    return Coverage(
        all=share(found),
        languages={language: share(key for key in found if key[1] == language) for language in languages},
        rules={rule: share(key for key in found if key[0] == rule) for rule in rules},
        by_rule_and_language={rule: {key[1]: share([key]) for key in sorted(found) if key[0] == rule} for rule in rules},
    )


def main() -> None:
    """Print the coverage on the product's own cases."""
    told = coverage(read_cases(), build_coach(load_settings()).reviewing)
    sys.stdout.write(json.dumps(told.model_dump(), indent=1) + "\n")


if __name__ == "__main__":
    main()
