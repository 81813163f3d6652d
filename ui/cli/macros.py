"""``coach review macros.csv``: a team's canned replies, checked one by one, and written back corrected."""

import asyncio
import difflib
import json as jsonlib
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import InputError
from knowledge.models import Language, Severity
from ui.cli.console import SEVERITY_STYLES, Row, harmless, note, pairs, show
from ui.cli.exits import Exit
from ui.cli.opening import open_coach
from ui.cli.source import opened
from ui.cli.words import terminal_words
from ui.macros.audit import Audited, audited, replies
from ui.macros.table import MOST_BYTES, Table, column_of, table_of, written

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from coach.bootstrap import Coach

TELL_EVERY = 0.5
"""Seconds between two lines of progress."""
LONGEST_QUOTE = 80
SHOWN = (Severity.ERROR, Severity.WARNING)
"""Hints are counted, and not listed row by row."""


class Wanted(NamedTuple):
    """What is asked of an audit."""

    column: str | None
    out: str | None
    diff: bool
    lang: Language | None
    ui_lang: Language | None
    json: bool


def audit_file(file: str, wanted: Wanted) -> Exit:
    """Check every reply of a table, show what is wrong, and write the corrected table where that is asked for."""
    with opened(file) as stream:
        table = table_of(stream.read(MOST_BYTES + 1), file)
    column = column_of(table, wanted.column)
    if wanted.out is not None and Path(wanted.out).resolve() == Path(file).resolve():
        raise InputError("--out would overwrite what is read; give another name")
    coach, language = open_coach(), wanted.ui_lang or Language.EN
    rows = asyncio.run(_audit(list(replies(table, column)), coach, wanted.lang))
    if wanted.json:
        sys.stdout.writelines(_as_json(row) for row in rows)
    else:
        show(*report(rows, coach, language))
    if wanted.diff:
        sys.stdout.writelines(difference for row in rows for difference in _difference(row, table.name))
    said = terminal_words(language).macros
    note(said.checked.format(file=table.name, column=table.header[column], count=len(rows), seen=sum(not row.fault for row in rows)))
    if wanted.out is not None:
        safe = _write(wanted.out, table, column, rows)
        changed = sum(bool(row.corrected) and row.corrected != row.text for row in rows)
        note(said.written.format(file=wanted.out, changed=changed, safe=safe))
    return Exit.FINDINGS if any(row.worst is Severity.ERROR for row in rows) else Exit.CLEAN


async def _audit(rows: Sequence[Audited], coach: "Coach", lang: Language | None) -> list[Audited]:
    done: list[Audited] = []
    told = time.monotonic()
    for row in rows:
        done.append(await audited(row, coach.review, lang))
        if sys.stderr.isatty() and time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            sys.stderr.write(f"\r\x1b[K{len(done)}/{len(rows)}")
            sys.stderr.flush()
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    return done


def report(rows: Sequence[Audited], coach: "Coach", language: Language) -> "list[RenderableType]":
    """A line for each finding that matters and each row that failed, then how often each rule was broken."""
    said = terminal_words(language).macros
    lines: list[Row] = []
    for row in rows:
        label = said.row.format(number=row.number)
        if row.fault:
            lines.append((label, f"{said.failed}: {row.fault}"))
        lines += [(label, line) for line in _findings(row, coach, language)]
    totals: Counter[str] = Counter(rule for row in rows for rule in {finding.rule for finding in row.findings})
    titles = coach.knowledge.rulebook(language).rules
    counted: list[Row] = [(str(count), f"{titles[rule].title[language]} ({rule})") for rule, count in totals.most_common()]
    languages = Counter(row.lang for row in rows if row.lang)
    spoken = ", ".join(f"{name} {count}" for name, count in languages.most_common())
    parts: list[RenderableType] = [pairs(lines), ""] if lines else []
    return [*parts, said.by_rule, pairs(counted), f"{said.languages}: {spoken}"] if counted else [*parts, said.none]


def _findings(row: Audited, coach: "Coach", language: Language) -> "list[Text]":
    from rich.text import Text

    from ui.desk.words import words

    rules, names = coach.knowledge.rulebook(language).rules, words(language).values.severities
    lines: list[Text] = []
    for finding in row.findings:
        if finding.severity in SHOWN:
            quote = " ".join(row.text[finding.start : finding.end].split())
            quote = quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1]}…"
            shown = (names[finding.severity], SEVERITY_STYLES[finding.severity])
            lines.append(Text.assemble(shown, "  ", rules[finding.rule].title[language], f"  “{harmless(quote)}”" if quote else ""))
    return lines


def _as_json(row: Audited) -> str:
    """A row as one line of JSON; quotes are the reply's own words, with its placeholders."""
    if row.fault:
        return jsonlib.dumps({"row": row.number, "error": row.fault}, ensure_ascii=False) + "\n"
    findings = [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "start": finding.start,
            "end": finding.end,
            "quote": row.text[finding.start : finding.end],
        }
        for finding in row.findings
    ]
    corrected = row.corrected if row.corrected != row.text else None
    return jsonlib.dumps({"row": row.number, "lang": row.lang, "findings": findings, "corrected": corrected}, ensure_ascii=False) + "\n"


def _difference(row: Audited, name: str) -> list[str]:
    """What was changed in a row, as a unified diff of its text."""
    if not row.corrected or row.corrected == row.text:
        return []
    place = f"{name}#{row.number}"
    lines = difflib.unified_diff(row.text.splitlines(), row.corrected.splitlines(), place, place, lineterm="")
    return [harmless(line) + "\n" for line in lines]


def _write(out: str, table: Table, column: int, rows: Sequence[Audited]) -> int:
    """Write the table with its corrected replies; gives how many cells were kept from being formulas."""
    corrected = {row.number: row.corrected for row in rows if row.corrected}
    records = []
    for record in table.records:
        cells = list(record.cells)
        if record.number in corrected:
            cells[column] = corrected[record.number]
        records.append(cells)
    data, safe = written(table, records)
    try:
        Path(out).write_bytes(data)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror}") from error
    return safe
