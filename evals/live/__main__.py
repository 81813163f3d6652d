"""``make live``: draft the same mails with the configured model, grade its drafts, and write the figures beside this file."""

import argparse
import asyncio
import hashlib
import re
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from coach.bootstrap import Coach, build_coach
from coach.errors import CoachError
from coach.requests import DraftRequest
from coach.settings import Settings, load_settings
from evals.drafts.given import Amount, given
from evals.drafts.made import made_draft
from evals.drafts.report import report
from evals.graders.drafts import grade_drafts
from evals.live.report import Answered, LiveReport, Prices, live_report
from evals.models import GoldCase
from evals.product import Product
from evals.referee.opinion import load_referee
from evals.steps.collect import digest, read_cases
from knowledge.models import Language

OUT = Path(__file__).parent
AT_ONCE = 4
EACH = 10
"""Mails of each language: enough to tell a broken set-up from a good one, few enough to cost cents."""


def main() -> int:
    """Measure the model of ``COACH_MODEL``; exit code 2 without one, 3 when it answered nothing."""
    arguments = _arguments()
    try:
        settings = load_settings()
        if settings.model is None:
            raise CoachError("there is no model to measure; set COACH_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL")
        measured = asyncio.run(measure(settings, _sample(arguments.each), Prices(arguments.prompt_price, arguments.completion_price)))
    except CoachError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    file = arguments.out / f"{measured.date:%Y-%m-%d}-{re.sub(r'[^a-z0-9.]+', '-', measured.model.lower())}.json"
    file.write_text(measured.model_dump_json(indent=1) + "\n", encoding="utf-8")
    print(f"{measured.by_model} of {measured.drafts} drafts are the model's, {measured.held} held; {measured.usage.calls} calls, ", end="")  # noqa: T201
    print(f"{measured.usage.prompt_tokens} + {measured.usage.completion_tokens} tokens; {file}")  # noqa: T201
    return 0 if measured.by_model else 3


async def measure(settings: Settings, cases: Sequence[GoldCase], prices: Prices) -> LiveReport:
    """Draft every mail with all facts and offers that fit it; a failing model is counted, not raised."""
    coach, product = build_coach(settings), Product(settings)
    gate = asyncio.Semaphore(AT_ONCE)
    answered = await asyncio.gather(*(_drafted(coach, case, gate) for case in cases))
    graded = [
        grade_drafts(
            case,
            (made_draft(f"{case.id}.{Amount.FULL}", one.answer, given(case, Amount.FULL), one.answer.usage.calls, product),),
            load_referee(case.lang),
        )
        for case, one in zip(cases, answered, strict=True)
    ]
    return live_report(
        answered,
        dict(report(graded, digest(cases)).scopes),
        model=settings.model or "",
        endpoint=urlsplit(settings.openai_base_url or "").hostname or "default",
        at=datetime.now(UTC),
        cases_sha256=digest(cases),
        prices=prices,
    )


async def _drafted(coach: Coach, case: GoldCase, gate: asyncio.Semaphore) -> Answered:
    known = given(case, Amount.FULL)
    async with gate:
        started = time.perf_counter()
        answer = await coach.draft(
            DraftRequest(id=case.id, mail=f"Subject: {case.mail.subject}\n\n{case.mail.body}", facts=known.facts, offer=known.offers)
        )
        return Answered(answer, time.perf_counter() - started)


def _sample(each: int) -> tuple[GoldCase, ...]:
    """So many cases of each language, always the same."""
    drawn = sorted(read_cases(), key=lambda case: hashlib.sha256(case.id.encode()).digest())
    return tuple(case for language in Language for case in islice((one for one in drawn if one.lang is language), each))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.live", description=__doc__)
    parser.add_argument("--each", type=int, default=EACH, help="mails of each language")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the figures")
    parser.add_argument("--prompt-price", type=float, help="what a million prompt tokens cost")
    parser.add_argument("--completion-price", type=float, help="what a million completion tokens cost")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
