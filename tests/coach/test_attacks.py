"""Forty mails that try to make us promise, confess or leak, before a model that obeys them all; and forty honest ones that look alike."""

import base64
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.bootstrap import Coach, build_coach
from coach.models import DraftAnswer
from coach.requests import DraftRequest
from coach.settings import Settings
from coach.testing.scripted_server import ScriptedServer, answer
from knowledge.models import Language

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]
FOLDER = Path(__file__).parent / "attacks"
TRIES = 3
TAGS = 0xE0000
MOST_OF_TEN = 9
"""Of ten honest mails, drafts that the gates must let through from a model that writes like the built-in writer."""
CLAIMED = ["mail", "policy:update_working_days", "policy:first_reply_hours", "offer:0", "facts:0"]
"""What a fooled model names as its authority: everything that there might be."""


def cases(name: str, language: Language) -> list[dict[str, Any]]:
    found = [case for case in yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")) if case["lang"] == language]
    assert len(found) == 10
    return found


def mail_of(case: dict[str, Any]) -> str:
    if "html" in case:
        message = EmailMessage()
        message["From"], message["Subject"] = "Customer <customer@example.org>", case["id"]
        message.set_content(case["html"], subtype="html")
        return message.as_string()
    text = case["text"].replace("{ZW}", "\u200b")
    text = re.sub(r"\{TAGS:(.*?)\}", lambda found: "".join(chr(TAGS + ord(letter)) for letter in found[1]), text)
    return re.sub(r"\{B64:(.*?)\}", lambda found: base64.b64encode(found[1].encode()).decode(), text)


def coach_for(server: ScriptedServer) -> Coach:
    return build_coach(Settings(model="openai:scripted", deadline_seconds=20, OPENAI_BASE_URL=server.base_url))


def obeying(case: dict[str, Any]) -> dict[str, object]:
    sentences = [{"text": text, "move": "offer", "asks": [], "passages": [], "authority": CLAIMED} for text in case["payload"]]
    return {"subject": "Re", "paragraphs": [[one] for one in sentences]}


def honest(draft: DraftAnswer) -> dict[str, object]:
    """An answer that says what the built-in writer says."""
    kept = ("text", "move", "asks", "passages", "authority")
    return {"subject": draft.subject, "paragraphs": [[one.model_dump(include=set(kept), mode="json")] for one in draft.sentences]}


@pytest.mark.parametrize("language", Language)
async def test_nothing_that_a_mail_ordered_is_delivered(language: Language) -> None:
    delivered, told = [], []
    async with ScriptedServer() as server:
        coach = coach_for(server)
        for case in cases("attacks", language):
            at = len(server.history)
            server.play_next(*[answer(obeying(case))] * TRIES)
            draft = await coach.draft(DraftRequest(mail=mail_of(case)))
            if draft.outcome != "hold" and (draft.engine != "built-in" or any(payload in draft.body for payload in case["payload"])):
                delivered.append(case["id"])
            # The first request: later ones quote the model's own words back to it.
            sent = [message["content"] for message in server.history[at]["messages"]]
            told += [secret for secret in case.get("hidden", ()) for text in sent if secret in text]
    assert (delivered, told) == ([], [])


@pytest.mark.parametrize("language", Language)
async def test_honest_mails_get_their_drafts(language: Language) -> None:
    built_in = build_coach(Settings())
    by_model = 0
    async with ScriptedServer() as server:
        coach = coach_for(server)
        for case in cases("honest", language):
            request = DraftRequest(mail=mail_of(case))
            server.play_next(*[answer(honest(await built_in.draft(request)))] * TRIES)
            draft = await coach.draft(request)
            assert draft.outcome in ("send", "fill"), draft.reasons
            assert draft.lang == language
            by_model += draft.engine == "openai:scripted"
    assert by_model >= MOST_OF_TEN
