"""Tables of figures on a terminal."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

    from evals.models import Table

WIDE = 200
"""Columns that figures with their intervals may take."""


def drawn(table: "Table") -> "tuple[RenderableType, ...]":
    """A table under its title, with an empty line below."""
    from rich import table as rich_table
    from rich.text import Text

    drawing = rich_table.Table(box=None, padding=(0, 2, 0, 0))
    for number, column in enumerate(table.columns):
        drawing.add_column(column, header_style="dim", justify="right" if number else "left")
    for row in table.rows:
        drawing.add_row(*(Text(cell) for cell in row))
    return (Text(table.title, "bold"), drawing, "")
