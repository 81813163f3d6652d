"""``coach config``: every setting, what it is now, and where it came from."""

import json as json_format
import sys
from typing import TYPE_CHECKING

from ui.cli.console import show
from ui.cli.exits import Exit
from ui.cli.options import Json

if TYPE_CHECKING:
    from rich.table import Table

    from coach.settings import Settings

EXAMPLES = """Examples:

\b
  coach config
  coach config --json
  COACH_DEADLINE_SECONDS=10 coach config
"""


def config(*, json: Json = False) -> Exit:
    """Show every setting with its value.

    Settings come from environment variables and a .env file; keys are never shown.
    """
    from coach.settings import load_settings

    settings = load_settings()
    if json:
        sys.stdout.write(json_format.dumps(values(settings), ensure_ascii=False) + "\n")
        return Exit.CLEAN
    show(table(settings))
    return Exit.CLEAN


def values(settings: "Settings") -> dict[str, str | None]:
    """Variable to value, as text; keys masked, None for what is not set."""
    from coach.settings import variable_of

    return {variable_of(field): _text(getattr(settings, field)) for field in type(settings).model_fields}


def table(settings: "Settings") -> "Table":
    """The table of the README with this process's values."""
    from rich.table import Table
    from rich.text import Text

    rows = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("setting", "value", "meaning"):
        rows.add_column(heading, header_style="dim", no_wrap=heading == "setting")
    for (variable, value), (field, about) in zip(values(settings).items(), type(settings).model_fields.items(), strict=True):
        changed = field in settings.model_fields_set
        rows.add_row(variable, Text(value or "not set", "bold" if changed else "dim"), about.description or "")
    return rows


def _text(value: object) -> str | None:
    from pydantic import SecretStr

    if isinstance(value, SecretStr):
        return "••••••••" if value.get_secret_value() else None
    return None if value is None else str(value)
