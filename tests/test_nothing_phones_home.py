"""At run time nothing but loopback is contacted: every connect and every look-up of real processes is watched."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

WATCHED = """
import sys
log = open(sys.argv.pop(1), "a", buffering=1)
def watch(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        log.write(f"connect {arguments[1][0]}\\n")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and arguments[0]:
        log.write(f"look up {arguments[0]}\\n")
sys.addaudithook(watch)
from ui.cli.main import run
sys.exit(run())
"""
MAIL = "Subject: parcel\n\nMy parcel SL-20918 is three weeks late and nobody answers. Where is it?\nAnn Grey\n"
START_SECONDS = 60


def watched(log: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-c", WATCHED, str(log), *arguments]


def outside(log: Path) -> list[str]:
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [line for line in lines if not line.split()[-1].startswith(("127.", "::1", "localhost", "0.0.0.0"))]


@pytest.fixture
def environment(tmp_path: Path, learned_home: Path) -> dict[str, str]:
    """An environment in which telemetry is asked for, as a user's shell might."""
    shutil.copytree(learned_home, tmp_path / "home")
    asked = {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "ls-canary", "GRADIO_ANALYTICS_ENABLED": "True", "HF_HUB_OFFLINE": "0"}
    return {**os.environ, **asked, "COACH_HOME": str(tmp_path / "home")}


def test_the_watch_sees_a_stranger(tmp_path: Path, environment: dict[str, str]) -> None:
    log = tmp_path / "log"
    code = WATCHED.replace("from ui.cli.main import run\nsys.exit(run())", "import socket\nsocket.gethostbyname('example.invalid')")
    subprocess.run([sys.executable, "-c", code, str(log)], env=environment, capture_output=True, check=False)
    assert outside(log) == ["look up example.invalid"]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["read", "draft", "review", "search"])
def test_commands(tmp_path: Path, environment: dict[str, str], command: str) -> None:
    mail, log = tmp_path / "mail.txt", tmp_path / "log"
    mail.write_text(MAIL, encoding="utf-8")
    argument = "when do I have to answer?" if command == "search" else str(mail)
    done = subprocess.run(watched(log, command, argument, "--json"), env=environment, capture_output=True, check=False, text=True)
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)
    assert outside(log) == []


@pytest.mark.slow
def test_the_service_with_its_desk(tmp_path: Path, environment: dict[str, str], free_port: int) -> None:
    log = tmp_path / "log"
    with subprocess.Popen(
        watched(log, "serve", "--port", str(free_port)), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as service:
        try:
            base = f"http://127.0.0.1:{free_port}"
            wait_for(f"{base}/healthz", service)
            body = json.dumps({"mail": MAIL}).encode()
            request = urllib.request.Request(f"{base}/api/v1/drafts", body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request) as answer:
                assert json.load(answer)["body"]
            with urllib.request.urlopen(f"{base}/ui/en/") as page:
                assert page.status == 200
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=20)
    assert outside(log) == []


def wait_for(url: str, service: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and service.poll() is None:
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"the service did not start within {START_SECONDS} s")
