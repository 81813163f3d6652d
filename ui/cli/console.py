"""Calm output for people: no colour where none is wanted, no control characters of a mail on anybody's terminal."""

import re
import shutil
import sys
from typing import TYPE_CHECKING

from knowledge.models import Severity

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

Row = tuple[str, "str | Text"]
"""A label and its text."""

WIDTH = 100
"""Longest line that is comfortable to read."""

SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.HINT: "dim"}

_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def show(*parts: "RenderableType", width: int = WIDTH) -> None:
    """Write parts below each other to standard output, up to ``width`` columns; plain text when it is no terminal or NO_COLOR is set."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    columns = min(shutil.get_terminal_size().columns, width) if terminal else width
    console = Console(highlight=False, markup=False, emoji=False, width=columns)
    with console.capture() as written:
        for part in parts:
            console.print(part)
    # Tables pad their last column, which is noise in a file.
    sys.stdout.write(written.get() if terminal else re.sub(r"[ \t]+$", "", written.get(), flags=re.MULTILINE))


def harmless(text: str) -> str:
    """Text without characters that steer a terminal or turn its reading direction."""
    return _HARMFUL.sub("", text)


def note(text: str) -> None:
    """A line for the person at the terminal that must not mix with the result on standard output."""
    sys.stderr.write(harmless(text) + "\n")


def pairs(rows: list[Row]) -> "RenderableType":
    """Labels and their texts in two columns."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for label, value in rows:
        table.add_row(Text(label, "dim"), Text(harmless(value)) if isinstance(value, str) else value)
    return Padding(table, (0, 0, 0, 2))
