"""``python -m evals.benchmarks.load``: many drafts at once through a running service, behind a model that takes its time."""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from coach.testing.scripted_server import ScriptedServer, answer
from evals.steps.collect import read_cases
from knowledge.models import Language

CONCURRENT, ROUNDS, MODEL_SECONDS, WARM_UP = 200, 5, 2.0, 40
OUT = Path(__file__).parent / "load.json"
TARGETS = {
    "requests_per_second": ">= 60",
    "p95_seconds": "<= 4.5",
    "failed": "0",
    "memory_mb": "<= 400",
    "cpu_ms_per_draft": "< 12",
}


def _sentence(text: str, move: str, authority: str) -> dict[str, object]:
    return {"text": text, "move": move, "asks": [], "passages": [], "authority": [authority]}


REPLY = {
    "subject": "Your message",
    "paragraphs": [
        [_sentence("Dear customer,", "greet", "mail")],
        [
            _sentence("What you describe must have been tiring, and I can see why you are upset.", "acknowledge", "mail"),
            _sentence("I am sorry for the trouble this has given you.", "apologise", "mail"),
        ],
        [
            _sentence(
                "I have taken your case over myself and will write to you within two working days.",
                "next-step",
                "policy:update_working_days",
            )
        ],
        [_sentence("Kind regards,\n[[your name]]", "close", "policy:sign_off")],
    ],
}
"""What the model says to every mail: no figure, and nothing that any gate would refuse."""


class Outcome(NamedTuple):
    """One request: how long it took, and whether the model's own draft came back."""

    seconds: float
    fine: bool


def main() -> None:
    """Measure, print a table, and write the figures beside this file."""
    figures = asyncio.run(measure())
    for name, value in figures.items():
        print(f"{name:24} {value:>10}  {TARGETS.get(name, '')}")  # noqa: T201
    OUT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    OUT.with_suffix(".md").write_text(table(figures), encoding="utf-8")


async def measure() -> dict[str, float]:
    """All figures of one run: the service in a process of its own, model and callers in this one."""
    mails = [f"Subject: {case.mail.subject}\n\n{case.mail.body}" for case in read_cases() if case.lang is Language.EN]
    total = CONCURRENT * ROUNDS
    bodies = [json.dumps({"mail": f"{mails[n % len(mails)]}\n{n}", "lang": "en"}).encode() for n in range(total)]
    async with ScriptedServer() as model:
        with service(model.base_url) as (port, process):
            model.enqueue(*[answer(REPLY)] * WARM_UP)
            await _all(port, bodies[:WARM_UP], WARM_UP // 4)
            model.enqueue(*[answer(REPLY, after=MODEL_SECONDS)] * total)
            cpu, began = cpu_seconds(process.pid), time.monotonic()
            outcomes = await _all(port, bodies, CONCURRENT)
            wall, cpu = time.monotonic() - began, cpu_seconds(process.pid) - cpu
            memory = peak_megabytes(process.pid)
    times = sorted(outcome.seconds for outcome in outcomes)
    return {
        "drafts": total,
        "concurrent": CONCURRENT,
        "model_seconds": MODEL_SECONDS,
        "requests_per_second": round(total / wall, 1),
        "p50_seconds": round(statistics.median(times), 2),
        "p95_seconds": round(times[int(len(times) * 0.95)], 2),
        "failed": sum(not outcome.fine for outcome in outcomes),
        "memory_mb": round(memory),
        "cpu_ms_per_draft": round(cpu / total * 1000, 1),
        "load_average": round(os.getloadavg()[0], 1),
    }


async def _all(port: int, bodies: Sequence[bytes], width: int) -> list[Outcome]:
    """Every request, so many at once."""
    gate = asyncio.Semaphore(width)

    async def one(body: bytes) -> Outcome:
        async with gate:
            began = time.monotonic()
            status, said = await post(port, body)
            return Outcome(time.monotonic() - began, status == 200 and said.get("engine") == "openai:scripted")

    return list(await asyncio.gather(*map(one, bodies)))


async def post(port: int, body: bytes) -> tuple[int, dict[str, object]]:
    """One request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /api/v1/drafts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
    said = await reader.read()
    writer.close()
    first, _, content = said.partition(b"\r\n\r\n")
    return int(first.split()[1]), json.loads(content)


@contextmanager
def service(model: str) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    """A running service whose model is at this address: its port and its process."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as home:
        settings = {"COACH_HOME": home, "COACH_MODEL": "openai:scripted", "OPENAI_BASE_URL": model, "OPENAI_API_KEY": "none"}
        program = [sys.executable, "-c", "import sys; from ui.cli.main import run; sys.exit(run())", "serve", "--port", str(port)]
        with subprocess.Popen(program, env=os.environ | settings, stdout=subprocess.PIPE) as process:  # noqa: S603
            try:
                if process.stdout is None or urlsplit(process.stdout.readline().split()[-1].decode()).port != port:
                    raise RuntimeError("the service did not start")
                yield port, process
            finally:
                process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def cpu_seconds(process: int) -> float:
    """What a process has used so far, its own and the kernel's for it (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_megabytes(process: int) -> float:
    """The most memory that a process held at once (Linux)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def table(figures: dict[str, float]) -> str:
    """The figures for readers."""
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value} | {TARGETS.get(name, '')} |" for name, value in figures.items())
    return (
        "# Many drafts at once\n\n"
        f"`make load`: {figures['drafts']} drafts, {figures['concurrent']} at a time, through the HTTP API behind a scripted model that\n"
        f"takes {figures['model_seconds']:g} s. Service, model and callers share one machine; its load average says how busy it was with\n"
        "other work, which the times suffer from, and the CPU time of the service much less.\n\n"
        f"| figure | measured | wanted |\n| --- | --- | --- |\n{rows}\n"
    )


if __name__ == "__main__":
    main()
