"""Versions, approval and removal: nothing is found without a person, nothing acknowledged is lost, nothing removed is left."""

import hashlib
import re
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.errors import DocumentRefused, DocumentUnknown, ShelfDamaged
from knowledge.house.house import House
from knowledge.house.intake import document_id
from knowledge.house.shelf import Shelf
from knowledge.models import Language

FIRST = b"# Fuel\n\nBoats come back with a full tank, or we fill it at the pump price.\n\n## Dogs\n\nDogs are welcome on motor boats.\n"
SECOND = FIRST.replace(b"pump price", b"pump price plus 35 euros")
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
ADDS_UNTIL_KILLED = """
import sys
from pathlib import Path
from knowledge.house.house import House
from knowledge.house.shelf import Shelf

house = House(Shelf(Path(sys.argv[1])))
kept = house.find("fuel.md")
number = 0
while True:
    number += 1
    version = house.shelf.add(kept.model_copy(update={"document": f"d{number}"}), b"x" * 20_000)
    print(version.key, flush=True)
    house.shelf.approve(version, version.added)
    print(version.key, "approved", flush=True)
"""

ADDS_THREE = """
import sys
from pathlib import Path
from knowledge.house.house import House
from knowledge.house.shelf import Shelf

for number in range(3):
    text = f"Boats come back with a full tank, says {sys.argv[2]} {number}."
    House(Shelf(Path(sys.argv[1]))).add("fuel.md", text.encode())
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(Shelf(tmp_path / "house.db"), lambda: NOW)


def states(house: House) -> dict[str, str]:
    return {version.key: version.state for version in house.shelf.versions()}


def test_everything_about_a_document_is_kept(house: House) -> None:
    added, outcome = house.add("guides/Fuel.md", FIRST)
    version = house.find("fuel.md")

    assert (outcome, version) == ("added", added)
    assert (version.name, version.size, version.added, version.decided, version.state) == (
        "guides/Fuel.md",
        len(FIRST),
        NOW,
        None,
        "pending",
    )
    assert version.sha256 == hashlib.sha256(FIRST).hexdigest()
    assert (version.reading.title, version.reading.language) == ("Fuel", Language.EN)
    assert len(version.reading.made_by) == 16
    assert house.shelf.original(version) == FIRST


def test_the_same_bytes_are_taken_in_once(house: House) -> None:
    house.add("fuel.md", FIRST)

    assert house.add("fuel.md", FIRST).outcome == "unchanged"
    assert house.add("other.md", FIRST)[0].key == "fuel.md@1"
    assert house.add("other.md", FIRST).outcome == "known"
    assert list(states(house)) == ["fuel.md@1"]


def test_a_changed_file_is_a_new_version_and_the_old_one_is_served_until_it_is_approved(house: House) -> None:
    house.add("fuel.md", FIRST)
    house.approve("fuel.md")
    assert house.add("fuel.md", SECOND).outcome == "new-version"
    assert [version.key for version in house.shelf.approved()] == ["fuel.md@1"]

    house.approve("fuel.md@2")
    assert states(house) == {"fuel.md@1": "replaced", "fuel.md@2": "approved"}
    assert house.find("fuel.md@2").decided == NOW

    house.approve("fuel.md@1")
    assert states(house) == {"fuel.md@1": "approved", "fuel.md@2": "replaced"}


def test_passages_that_did_not_change_keep_their_ids(house: House) -> None:
    first, second = (house.add("fuel.md", data).version.reading.passages for data in (FIRST, SECOND))

    assert first[0].id != second[0].id
    assert first[1].id == second[1].id


def test_what_is_removed_is_erased(house: House, tmp_path: Path) -> None:
    house.add("fuel.md", FIRST)
    house.add("fuel.md", SECOND)
    house.add("dogs.md", b"# Dogs\n\nDogs wear a life vest, which we lend to every one of them.\n")

    assert house.remove("fuel.md@1") == 1
    assert house.remove("fuel.md") == 1
    assert list(states(house)) == ["dogs.md@1"]
    assert not [file for file in tmp_path.iterdir() if b"pump price" in file.read_bytes()]


@pytest.mark.parametrize("name", ["fuel", "fuel.md@9", "fuel.md@", "@1", ""])
def test_a_document_that_is_not_there_is_told_in_one_line(house: House, name: str) -> None:
    house.add("fuel.md", FIRST)

    for ask in (house.find, house.approve, house.remove):
        with pytest.raises(DocumentUnknown, match="coach knowledge list"):
            ask(name)


def test_a_text_in_none_of_our_languages_needs_to_be_told_its_own(house: House) -> None:
    german = "Die Boote kommen am Abend um sechs zurück, und die Mannschaft zahlt für jede Stunde danach.".encode()

    with pytest.raises(DocumentRefused, match=r"boote\.txt is in none of the languages en, it, fr, pl"):
        house.add("boote.txt", german)
    assert house.add("boote.txt", german, Language.EN).version.reading.language is Language.EN


def test_a_kind_that_is_not_read_and_a_file_too_large_are_refused(house: House) -> None:
    with pytest.raises(DocumentRefused, match="of no kind that is read here"):
        house.add("boats.exe", b"MZ")
    with pytest.raises(DocumentRefused, match="larger than 2 MB"):
        house.add("boats.txt", b"boat " * 500_000)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Règles été.PDF", "regles-ete.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a/..", "document"),
        ("-rf.md", "rf.md"),
        ("łódź@2.md", "lodz-2.md"),
        ("x" * 300 + ".md", "x" * 77 + ".md"),
    ],
)
def test_ids_are_short_and_plain_whatever_the_file_is_called(name: str, id: str) -> None:
    assert document_id(name) == id


def test_reading_anew_keeps_decisions_and_lets_wait_what_looks_worse_now(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.add("fuel.md", FIRST)
    house.approve("fuel.md")
    before = house.find("fuel.md")

    assert house.rebuild() == (before,)

    monkeypatch.setattr("knowledge.house.suspicion.OTHERS", (("markup", re.compile("welcome")),))
    assert [version.state for version in house.rebuild()] == ["pending"]
    assert house.shelf.approved() == ()


def test_what_can_be_read_no_more_waits_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.add("fuel.md", FIRST)
    house.approve("fuel.md")

    def refuse(*_: object) -> None:
        raise DocumentRefused("is not read any more")

    monkeypatch.setattr("knowledge.house.house.read_document", refuse)
    house.rebuild()
    assert house.find("fuel.md").state == "pending"
    assert house.find("fuel.md").reading.text


@pytest.mark.parametrize("damage", [b"garbage" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_told_and_never_overwritten(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "house.db"
    file.write_bytes(damage)
    house = House(Shelf(file))

    with pytest.raises(ShelfDamaged, match=r"house\.db: the house documents cannot be read"):
        house.shelf.versions()
    with pytest.raises(ShelfDamaged):
        house.add("fuel.md", FIRST)
    assert file.read_bytes() == damage


def test_records_of_another_make_are_told(house: House, tmp_path: Path) -> None:
    house.add("fuel.md", FIRST)
    with sqlite3.connect(tmp_path / "house.db") as kept:
        kept.execute("UPDATE versions SET reading = '{}'")
    kept.close()

    with pytest.raises(ShelfDamaged, match="does not know"):
        house.find("fuel.md")


def test_there_is_nothing_before_the_first_document(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "home" / "house.db")

    assert (shelf.mark(), shelf.versions(), shelf.approved()) == (None, (), ())
    assert not (tmp_path / "home").exists()


@pytest.mark.slow
def test_a_process_that_is_killed_loses_nothing_that_it_acknowledged(house: House, tmp_path: Path) -> None:
    house.add("fuel.md", FIRST)
    file = tmp_path / "house.db"
    for round in range(5):
        command = [sys.executable, "-c", ADDS_UNTIL_KILLED.replace('f"d{', f'f"r{round}-{{'), str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            told = [process.stdout.readline().split()]
            time.sleep(0.05 * (round + 1))
            process.send_signal(signal.SIGKILL)
            told += [line.split() for line in process.stdout.read().splitlines() if line]
        found = states(house)
        assert {line[0] for line in told} <= found.keys()
        assert all(found[key] == "approved" for key, *approved in told if approved)
    with sqlite3.connect(file) as kept:
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept.close()


@pytest.mark.slow
def test_processes_that_add_at_once_get_numbers_of_their_own(house: House, tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", ADDS_THREE, str(tmp_path / "house.db"), name]) for name in ("Ann", "Bob")]

    assert [process.wait(60) for process in running] == [0, 0]
    assert list(states(house)) == [f"fuel.md@{number}" for number in range(1, 7)]
