"""A model is measured as the built-in writer is, and what it did not manage is told."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coach.settings import Settings
from coach.testing.scripted_server import ScriptedServer, answer, status
from evals.live.__main__ import measure
from evals.live.report import Prices
from evals.steps.collect import read_cases
from knowledge.models import Language

HONEST = {
    "subject": "Your message",
    "paragraphs": [
        [{"text": text, "move": move, "asks": [], "passages": [], "authority": [authority]}]
        for text, move, authority in (
            ("Dear customer,", "greet", "mail"),
            ("I am sorry for what happened.", "apologise", "mail"),
            ("I will write to you within two working days.", "next-step", "policy:update_working_days"),
        )
    ],
}


@pytest.mark.llm_server
@pytest.mark.slow
async def test_drafts_tokens_and_reasons_are_counted(tmp_path: Path) -> None:
    cases = [case for case in read_cases() if case.lang is Language.EN and not case.reading.risks][:2]
    async with ScriptedServer() as server:
        server.enqueue(answer(json.dumps(HONEST)), status(401, "no such key"))
        settings = Settings(home=tmp_path, model="openai:scripted", deadline_seconds=30, OPENAI_BASE_URL=server.base_url)
        measured = await measure(settings, cases, Prices(prompt=1.0, completion=2.0))
    assert (measured.drafts, measured.by_model, measured.usage.calls) == (2, 1, 1)
    assert sum(measured.turned_down.values()) == 1
    assert measured.cost == pytest.approx((measured.usage.prompt_tokens + 2 * measured.usage.completion_tokens) / 1e6)
    assert measured.prompt
    assert measured.figures["all"].foreign_numbers.value == 0


def test_without_a_model_it_says_what_to_set(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "evals.live"], capture_output=True, text=True, check=False, env={"COACH_HOME": str(tmp_path)}
    )
    assert run.returncode == 2
    assert "COACH_MODEL" in run.stderr
    assert run.stderr.count("\n") == 1
