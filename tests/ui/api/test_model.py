"""The service with a model behind it: many callers wait at once, and one who hangs up stops the model's work."""

import asyncio
import socket

import pytest

from coach.testing.scripted_server import ScriptedServer, silence_for, status
from tests.ui.api.modelled import service
from tests.ui.conftest import MAIL
from ui.api.server import bind

pytestmark = [pytest.mark.llm_server, pytest.mark.slow]


async def test_a_caller_who_hangs_up_stops_the_models_work(folder, monkeypatch):
    async with ScriptedServer() as model:
        model.enqueue(silence_for(30))
        async with service(model, monkeypatch, folder) as client:
            call = asyncio.create_task(client.post("/api/v1/drafts", json={"mail": MAIL}))
            while not model.history:
                await asyncio.sleep(0.02)
            call.cancel()
            for _ in range(200):
                if model.hung_up:
                    break
                await asyncio.sleep(0.02)
    assert model.hung_up == 1


async def test_callers_wait_for_the_model_together_and_a_failing_one_costs_no_draft(folder, monkeypatch):
    async with ScriptedServer() as model:
        model.enqueue(*[status(401, "no such key")] * 20)
        async with service(model, monkeypatch, folder) as client:
            answers = await asyncio.gather(*(client.post("/api/v1/drafts", json={"id": n, "mail": MAIL}) for n in range(20)))
    assert [answer.json()["id"] for answer in answers] == list(range(20))
    assert {answer.json()["engine"] for answer in answers} == {"built-in"}
    assert all(answer.json()["fallback"] for answer in answers)
    assert "sk-test" not in "".join(answer.text for answer in answers)


def test_the_socket_is_this_machines_alone():
    with bind("127.0.0.1", 0) as listening:
        assert listening.family is socket.AF_INET
        assert listening.getsockname()[0] == "127.0.0.1"
