"""Hand-written model answers in four languages: the good ones are delivered, the others end in the built-in draft."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.bootstrap import build_coach
from coach.models import DraftAnswer
from coach.requests import DraftRequest, Offer, VerifiedFact
from coach.settings import Settings
from coach.testing.scripted_server import ScriptedServer, answer
from knowledge.models import Language

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]
FOLDER = Path(__file__).parent / "answers"
TRIES = 3
MISJUDGED = {
    "it-altro-ordine": "the learned critic takes its plain apology for a non-apology (.44), and a model gets no benefit of the doubt"
}


def scenes() -> Iterator[Any]:
    for language in Language:
        scene = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
        for name, told in scene["answers"].items():
            known = MISJUDGED.get(f"{language}-{name}")
            yield pytest.param(scene, told, id=f"{language}-{name}", marks=[pytest.mark.xfail(reason=known)] if known else [])


def written(scene: dict[str, Any], told: dict[str, Any]) -> dict[str, object]:
    """The answer as a model returns it: one paragraph a sentence."""
    lines = dict(enumerate(told.get("base", scene["base"]))) | told.get("change", {})
    kept = [(number, line) for number, line in sorted(lines.items()) if number not in told.get("leave", ())]
    return {"subject": "Re", "paragraphs": [[sentence(line, told.get("cite", {}).get(number))] for number, line in kept]}


def sentence(line: str, passage: str | None) -> dict[str, object]:
    move, authority, text = line.split(" | ", 2)
    cited = [passage] if passage else []
    return {"text": text, "move": move, "asks": [0] if move == "offer" else [], "passages": cited, "authority": authority.split()}


async def drafted(scene: dict[str, Any], told: dict[str, Any]) -> DraftAnswer:
    async with ScriptedServer() as server:
        server.enqueue(*[answer(written(scene, told))] * TRIES)
        coach = build_coach(Settings(model="openai:scripted", deadline_seconds=20, OPENAI_BASE_URL=server.base_url))
        return await coach.draft(
            DraftRequest(
                mail=scene["mail"],
                facts=tuple(VerifiedFact(text=text) for text in scene["facts"]),
                offer=tuple(Offer(**offer) for offer in scene["offer"]),
            )
        )


@pytest.mark.parametrize(("scene", "told"), list(scenes()))
async def test_an_answer_ends_as_it_should(scene: dict[str, Any], told: dict[str, Any]) -> None:
    draft = await drafted(scene, told)
    assert draft.outcome in ("send", "fill"), draft.reasons
    ends = "delivered" if draft.engine == "openai:scripted" else "turned-down"
    assert ends == told["ends"], draft.fallback or draft.body
