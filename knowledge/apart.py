"""A process of its own for what strangers' files may do to their readers: it can be killed, and holds nothing worth stealing."""

import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import threading
from typing import NamedTuple


class Answer(NamedTuple):
    """What a child wrote, at most one byte over what it may, and how it ended."""

    written: bytes
    code: int


def ask_apart(module: str, argument: str, data: bytes, *, patience: float, most: int) -> Answer:
    """Run one of our modules on a file; a child that writes over ``most`` bytes, or takes ``patience`` seconds by the clock, is killed."""
    command = [sys.executable, "-P", "-s", "-X", "utf8", "-m", module, argument]
    # Nothing of our own environment: a fooled parser finds no key in it.
    environment = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        with subprocess.Popen(  # noqa: S603  our own interpreter and module; the file is only its input
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        ) as child:
            timer = threading.Timer(patience, child.kill)
            timer.start()
            try:
                written = child.stdout.read(most + 1) if child.stdout else b""
                if len(written) > most:
                    child.kill()
            finally:
                timer.cancel()
            with contextlib.suppress(OSError):
                child.wait()
    return Answer(written, child.returncode)


def confine(*, memory: int, seconds: int) -> None:
    """Limit this process for good: bytes of memory, seconds of computing, no files written, no core left behind."""
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    sys.setrecursionlimit(2000)
