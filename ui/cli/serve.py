"""``coach serve``: the desk and the HTTP API on this machine."""

import os
import sys
from typing import Annotated

import typer

from ui.cli.console import note
from ui.cli.exits import Exit
from ui.cli.opening import open_coach

EXAMPLES = """Examples:

\b
  coach serve
  coach serve --port 8800 --open
"""


def serve(
    *,
    host: Annotated[str, typer.Option("--host", help="A loopback address.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8760,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="Host name that a proxy in front passes on. Repeatable.")
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the desk with an example in the browser, when there is one.")] = False,
) -> Exit:
    """Serve the desk and the HTTP API.

    The desk is at /ui, the API at /api/v1, its description at /openapi.json. Only this machine can reach them.
    """
    from ui.api.server import bind

    with bind(host, port) as listening:
        note("Reply Coach is getting ready …")
        coach = open_coach()
        from ui.api.app import LOOPBACK, create_app
        from ui.api.health import prove_ready
        from ui.api.server import serve
        from ui.desk.app import mount_desk

        prove_ready(coach)  # a broken rule is told now, not to the first customer's agent
        app = create_app(coach, (*LOOPBACK, host, *(allow_host or ())))
        mount_desk(app, coach)
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listening.getsockname()[1]}/ui"
        example = f"{address}?example=1"

        def announce() -> None:
            sys.stdout.write(f"Reply Coach is at {address} (stop it with Ctrl+C); with an example mail: {example}\n")
            sys.stdout.flush()
            if open_browser and has_screen():
                show_in_browser(example)

        serve(app, listening, announce)
    return Exit.CLEAN


def show_in_browser(address: str) -> None:
    """Open an address without waiting for the browser."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def has_screen() -> bool:
    """Whether a browser could open a window, so that no text browser takes over the terminal."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
