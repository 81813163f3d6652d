"""Small labelled cases of the tests' own."""

import json
from pathlib import Path
from typing import Any

import pytest

from coach.settings import Settings
from evals.bootstrap import Options, run_evals
from evals.models import GoldCase, Suite
from evals.product import Product
from evals.runs import RecordedRun, Report

MAIL = {"subject": "Parcel", "body": "Where is my parcel? It is two weeks late."}
READING = {
    "issues": ["delivery"],
    "cause": "service_error",
    "feelings": ["anger"],
    "intensity": 2,
    "asks": ["Where is my parcel?"],
    "risks": [],
    "facts": ["two weeks"],
}


def case(number: int = 1, language: str = "en", asks: bool = True) -> dict[str, object]:
    """A case with a faulty and a clean reply."""
    bad = f"You gave the wrong address {number} times. The parcel, as e.g. the log shows, is fine. Calm down now!"
    return {
        "id": f"t-{language}-{number}",
        "lang": language,
        "domain": "shop",
        "mail": MAIL,
        "reading": READING if asks else READING | {"asks": []},
        "replies": [
            {
                "id": f"t-{language}-{number}-a",
                "body": bad,
                "findings": [
                    {"rule": "blaming-the-customer", "span": "You gave the wrong address"},
                    {"rule": "defensiveness", "span": "The parcel, as e.g. the log shows, is fine"},
                    {"rule": "dismissing-feelings", "span": "Calm down"},
                    {"rule": "hostile-tone", "span": "now!"},
                ],
                "met": [],
            },
            {
                "id": f"t-{language}-{number}-b",
                "body": f"I am sorry, we were slow. I will write to you by Friday {number} pm.",
                "findings": [],
                "met": ["apologises", "time-expectation"],
            },
        ],
    }


def ran(home: Path, *suites: Suite, product: Product | None = None, **options: Any) -> RecordedRun:
    """A run of suites by a product that keeps its things in ``home``."""
    return run_evals(suites, product or Product(Settings(home=home)), Options(**options), lambda suite, done, of: None)


def reported(home: Path, suite: Suite, **options: Any) -> Report:
    """The report of one suite."""
    return ran(home, suite, **options).reports[suite]


@pytest.fixture
def gold() -> GoldCase:
    return GoldCase.model_validate(case())


@pytest.fixture
def cases_file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(case(number)) + "\n" for number in range(3)), encoding="utf-8")
    return path
