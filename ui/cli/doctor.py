"""``coach doctor``: whether everything the product needs is there, and what to do about what is not."""

import json as json_format
import sys
from typing import TYPE_CHECKING

from ui.cli.console import harmless, show
from ui.cli.exits import Exit
from ui.cli.options import Json

if TYPE_CHECKING:
    from rich.table import Table

    from ui.checkup import Check

EXAMPLES = """Examples:

\b
  coach doctor
  coach doctor --json
"""


def doctor(*, json: Json = False) -> Exit:
    """Check that everything needed is there.

    One line each for Python, settings, policy, guidelines, rules, weights, folder, index, embeddings, model and telemetry.
    """
    from ui.checkup import check_up

    checks = check_up()
    sound = all(check.ok for check in checks)
    if json:
        sys.stdout.write(json_format.dumps({"ok": sound, "checks": [check._asdict() for check in checks]}, ensure_ascii=False) + "\n")
    else:
        show(table(checks))
    return Exit.CLEAN if sound else Exit.FINDINGS


def table(checks: "list[Check]") -> "Table":
    """One line a check; a mark and a word, not colour alone, say which ones failed."""
    from rich.table import Table
    from rich.text import Text

    rows = Table.grid(padding=(0, 2))
    for check in checks:
        mark = Text("ok", "green") if check.ok else Text("FIX", "bold red")
        rows.add_row(mark, check.name, Text(harmless(check.detail)))
    return rows
