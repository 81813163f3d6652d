"""Shared by all tests: nothing but loopback may be contacted."""

import fcntl
import os
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.telemetry import silence
from knowledge.bootstrap import build_knowledge
from knowledge.models import Language

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
LOOPBACK = ("127.", "::1", "localhost")


def pytest_configure() -> None:
    silence()
    sys.addaudithook(_refuse_outside)


def _refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to connect to, or to look up, any address that is not this machine's own."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise ConnectionRefusedError(f"tests may only reach loopback, not {address[0]}")
    elif event == "socket.getaddrinfo" and arguments[0] and not str(arguments[0]).startswith((*LOOPBACK, "0.0.0.0")):
        raise ConnectionRefusedError(f"tests may only look up loopback, not {arguments[0]}")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium of this machine, one for each process of a run; tests that need it say so when there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; install it (apt-get install chromium) to test in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def learned_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder in which search knows every language, made once for all processes of a run; to be copied, never changed."""
    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "learned"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            making = home.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            knowledge = build_knowledge(making)
            assert all(knowledge.search("refund", language) for language in Language)
            making.rename(home)
    return home


@pytest.fixture
def free_port() -> Iterator[int]:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    yield port
