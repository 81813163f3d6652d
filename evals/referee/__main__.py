"""``python -m evals.referee``: train the referee, then measure it and our own drafts by it; needs the extra ``train``."""

import asyncio
import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from coach.bootstrap import build_coach
from coach.requests import DraftRequest
from coach.settings import Settings
from evals.models import GoldCase
from evals.referee.learn import is_learned_from, learn, save
from evals.referee.opinion import FOLDER, load_referee
from evals.referee.report import Drafts, report, tables
from evals.steps.collect import read_cases
from knowledge.models import Language

OUT = Path(__file__).parents[1] / "benchmarks" / "referee.json"


def main() -> None:
    """Write the weights beside this file, and the figures to the benchmarks."""
    cases = read_cases()
    for language in Language:
        save(learn(cases, language), language, FOLDER)
    referees = {language: load_referee(language) for language in Language}
    measured = report(cases, _drafts([case for case in cases if not is_learned_from(case)]), referees)
    OUT.write_text(json.dumps(measured.model_dump(), indent=1) + "\n", encoding="utf-8")
    for table in tables(measured):
        print(table.title, table.columns, *table.rows, sep="\n")  # noqa: T201


def _drafts(cases: Sequence[GoldCase]) -> Drafts:
    """What the built-in writer drafts for the mails, without facts or offer; held drafts are none."""
    found: defaultdict[Language, list[str]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        coach = build_coach(Settings(home=Path(folder), model=None, embeddings=None))
        for case in cases:
            answer = asyncio.run(coach.draft(DraftRequest(mail=case.mail.text, lang=case.lang)))
            if answer.body:
                found[case.lang].append(answer.body)
    return found


if __name__ == "__main__":
    main()
