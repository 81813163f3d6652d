"""The service as a process: it says where it is, answers, and goes quietly."""

import re
import signal
import socket
import subprocess
import sys
import time

import httpx2
import pytest

from coach.errors import InputError
from ui.api.server import bind


def test_only_loopback_is_served():
    with pytest.raises(InputError, match="open to others"):
        bind("0.0.0.0", 0)


def test_a_taken_port_is_told_with_another_one():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} is in use.*--port {port + 1}"):
            bind("127.0.0.1", port)


@pytest.mark.slow
def test_serve_says_where_answers_and_ends_on_sigterm(folder):
    command = [sys.executable, "-c", "import sys; from ui.cli.main import run; sys.exit(run())", "serve", "--port", "0"]
    running = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+", running.stdout.readline())[0]
        with httpx2.Client(base_url=address, follow_redirects=True, timeout=30) as client:
            assert client.get("/healthz").json() == {"status": "ok"}
            assert client.post("/api/v1/assessments", json={"mail": "Where is my parcel? I am furious."}).json()["feelings"]
            desk = client.get("/")
            assert desk.status_code == 200
            assert desk.headers["x-content-type-options"] == "nosniff"
            assert client.get("/nothing").json()["status"] == 404
    finally:
        running.send_signal(signal.SIGTERM)
        began = time.monotonic()
        out, err = running.communicate(timeout=30)
    assert running.returncode == 0
    assert time.monotonic() - began < 15
    assert "Traceback" not in out + err
