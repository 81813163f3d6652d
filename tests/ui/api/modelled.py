"""The service as a real server on loopback, with the scripted server as its model."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
import uvicorn

from coach.bootstrap import build_coach
from coach.settings import load_settings
from coach.testing.scripted_server import ScriptedServer
from ui.api.app import create_app
from ui.api.server import bind


@asynccontextmanager
async def service(model: ScriptedServer, monkeypatch: pytest.MonkeyPatch, folder: Path) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of a running service."""
    settings = {
        "COACH_MODEL": "openai:scripted",
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": model.base_url,
        "COACH_HOME": str(folder / "home"),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    app = create_app(build_coach(load_settings()))
    with bind("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        running = asyncio.create_task(server.serve([listening]))
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=60) as client:
            await client.get("/healthz")
            yield client
        server.should_exit = True
        await running
