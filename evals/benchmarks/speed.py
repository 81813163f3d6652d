"""What a request costs: median and 95th percentile over distinct mails, in milliseconds and in units of a fixed piece of work."""

import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from coach.bootstrap import Coach, build_coach
from coach.requests import DraftRequest, ReadRequest, ReviewRequest
from coach.settings import load_settings
from evals.benchmarks.timing import Figure, figure_of, milliseconds, reference_ms
from evals.models import GoldCase
from knowledge.models import Language, SearchRequest

WORDS = 150
START_UPS = 5


def measure(cases: Sequence[GoldCase]) -> list[Figure]:
    """Every in-process operation on mails of all languages, warm, in the calling thread."""
    coach = build_coach(load_settings())
    unit = reference_ms()
    mails = [f"Subject: {case.mail.subject}\n\n{case.mail.body}" for case in cases]
    drafts = _drafts(cases)
    operations: dict[str, list[Callable[[], object]]] = {
        "read a mail": [partial(coach.read, ReadRequest(mail=mail)) for mail in mails],
        f"critique a draft of about {WORDS} words": [partial(_review, coach, text, None) for text, _ in drafts],
        "critique it beside a mail that is read first": [partial(_review, coach, text, mail) for text, mail in drafts],
        "draft without a model": [partial(_draft, coach, mail, case.lang) for mail, case in zip(mails, cases, strict=True)],
        "search the guidelines": [
            partial(coach.search, SearchRequest(query=ask, lang=case.lang)) for case in cases for ask in case.asks[:1]
        ],
    }
    return [figure_of(name, runs, unit) for name, runs in operations.items()]


def start_up(command: str, arguments: Iterable[str]) -> Figure:
    """A whole process, from the shell's side."""
    program = [sys.executable, "-c", "from ui.cli.main import run; run()", *arguments]
    unit = reference_ms()
    times = [milliseconds(lambda: subprocess.run(program, capture_output=True, check=False)) for _ in range(START_UPS)]  # noqa: S603
    return Figure(command, statistics.median(times), max(times), statistics.median(times) / unit)


def start_ups() -> list[Figure]:
    """The commands that an agent waits for at a prompt."""
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.txt"
        draft.write_text("Dear Ms Grey,\nyou should have checked the address. We guarantee delivery tomorrow.\n", encoding="utf-8")
        return [start_up("coach --help", ["--help"]), start_up("coach review draft.txt", ["review", str(draft)])]


def _drafts(cases: Sequence[GoldCase]) -> list[tuple[str, str]]:
    """Replies joined to the length of an ordinary mail; distinct, so that no cache flatters the figure."""
    texts = []
    for one, other in zip(cases[::2], cases[1::2], strict=False):
        if one.lang is other.lang:
            words = f"{one.replies[0].body}\n{other.replies[-1].body}"
            texts.append((" ".join(words.split(" ")[:WORDS]), one.mail.body))
    return texts


def _review(coach: Coach, text: str, mail: str | None) -> object:
    return asyncio.run(coach.review(ReviewRequest(draft=text, mail=mail)))


def _draft(coach: Coach, mail: str, lang: Language) -> object:
    return asyncio.run(coach.draft(DraftRequest(mail=mail, lang=lang)))
