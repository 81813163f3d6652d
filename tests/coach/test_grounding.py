"""What the search finds reaches the model, is cited, and backs what the draft says; what nobody approved does not exist."""

import json
import re
import shutil
from pathlib import Path

import pytest

from coach.bootstrap import Coach, build_coach
from coach.models import DraftAnswer
from coach.requests import DraftRequest
from coach.settings import Settings
from coach.testing.scripted_server import Play, ScriptedServer, answer

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]
HOUSE = b"# Worn shoes\n\nShoes that lose their sole are taken back within 45 days, worn or not, with the box or without it.\n"
MAIL = """Subject: sole came off, order 6612

The sole of my new hiking shoes came off on the second walk. Do you take back worn shoes whose sole has come off, or am I left with them?
Irene Foster"""
PASSAGE = re.compile(r"^- `([^`]+)` \(.*?\): (.*)$", re.M)


@pytest.fixture
def home(learned_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(learned_home, tmp_path / "home"))


def reading(server: ScriptedServer) -> Play:
    """A model that knows nothing but its prompt: it answers from the house's passage if it was given one."""

    async def play(writer: object) -> None:
        system = server.history[-1]["messages"][0]["content"]
        own = [id for id, text in PASSAGE.findall(system) if "45 days" in text]
        told = {
            "text": "Shoes that lose their sole are taken back within 45 days, worn or not." if own else "I am looking into your question.",
            "move": "answer",
            "asks": [0],
            "passages": own,
            "authority": [f"guideline:{id}" for id in own] or ["mail"],
        }
        greeting = {"text": "Dear Irene Foster,", "move": "greet", "asks": [], "passages": [], "authority": ["mail"]}
        await answer(json.dumps({"subject": "Re", "paragraphs": [[greeting], [told]]}))(writer)  # type: ignore[arg-type]

    return play


async def drafted(home: Path, *, added: bool, approved: bool) -> tuple[DraftAnswer, str]:
    async with ScriptedServer() as server:
        coach: Coach = build_coach(Settings(home=home, model="openai:scripted", deadline_seconds=60, OPENAI_BASE_URL=server.base_url))
        if added:
            coach.knowledge.house.add("worn-shoes.md", HOUSE)
        if approved:
            coach.knowledge.house.approve("worn-shoes.md")
        server.enqueue(reading(server))
        draft = await coach.draft(DraftRequest(mail=MAIL))
        return draft, json.dumps(server.history)


async def test_an_approved_house_passage_changes_the_draft_and_is_cited(home: Path) -> None:
    draft, _ = await drafted(home, added=True, approved=True)
    assert draft.engine == "openai:scripted", draft.fallback
    (told,) = (sentence for sentence in draft.sentences if "45 days" in sentence.text)
    assert told.passages
    assert told.authority == tuple(f"guideline:{id}" for id in told.passages)


@pytest.mark.parametrize("added", [False, True], ids=["absent", "pending"])
async def test_a_passage_that_nobody_approved_does_not_exist(home: Path, *, added: bool) -> None:
    draft, sent = await drafted(home, added=added, approved=False)
    assert "45 days" not in draft.body
    assert "45 days" not in sent


async def test_statements_that_fit_the_mail_are_handed_on_beside_those_of_the_plan(home: Path) -> None:
    _, sent = await drafted(home, added=False, approved=False)
    plain = await build_coach(Settings(home=home)).draft(DraftRequest(mail=MAIL))
    given = {id for id, _ in PASSAGE.findall(json.loads(sent)[0]["messages"][0]["content"])}
    assert given > {passage for sentence in plain.sentences for passage in sentence.passages}
