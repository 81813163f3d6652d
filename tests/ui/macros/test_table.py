"""Tables as help desks and spreadsheets export them."""

import csv
import io

import pytest

from coach.errors import InputError
from ui.macros.table import column_of, table_of, written

REPLY = "Dzień dobry,\n\nproszę o numer zamówienia; dziękuję.\tPozdrawiam, „Biuro”"


def exported(delimiter: str, encoding: str) -> bytes:
    into = io.StringIO(newline="")
    writer = csv.writer(into, delimiter=delimiter)
    writer.writerows([["id", "treść"], ["1", REPLY], ["2", "Krótko."]])
    return into.getvalue().encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"])
def test_any_delimiter_and_encoding_is_told(delimiter: str, encoding: str) -> None:
    table = table_of(exported(delimiter, encoding), "macros.csv")
    assert table.header == ["id", "treść"]
    assert [record.cells[column_of(table, None)] for record in table.records] == [REPLY, "Krótko."]
    assert [record.number for record in table.records] == [2, 3]


def test_the_delimiter_that_excel_writes_into_the_file_counts() -> None:
    assert table_of(b"sep=;\r\nid;body\r\n1;a,b,c\r\n", "m.csv").records[0].cells == ["1", "a,b,c"]


@pytest.mark.parametrize("name", ["Body", "TEXT", "reply", "Macro", "Risposta", "réponse", "Treść"])
def test_the_column_of_replies_is_known_by_its_name(name: str) -> None:
    assert column_of(table_of(f"id,{name},tags\n1,Hello,x\n".encode(), "m.csv"), None) == 1


def test_a_column_that_nobody_named_or_that_is_missing_is_told_with_those_there_are() -> None:
    table = table_of(b"id,lorem,ipsum\n1,a,b\n", "m.csv")
    with pytest.raises(InputError, match="Name it with --column; its columns are id, lorem, ipsum"):
        column_of(table, None)
    with pytest.raises(InputError, match=r"m\.csv has no column body; its columns are id, lorem, ipsum"):
        column_of(table, "body")
    assert column_of(table, "LOREM") == 1


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,\n", "\ufeff".encode()])
def test_a_file_without_a_header_is_no_table(data: bytes) -> None:
    with pytest.raises(InputError, match="holds no table"):
        table_of(data, "m.csv")


def test_a_row_that_cannot_be_read_stops_no_other() -> None:
    table = table_of(b"id,body\n1," + b"x" * 1_100_000 + b"\n2,Hello\n", "m.csv")
    assert table.records[0].fault
    assert table.records[-1].cells == ["2", "Hello"]


def test_no_cell_of_a_written_table_is_a_formula_and_all_else_comes_back() -> None:
    table = table_of(b"id,body\n", "m.csv")
    rows = [["1", "=HYPERLINK(1)"], ["2", "+1"], ["3", "-1+cmd|' /C calc'!A0"], ["4", "@SUM(1)"], ["5", "\t=1"], ["6", REPLY]]
    data, changed = written(table, rows)
    assert changed == 5
    again = table_of(data, "m.csv")
    assert [record.cells[1] for record in again.records] == [f"'{cells[1]}" for cells in rows[:5]] + [REPLY]
