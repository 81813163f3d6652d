"""A real model server: llama.cpp's own, built for the tests, with a model of random weights."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.llama.make_tiny_model import corpus_of, make_tiny_model

ROOT = Path(__file__).parents[2]
SERVER = ROOT / ".cache" / "llama" / "llama-server"
KEY = "sk-llama"
START_SECONDS = 60
CORPUS = (ROOT / "coach" / "prompts" / "compose.md", ROOT / "knowledge" / "guidelines" / "en")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model's file."""
    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    make_tiny_model(path, corpus_of([CORPUS[0], *sorted(CORPUS[1].glob("*.md"))[:1]]))
    return path


@pytest.fixture(scope="session")
def llama(tiny_model: Path) -> Iterator[str]:
    """The address of a server that chats, with a key."""
    with running(tiny_model, "--api-key", KEY, "--jinja") as address:
        yield address


@pytest.fixture(scope="session")
def llama_embeddings(tiny_model: Path) -> Iterator[str]:
    """The address of a server that gives vectors."""
    with running(tiny_model, "--embeddings", "--pooling", "mean") as address:
        yield address


@contextmanager
def running(model: Path, *options: str) -> Iterator[str]:
    """A server on loopback until the end of the tests; skips them where it was not built."""
    if not SERVER.exists():
        pytest.skip("llama-server is not built: `make llama` builds it where cmake, a C++ compiler and a package index are")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    # One thread: two would wait for each other wherever the machine is busy.
    place = ["--host", "127.0.0.1", "--port", str(port), "-c", "32768", "-np", "2", "-t", "1", "--alias", "tiny", "--no-webui"]
    with subprocess.Popen([SERVER, "-m", model, *place, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/health", server)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until it answers."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"llama-server did not start within {START_SECONDS} s (exit code {server.poll()})")
