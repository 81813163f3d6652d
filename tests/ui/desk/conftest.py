"""Pages of a real Chromium, and the desk on a real socket around the real coach."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from coach.bootstrap import Coach


@pytest.fixture(scope="session")
def profile(browser: "Browser") -> Iterator["BrowserContext"]:
    """An agent's browser, which loads the desk's files once for all tests."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="pl-PL", permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(profile: "BrowserContext") -> Iterator["Page"]:
    """A page with nothing in the browser's storage; an error in one of its scripts fails the test."""
    page = profile.new_page()
    errors: list[Any] = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    visited = {one.url for one in profile.pages if one.url.startswith("http")}
    for one in profile.pages:
        one.close()
    forget(profile, visited)
    assert not errors


def forget(profile: "BrowserContext", visited: set[str]) -> None:
    """Empty the storage of these addresses, after all their pages have had their last word."""
    if visited:
        blank = profile.new_page()
        session = profile.new_cdp_session(blank)
        for origin in {"/".join(address.split("/")[:3]) for address in visited}:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"})
        blank.close()


@pytest.fixture(scope="session")
def coach(tmp_path_factory: pytest.TempPathFactory) -> "Coach":
    """The coach as the service builds it, with no model and no house rules."""
    from coach.bootstrap import build_coach
    from coach.settings import Settings

    return build_coach(Settings(home=tmp_path_factory.mktemp("home"), model=None, policy=None, rules=None))


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, learned_home: Path) -> Iterator[str]:
    """Address of the service, without the path; a process of its own, because gradio leaves event loops and sockets open behind it."""
    home = shutil.copytree(learned_home, tmp_path_factory.mktemp("desk"), dirs_exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COACH_", "OPENAI_"))}
    command = [sys.executable, "-c", "from ui.cli.main import run; run()", "serve", "--port", "0"]
    environment |= {"COACH_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, env=environment, cwd=home, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout
        ready = service.stdout.readline()
        yield ready.partition("http")[1] + ready.partition("http")[2].partition("/ui")[0]
        service.terminate()


@pytest.fixture(scope="session")
def scripts() -> str:
    """The page's scripts but the last one, which starts the desk."""
    from ui.desk.assets import SCRIPTS, script

    return script(SCRIPTS[:-1])


@pytest.fixture(scope="session")
def styles() -> str:
    """The page's styles."""
    from ui.desk.assets import PAGE, STYLES

    return "\n".join((Path(PAGE) / name).read_text(encoding="utf-8") for name in STYLES)
