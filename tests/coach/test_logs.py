"""What is logged and printed while a model works: no word of a mail, no key; and no tracing, whatever the environment asks for."""

import json
import os
import shutil
import subprocess
import sys

import pytest

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]
CANARIES = ("sk-canary-4711", "Canarini", "canary-order-20918", "zanzibar")
PROGRAM = """
import asyncio, json, logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
from coach.bootstrap import build_coach
from coach.requests import DraftRequest
from coach.settings import load_settings
from coach.testing.faults import faults, stream_faults
from coach.testing.scripted_server import ScriptedServer, answer
import os

MAIL = "Subject: Order canary-order-20918\\n\\nMy zanzibar lamp has not arrived and I am furious. When will it be here?\\nAda Canarini"
GOOD = {"subject": "x", "paragraphs": [[{"text": "I am sorry.", "move": "apologise", "asks": [], "passages": [], "authority": ["mail"]}]]}

async def main():
    async with ScriptedServer() as server:
        os.environ |= {"COACH_MODEL": "openai:x", "OPENAI_BASE_URL": server.base_url, "COACH_DEADLINE_SECONDS": "2"}
        plays = faults(json.dumps(GOOD))
        for name in ("401", "500", "200 page", "wrong shape", "cut body", "400"):
            server.play_next(plays[name], plays[name], answer(GOOD))
            coach = build_coach(load_settings())
            await coach.draft(DraftRequest(mail=MAIL))
            server.play_next(stream_faults(json.dumps(GOOD))["bad json"], answer(GOOD))
            async for event in coach.stream(DraftRequest(mail=MAIL)):
                pass
        server.play_next(answer(GOOD))
        await coach.draft(DraftRequest(mail=MAIL))
        sent = b"".join(server.received)
        assert b"zanzibar" in sent and b"sk-canary-4711" in sent
    from langsmith.utils import tracing_is_enabled
    print(json.dumps({"tracing": bool(tracing_is_enabled())}))

asyncio.run(main())
"""


def test_neither_mail_nor_key_is_logged_even_when_everything_is(learned_home, tmp_path) -> None:
    shutil.copytree(learned_home, tmp_path / "home")
    loud = {"OPENAI_LOG": "debug", "OPENAI_API_KEY": "sk-canary-4711", "COACH_HOME": str(tmp_path / "home")}
    traced = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "ls-canary", "LANGCHAIN_API_KEY": "ls"}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=os.environ | loud | traced, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert json.loads(ran.stdout.splitlines()[-1]) == {"tracing": False}
    assert "a model answered in" in ran.stderr
    assert "LANGSMITH_TRACING and LANGCHAIN_TRACING_V2 is ignored" in ran.stderr
    assert not [canary for canary in CANARIES if canary in ran.stdout + ran.stderr]
