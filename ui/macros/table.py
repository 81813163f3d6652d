"""Tables of canned replies as help desks and spreadsheets export them: any delimiter, any encoding, written back safely."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coach.errors import InputError
from coach.mail.charset import decode

MOST_BYTES = 50_000_000
LONGEST_CELL = 1_000_000
DELIMITERS = ",;\t|"
LOOKED_AT = 30
"""Rows from which the delimiter is told."""
REPLY_COLUMNS = (
    *("body", "text", "reply", "macro", "message", "content", "response", "answer", "comment", "template"),
    *("risposta", "testo", "messaggio", "contenuto", "réponse", "reponse", "texte", "contenu"),
    *("treść", "tresc", "odpowiedź", "odpowiedz", "wiadomość", "wiadomosc", "tekst", "szablon"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, which may run programs."""


class Record(NamedTuple):
    """One row as a spreadsheet numbers it, or why it cannot be read."""

    number: int
    cells: list[str]
    fault: str = ""


class Table(NamedTuple):
    """A header and the rows below it."""

    header: list[str]
    records: list[Record]
    delimiter: str
    name: str


def table_of(data: bytes, name: str) -> Table:
    """The table in a file; raises InputError when there is none in it."""
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is longer than {MOST_BYTES // 1_000_000} MB; split it into several files")
    text = decode(data).removeprefix("\ufeff").replace("\0", "")
    told, text = _told_delimiter(text)
    csv.field_size_limit(LONGEST_CELL)
    delimiter = told or max(DELIMITERS, key=lambda delimiter: _fit(text, delimiter))
    records = list(_records(text, delimiter))
    if not records or not any(character.isalnum() for cell in records[0].cells for character in cell):
        raise InputError(f"{name} holds no table; the first row has to name the columns")
    return Table([cell.strip() for cell in records[0].cells], records[1:], delimiter, name)


def column_of(table: Table, named: str | None) -> int:
    """The column that holds the replies: the one named, else the one whose name says so; raises InputError with the columns there are."""
    names = [name.casefold() for name in table.header]
    if named is not None:
        if named.strip().casefold() in names:
            return names.index(named.strip().casefold())
        raise InputError(f"{table.name} has no column {named}; its columns are {_listed(table)}")
    known = [column for column in REPLY_COLUMNS if column in names]
    if known or len(names) == 1:
        return names.index(known[0]) if known else 0
    raise InputError(f"{table.name}: which column holds the replies? Name it with --column; its columns are {_listed(table)}")


def written(table: Table, records: Iterable[Sequence[str]]) -> tuple[bytes, int]:
    """A table as a file that Excel opens as UTF-8, and how many cells were kept from being formulas."""
    changed = 0
    into = io.StringIO(newline="")
    writer = csv.writer(into, delimiter=table.delimiter, lineterminator="\r\n")
    for cells in (table.header, *records):
        safe = [_harmless(cell) for cell in cells]
        changed += sum(one != other for one, other in zip(safe, cells, strict=True))
        writer.writerow(safe)
    return into.getvalue().encode("utf-8-sig"), changed


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _listed(table: Table) -> str:
    return ", ".join(name or "(no name)" for name in table.header[:30])


def _told_delimiter(text: str) -> tuple[str | None, str]:
    """Excel's own first line ``sep=;``, taken off."""
    first, _, rest = text.partition("\n")
    told = first.strip().lower().removeprefix("sep=")
    return (told, rest) if first.lower().startswith("sep=") and len(told) == 1 and told in DELIMITERS else (None, text)


def _fit(text: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter divides the first rows: the share of rows as wide as the header, then the width."""
    rows: list[list[str]] = []
    for record in _records(text, delimiter):
        rows.append(record.cells)
        if len(rows) == LOOKED_AT:
            break
    width = len(rows[0]) if rows else 0
    return (sum(len(row) == width for row in rows) / len(rows), width) if width > 1 else (0.0, width)


def _records(text: str, delimiter: str) -> Iterator[Record]:
    """Rows that are not empty, numbered as a spreadsheet shows them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(number, [], str(error))
            continue
        if any(cell.strip() for cell in cells):
            yield Record(number, cells)
