"""Hand-written model answers in four languages: the good ones are delivered, the others end in the built-in draft."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.bootstrap import Coach, build_coach
from coach.requests import DraftRequest, Offer, VerifiedFact
from coach.settings import Settings
from coach.testing.scripted_server import ScriptedServer, answer
from knowledge.models import Language

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]
FOLDER = Path(__file__).parent / "answers"
TRIES = 3
MISJUDGED = {("it", "altro-ordine")}
"""The learned critic takes its plain apology for a non-apology (.44), and a model gets no benefit of the doubt."""


def scene_of(language: Language) -> dict[str, Any]:
    scene: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return scene


def written(scene: dict[str, Any], told: dict[str, Any]) -> dict[str, object]:
    """The answer as a model returns it: one paragraph a sentence."""
    lines = dict(enumerate(told.get("base", scene["base"]))) | told.get("change", {})
    kept = [(number, line) for number, line in sorted(lines.items()) if number not in told.get("leave", ())]
    return {"subject": "Re", "paragraphs": [[sentence(line, told.get("cite", {}).get(number))] for number, line in kept]}


def sentence(line: str, passage: str | None) -> dict[str, object]:
    move, authority, text = line.split(" | ", 2)
    cited = [passage] if passage else []
    return {"text": text, "move": move, "asks": [0] if move == "offer" else [], "passages": cited, "authority": authority.split()}


async def ending(coach: Coach, scene: dict[str, Any]) -> str:
    draft = await coach.draft(
        DraftRequest(
            mail=scene["mail"],
            facts=tuple(VerifiedFact(text=text) for text in scene["facts"]),
            offer=tuple(Offer(**offer) for offer in scene["offer"]),
        )
    )
    assert draft.outcome in ("send", "fill"), draft.reasons
    return "delivered" if draft.engine == "openai:scripted" else "turned-down"


@pytest.mark.parametrize("language", Language)
async def test_every_answer_ends_as_it_should(language: Language) -> None:
    scene = scene_of(language)
    ended = {}
    async with ScriptedServer() as server:
        coach = build_coach(Settings(model="openai:scripted", deadline_seconds=20, OPENAI_BASE_URL=server.base_url))
        for name, told in scene["answers"].items():
            before = len(server.history)
            server.play_next(*[answer(written(scene, told))] * TRIES)
            ended[name] = await ending(coach, scene)
            assert len(server.history) > before
    wanted = {name: told["ends"] for name, told in scene["answers"].items()}
    assert {name for name in wanted if ended[name] != wanted[name]} == {name for of, name in MISJUDGED if of == language}
