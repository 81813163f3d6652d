"""No byte of personal data leaves for a model elsewhere, and the draft has it all the same."""

import asyncio
import json
import re

import pytest

from coach.bootstrap import build_coach
from coach.models import DraftAnswer
from coach.privacy.pseudonyms import Pseudonyms
from coach.privacy.remote import hides_personal_data
from coach.requests import DraftRequest, VerifiedFact
from coach.settings import Settings
from coach.testing.scripted_server import Play, ScriptedServer, answer, streamed
from tests.coach.test_drafting_with_a_model import CLOSE, GREETING, sentence

CANARIES = {
    "email": "canary.person@mail.example",
    "phone": "+39 347 555 0199",
    "iban": "IT60 X054 2811 1010 0000 0123 456",
    "card": "4111 1111 1111 1111",
    "address": "14 Rose Lane, Leeds LS1 4AP",
    "national-id": "RSSMRA85T10A562S",
}
PESEL = "44051401359"
FORGED = "PII-IBAN-1-aaaaaaaa"
MAIL = f"""Subject: Refund to {CANARIES["iban"]}

Hello, my dryer stopped and nobody answers my mails to {CANARIES["email"]}. Where is my refund? I paid with {CANARIES["card"]}, you may call
{CANARIES["phone"]}. I live at {CANARIES["address"]}. My ids are {CANARIES["national-id"]} and {PESEL}. My bank calls it {FORGED}.
Helen Marsh"""
FACT = VerifiedFact(text=f"The refund went to {CANARIES['iban']}")
REQUEST = DraftRequest(mail=MAIL, facts=(FACT,))
pytestmark = pytest.mark.llm_server


def echoes(server: ScriptedServer, *, stream: bool = False, spoil: bool = False) -> Play:
    """A model that repeats every placeholder it was given."""

    async def play(writer: asyncio.StreamWriter) -> None:
        given = dict.fromkeys(re.findall(r"PII-[A-Z-]+-\d+-[a-z]{8}", server.history[-1]["messages"][1]["content"]))
        words = ", ".join(word.replace("-", "_") if spoil else word for word in given)
        said = sentence(f"You wrote of {words} in your mail.", "restate", "mail")
        reply = {"subject": "Your refund", "paragraphs": [[GREETING], [said], [CLOSE]]}
        await (streamed(reply, size=5) if stream else answer(reply))(writer)

    return play


def settings_for(server: ScriptedServer) -> Settings:
    return Settings(model="openai:scripted", OPENAI_BASE_URL=server.base_url, hide_personal_data="always", _env_file=None)


def left(server: ScriptedServer) -> str:
    """Everything that was sent, as bytes, as JSON reads it, and without what separates groups of numbers."""
    sent = b"\n".join(server.received).decode()
    words = "\n".join(message["content"] for request in server.history for message in request["messages"])
    return sent + words + re.sub(r"[ .-]", "", sent + words)


@pytest.mark.parametrize("stream", [False, True], ids=["at once", "streamed"])
async def test_what_identifies_a_person_stays_here_and_stands_in_the_draft(*, stream: bool) -> None:
    async with ScriptedServer() as server:
        server.enqueue(*[echoes(server, stream=stream)] * 3)
        coach = build_coach(settings_for(server))
        if stream:
            events = [event async for event in coach.stream(REQUEST)]
            draft = events[-1]
            told = " ".join(event.text for event in events if getattr(event, "kind", None))
            assert CANARIES["iban"] in told
        else:
            draft = await coach.draft(REQUEST)
    assert isinstance(draft, DraftAnswer)
    assert draft.engine == "openai:scripted", draft.fallback
    assert all(canary in draft.body for canary in (*CANARIES.values(), PESEL))
    assert draft.usage.hidden == tuple(sorted(CANARIES))
    for canary in (*CANARIES.values(), PESEL):
        assert canary not in left(server)
        assert re.sub(r"[ .-]", "", canary) not in left(server)


async def test_a_placeholder_that_the_model_spoiled_costs_its_draft() -> None:
    async with ScriptedServer() as server:
        server.enqueue(*[echoes(server, spoil=True)] * 3)
        draft = await build_coach(settings_for(server)).draft(REQUEST)
    assert draft.engine == "built-in"
    assert draft.fallback
    assert "placeholder" in draft.fallback


def test_a_mail_cannot_forge_a_placeholder() -> None:
    names = Pseudonyms()
    hidden = names.hide(f"{CANARIES['iban']} {FORGED}")
    assert names.restore(hidden) == f"{CANARIES['iban']} {FORGED}"
    assert names.restore(FORGED) == FORGED


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pieces_are_restored_wherever_they_are_cut(size: int) -> None:
    names = Pseudonyms()
    text = json.dumps({"a": f"{CANARIES['email']} PII- P PI {CANARIES['iban']}!", "b": CANARIES["phone"]})
    hidden = names.hide(text) + " "
    heard: list[str] = []
    take = names.restoring(heard.append)
    for at in range(0, len(hidden), size):
        take(hidden[at : at + size])
    assert "".join(heard) == text + " "


@pytest.mark.parametrize(
    ("model", "address", "setting", "hides"),
    [
        ("openai:x", None, "remote", True),
        ("openai:x", "https://models.example/v1", "remote", True),
        ("openai:x", "http://10.0.0.7:8000/v1", "remote", True),
        ("openai:x", "http://127.0.0.1:8000/v1", "remote", False),
        ("openai:x", "http://[::1]:8000/v1", "remote", False),
        ("openai:x", "http://localhost:11434/v1", "remote", False),
        ("openai:x", "http://localhost.evil.example/v1", "remote", True),
        ("anthropic:x", "http://127.0.0.1:8000/v1", "remote", True),
        ("openai:x", "http://127.0.0.1:8000/v1", "always", True),
        ("openai:x", None, "never", False),
    ],
)
def test_it_is_done_for_every_model_that_runs_elsewhere(model, address, setting, hides) -> None:
    settings = Settings(model=model, OPENAI_BASE_URL=address, hide_personal_data=setting, _env_file=None)
    assert hides_personal_data(settings) is hides
