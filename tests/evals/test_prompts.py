"""The prompt of a draft keeps to its budget on every labelled mail."""

import pytest

from coach.bootstrap import build_coach
from coach.settings import Settings
from evals.benchmarks.prompts import BUDGET, prompt_size
from evals.steps.collect import read_cases


@pytest.mark.slow
def test_no_prompt_is_over_its_budget() -> None:
    coach = build_coach(Settings(_env_file=None))
    assert prompt_size(read_cases()[::6], coach.knowledge).largest <= BUDGET
