"""A real model server end to end: its random words obey the schema, and never get past the gates."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn
from pydantic import BaseModel, ConfigDict, SecretStr

from coach.bootstrap import Coach, build_coach, embedding_model
from coach.errors import ModelMisconfigured
from coach.models import DraftAnswer, ReviewAnswer
from coach.requests import ReviewRequest
from coach.settings import Settings, load_settings
from coach.writers.chat import Chat
from knowledge.embeddings import Embedder
from knowledge.models import Language
from tests.llama.conftest import KEY
from tests.ui.api.story import ACCEPT, body_of, shown, told
from tests.ui.conftest import DRAFT, MAIL
from ui.api.app import create_app
from ui.api.server import bind
from ui.desk.answers import Answers
from ui.desk.models import Case

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]
DEADLINE = 30.0


class Colour(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    sure: bool


def settings_for(address: str, key: str = KEY) -> Settings:
    return Settings(model="openai:tiny", deadline_seconds=DEADLINE, OPENAI_API_KEY=SecretStr(key), OPENAI_BASE_URL=address, _env_file=None)


@pytest.fixture
def environment(llama: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"COACH_MODEL": "openai:tiny", "OPENAI_BASE_URL": llama, "OPENAI_API_KEY": KEY, "COACH_HOME": str(tmp_path)}
    for name, value in {**values, "COACH_DEADLINE_SECONDS": str(DEADLINE)}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def coach(environment: None) -> Coach:
    return build_coach(load_settings())


def usable(draft: DraftAnswer) -> bool:
    """Word salad says nothing that may be sent, so the built-in draft stands in for it and says so."""
    return draft.engine == "built-in" and draft.outcome in ("send", "fill") and bool(draft.body) and bool(draft.fallback)


@pytest.mark.parametrize("stream", [False, True], ids=["at once", "streamed"])
async def test_a_chat_obeys_the_schema_and_counts_its_tokens(llama: str, *, stream: bool) -> None:
    heard: list[str] = []
    chat = Chat.connect(settings_for(llama))
    reply = await chat.ask("Be brief.", "Which colour?", Colour, heard=heard.append if stream else None)
    assert chat.knows_schemas
    assert isinstance(reply.value.sure, bool)
    assert reply.usage.prompt_tokens > 0
    assert reply.usage.completion_tokens > 0
    if stream:
        assert len(heard) > 1
        assert Colour.model_validate_json("".join(heard)) == reply.value


async def test_a_wrong_key_is_told(llama: str) -> None:
    with pytest.raises(ModelMisconfigured, match="OPENAI_API_KEY"):
        await Chat.connect(settings_for(llama, "sk-wrong")).ask("s", "u", Colour)


def test_vectors_come_from_the_embeddings_server(llama_embeddings: str) -> None:
    settings = Settings(embeddings="openai:tiny", OPENAI_BASE_URL=llama_embeddings, _env_file=None)
    model = embedding_model(settings)
    assert model is not None
    assert Embedder(model).embed(["refund", "a parcel"]).shape == (2, 64)


def test_the_command_line_ends_with_a_reply(environment: None, tmp_path: Path) -> None:
    mail, text = tmp_path / "mail.txt", tmp_path / "draft.txt"
    mail.write_text(MAIL, encoding="utf-8")
    text.write_text(DRAFT, encoding="utf-8")
    drafted = command("draft", str(mail))
    assert drafted.returncode == 0
    assert usable(DraftAnswer.model_validate_json(drafted.stdout))
    reviewed = command("review", str(text), "--mail", str(mail))
    assert reviewed.returncode == 1
    assert "unrealistic-promise" in {finding.rule for finding in ReviewAnswer.model_validate_json(reviewed.stdout).findings}


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command line in a process of its own."""
    program = [sys.executable, "-c", "import sys; from ui.cli.main import run; sys.exit(run())", *arguments, "--json"]
    return subprocess.run(program, capture_output=True, text=True, check=False)


async def test_a_review_keeps_its_findings_whatever_the_judge_says(coach: Coach) -> None:
    review = await coach.review(ReviewRequest(draft=DRAFT, mail=MAIL))
    assert review.verdict == "fix"
    assert all(DRAFT[finding.start : finding.end] == finding.quote for finding in review.findings)


@contextmanager
def served(coach: Coach) -> Iterator[str]:
    """The service on a thread of its own."""
    with bind("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(create_app(coach), log_level="error"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_the_service_ends_with_a_reply_streamed_and_not(coach: Coach) -> None:
    with served(coach) as address, httpx2.Client(base_url=address, timeout=2 * DEADLINE) as client:
        assert usable(DraftAnswer.model_validate_json(client.post("/api/v1/drafts", json={"mail": MAIL}).content))
        story = told(client.post("/api/v1/drafts", json={"mail": MAIL}, headers=ACCEPT).text)
    done = DraftAnswer.model_validate_json(json.dumps(story[-1][1]))
    assert usable(done)
    assert body_of(shown(story)) == done.body


async def test_the_desk_ends_with_a_reply(coach: Coach) -> None:
    shown_draft = await Answers(coach, Language.EN).draft(Case(mail=MAIL))
    assert shown_draft.body
    assert shown_draft.fallback
