"""How the command line fails: one line that says what to do, the right exit code, nothing else."""

import json
import os
import subprocess
import sys

import pytest

from coach.models import ReviewAnswer
from ui.cli.exits import Exit
from ui.cli.review import exit_of

HEAVY = ("gradio", "chromadb", "langchain", "langchain_core", "langchain_openai", "openai", "fastapi", "sklearn")
SPY = """
import sys
from ui.cli.main import run
sys.argv[1:] = sys.argv[1:]
code = run()
print("LOADED", *sorted({name.split(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""


def process(*arguments, folder, **options):
    return subprocess.run([sys.executable, "-c", SPY, *arguments], cwd=folder, capture_output=True, timeout=60, check=False, **options)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["rules", "list"], ["review", "draft.txt"], ["review", "draft.txt", "--mail", "mail.eml"], ["config"]]
)
def test_light_commands_never_import_what_is_heavy(arguments, folder):
    ran = process(*arguments, folder=folder)
    loaded = ran.stderr.decode().split("LOADED ")[1].split()
    assert ran.returncode in (0, 1)
    assert not set(HEAVY) & set(loaded)


def mailbox(*texts):
    return b"".join(b"From a@b.c Mon Mar  3 10:00:00 2025\nFrom: a@b.c\nSubject: x\n\n%s\n\n" % text.encode() for text in texts)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read", "nowhere.eml"], "nowhere.eml does not exist"),
        (["read", "house-rules"], "house-rules is a folder"),
        (["read", "empty.txt"], "empty.txt is empty"),
        (["read", "binary.eml"], "binary.eml: this is"),
        (["read", "latin.txt"], "latin.txt is not UTF-8 (line 1); save it as UTF-8"),
        (["read", "inbox.mbox"], "inbox.mbox holds 3 mails; read one with inbox.mbox#1 up to inbox.mbox#3, or all with --batch inbox.mbox"),
        (["read", "inbox.mbox#4"], "inbox.mbox holds no mail 4"),
        (["read", "a\0b"], "NUL"),
        (["read"], "no mail given"),
        (["read", "-"], "standard input is empty"),
        (["read", "mail.txt", "--batch", "mails.jsonl"], "MAIL cannot stand beside --batch"),
        (["read", "--batch", "none.jsonl"], "none.jsonl does not exist"),
        (["draft", "mail.txt", "--facts", '{"text": '], "--facts starts like JSON but is not"),
        (["draft", "mail.txt", "--offer", '{"txt": "x"}'], "offer.0"),
        (["draft", "mail.txt", "--stage", "later"], "is not one of"),
        (["draft", "--batch", "mails.jsonl", "--facts", "x"], "--facts cannot stand beside --batch"),
        (["review", "-", "--mail", "-"], "standard input can be the draft or the mail, not both"),
        (["review", "long.txt"], "longer than 2 MB"),
        (["rules", "show", "lecturin"], "did you mean lecturing?"),
        (["rules", "new", "No Spaces", "--folder", "house-rules"], "use small letters and hyphens"),
        (["rules", "new", "no-shouting", "--folder", "mail.txt"], "mail.txt is a file"),
        (["search"], "no question given"),
        (["nonsense"], "No such command"),
        (["read", "--nonsense"], "see coach read --help"),
        (["serve", "--host", "0.0.0.0"], "open to others"),
        (["serve", "--port", "99999"], "--port"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments, says, folder, coach_command):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.eml").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "latin.txt").write_bytes("Perché non è arrivato?".encode("latin-1"))
    (folder / "inbox.mbox").write_bytes(mailbox("One", "Two", "Three"))
    (folder / "long.txt").write_bytes(b"a line of text\n" * 200_000)
    ran = coach_command(*arguments)
    assert ran.code == Exit.BAD_INPUT
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("coach: ")
    assert ran.out == ""


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("COACH_POLICY", "policy.yaml", "policy.yaml:2: update_working_days"),
        ("COACH_POLICY", "missing.yaml", "missing.yaml:1: cannot be read"),
        ("COACH_RULES", "house-rules", "no-shouting.yaml:1: "),
        ("COACH_RULES", "nowhere", "nowhere:1: is not a folder"),
        ("COACH_DEADLINE_SECONDS", "soon", "COACH_DEADLINE_SECONDS: "),
        ("COACH_MODLE", "openai:x", "COACH_MODLE is not a setting; did you mean COACH_MODEL?"),
    ],
)
@pytest.mark.parametrize("arguments", [["review", "draft.txt"], ["draft", "mail.txt"]], ids=" ".join)
def test_a_broken_house_is_one_line_and_exit_code_2(arguments, variable, value, says, folder, coach_command, monkeypatch):
    (folder / "policy.yaml").write_text("first_reply_hours: 24\nupdate_working_days: soon\n", encoding="utf-8")
    (folder / "house-rules" / "no-shouting.yaml").write_text("id: no-shouting\n", encoding="utf-8")
    monkeypatch.setenv(variable, value)
    ran = coach_command(*arguments)
    assert (ran.code, ran.out) == (Exit.BAD_INPUT, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1


def test_faults_of_rules_are_told_like_a_compilers(folder, coach_command):
    (folder / "house-rules" / "no-shouting.yaml").write_text("id: no-shouting\n", encoding="utf-8")
    ran = coach_command("rules", "check", "house-rules")
    assert ran.code == Exit.BAD_INPUT
    assert ran.err.startswith("house-rules/no-shouting.yaml:1: ")


def test_closed_output_is_no_error(folder):
    (folder / "many.jsonl").write_text('{"id": 1, "mail": "Where is my parcel?"}\n' * 3000, encoding="utf-8")
    command = [sys.executable, "-c", SPY, "read", "--batch", "many.jsonl"]
    running = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert json.loads(running.stdout.readline())["id"] == 1
    running.stdout.close()
    errors = running.stderr.read().decode()
    running.stderr.close()
    assert running.wait(30) == 0
    assert [line for line in errors.splitlines() if not line.startswith("LOADED")] == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk_is_one_line(folder):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ran = subprocess.run(
            [sys.executable, "-c", SPY, "config"], cwd=folder, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert ran.stderr.decode().splitlines()[0].startswith("coach: No space left")


def test_bare_command_shows_help(coach_command):
    ran = coach_command()
    assert ran.code == 0
    assert "Usage: coach" in ran.out


def test_a_fault_of_ours_is_one_line_without_the_mail(coach_command, monkeypatch):
    def fail(*_):
        raise KeyError("the customer's own words")

    monkeypatch.setattr("coach.bootstrap.build_coach", fail)
    ran = coach_command("read", "mail.txt")
    assert ran.code == Exit.BAD_INPUT
    assert "internal error (KeyError at test_main.py:" in ran.err
    assert "customer" not in ran.err


def review_with(verdict, severities):
    finding = {
        "rule": "lecturing", "dimension": "lecturing", "start": 0, "end": 1, "utf16_start": 0, "utf16_end": 1, "quote": "x", "message": "m",
        "replace": None, "advice": "a", "origin": "pattern", "sources": (),
    }  # fmt: skip
    findings = [finding | {"severity": severity} for severity in severities]
    return ReviewAnswer(lang="en", verdict=verdict, findings=findings, met=(), asks=(), commitments=())


@pytest.mark.parametrize(
    ("verdict", "severities", "code"),
    [("send", [], 0), ("send", ["warning", "hint"], 0), ("fix", ["hint", "error"], 1), ("hold", ["error"], 4), ("hold", [], 4)],
)
def test_exit_code_of_a_review(verdict, severities, code):
    assert exit_of(review_with(verdict, severities)) == code


def test_one_mail_of_a_mailbox_is_read_by_its_number_and_all_in_a_batch(folder, coach_command):
    (folder / "inbox.mbox").write_bytes(mailbox("Where is my parcel?", "Please refund order 88213.\n>From here on I wait.", "\u200b"))
    second = json.loads(coach_command("read", "inbox.mbox#2", "--json").out)
    assert [fact["text"] for fact in second["facts"] if fact["kind"] == "order"] == ["order 88213"]
    all_three = [json.loads(line) for line in coach_command("read", "--batch", "inbox.mbox").out.splitlines()]
    assert [one["id"] for one in all_three] == [1, 2, 3]
    assert all_three[1] == second | {"id": 2}
    (folder / "one.mbox").write_bytes(mailbox("Where is my parcel?"))
    assert coach_command("read", "one.mbox").code == Exit.CLEAN


def test_what_a_mail_hides_is_counted_for_the_reader(folder, coach_command):
    (folder / "mail.html").write_text('<p>Where is my parcel?</p><p style="display:none">secret</p>', encoding="utf-8")
    assert "hidden    characters removed: 6" in coach_command("read", "mail.html", "--ui-lang", "en").out
