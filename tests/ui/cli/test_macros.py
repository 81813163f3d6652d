"""``coach review macros.csv``: what is told of each row, and what is written."""

import csv
import json

from ui.cli.exits import Exit

HEAD = "id;title;body\r\n"
SORRY = "Hello {{customer.first_name}},\r\n\r\nyour order {order.id} is late, [[name]]. I am sorry if you feel that way.\r\n\r\n%AGENT%"
FINE = "Buongiorno {{nome}}, il Suo ordine [[numero]] è partito stamattina. %FIRMA%"


def table(*replies: str) -> str:
    return HEAD + "".join(f'{number};=A{number};"{reply}"\r\n' for number, reply in enumerate(replies, 1))


def told(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_safe_rewrites_are_written_and_placeholders_survive(folder, coach_command):
    (folder / "m.csv").write_bytes(table(SORRY, FINE).encode("utf-16"))
    ran = coach_command("review", "m.csv", "--out", "out.csv", "--diff")
    assert ran.code == Exit.FINDINGS
    rows = list(csv.reader((folder / "out.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True), delimiter=";"))
    assert rows[0] == ["id", "title", "body"]
    assert rows[1][1] == "'=A1"
    assert "sorry if" not in rows[1][2]
    assert all(piece in rows[1][2] for piece in ("{{customer.first_name}}", "{order.id}", "[[name]]", "%AGENT%"))
    assert rows[2][2] == FINE
    assert "--- m.csv#2\n+++ m.csv#2\n" in ran.out
    assert "replies changed: 1; cells kept from being formulas: 2" in ran.err


def test_placeholders_raise_no_findings_and_quotes_keep_them(folder, coach_command):
    (folder / "m.csv").write_text(table(SORRY, FINE), encoding="utf-8")
    rows = told(coach_command("review", "m.csv", "--json").out)
    assert [row["lang"] for row in rows] == ["en", "it"]
    assert rows[1]["findings"] == []
    assert all(finding["quote"] == SORRY[finding["start"] : finding["end"]] for finding in rows[0]["findings"])


def test_rows_that_fail_are_told_with_their_number_and_stop_nothing(folder, coach_command):
    (folder / "m.csv").write_text(HEAD + "1;short\r\n2;empty;\r\n3;what;12345\r\n" + table(FINE)[len(HEAD) :], encoding="utf-8")
    rows = told(coach_command("review", "m.csv", "--json").out)
    assert [row["row"] for row in rows] == [2, 3, 4, 5]
    assert ["error" in row for row in rows] == [True, True, True, False]
    assert "has 2 columns, not 3" in rows[0]["error"]
    ran = coach_command("review", "m.csv")
    assert "row 2  not checked: has 2 columns" in ran.out
    assert "1 of 4 rows checked" in ran.err


def test_rules_are_counted_by_the_rows_that_break_them(folder, coach_command):
    (folder / "m.csv").write_text(table(SORRY, SORRY, FINE), encoding="utf-8")
    out = coach_command("review", "m.csv").out
    assert "2  An apology in name only (non-apology)" in out
    assert "Languages: en 2, it 1" in out


def test_misuse_is_told(folder, coach_command):
    (folder / "m.csv").write_text(table(FINE), encoding="utf-8")
    for arguments, says in (
        (["m.csv", "--column", "nix"], "has no column nix; its columns are id, title, body"),
        (["m.csv", "--out", "m.csv"], "--out would overwrite what is read"),
        (["m.csv", "--mail", "mail.txt"], "--mail belongs to one draft"),
        (["draft.txt", "--diff"], "--diff belongs to a table"),
        (["none.csv"], "none.csv does not exist"),
    ):
        ran = coach_command("review", *arguments)
        assert ran.code == Exit.BAD_INPUT
        assert says in ran.err
