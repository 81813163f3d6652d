"""The service on its socket: bound before anything is loaded, announced when it answers, gone quietly when told to."""

import asyncio
import errno
import signal
import socket
from collections.abc import Callable
from ipaddress import ip_address

import uvicorn
from fastapi import FastAPI

from coach.errors import InputError


class Announced(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if self.started:
            self._announce()


def bind(host: str, port: int) -> socket.socket:
    """A listening socket on loopback; raises InputError for an address that is taken, unknown or open to others."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise InputError(f"the host {host} is not known; use 127.0.0.1") from error
    if not ip_address(address[0]).is_loopback:
        raise InputError(f"{host} is open to others, and the service has no access control yet; use 127.0.0.1 behind a proxy that has")
    try:
        return socket.create_server((str(address[0]), port), family=family, backlog=2048)
    except OSError as error:
        raise InputError(_unbound(host, port, error)) from error


def serve(app: FastAPI, listening: socket.socket, announce: Callable[[], None]) -> None:
    """Answer requests until SIGTERM or Ctrl+C; requests under way are finished first."""
    # Uvicorn raises the signal again when it is done; being told to stop is no failure, so that nothing more happens then.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=10)
    asyncio.run(Announced(config, announce).serve([listening]))


def _unbound(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; stop what uses it, or choose another with --port {port + 1}"
    if error.errno == errno.EACCES:
        return f"port {port} is not allowed for you; choose one above 1023 with --port"
    return f"{host}:{port} cannot be used: {error.strerror or error}"
