"""Shared by all tests: nothing but loopback may be contacted."""

import socket
import sys
from collections.abc import Iterator

import pytest

from coach.telemetry import silence

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


@pytest.fixture
def free_port() -> Iterator[int]:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    yield port
