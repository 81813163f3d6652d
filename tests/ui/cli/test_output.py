"""What the commands print: one JSON object for programs, calm text for people, colour only where it is wanted."""

import json
import os
import pty
import re
import subprocess
import sys

import pytest

from coach.models import DraftAnswer, ReadAnswer, ReviewAnswer
from knowledge.models import SearchAnswer
from tests.ui.conftest import DRAFT, MAIL
from ui.cli.console import harmless
from ui.rulecards import RuleDetail, RuleList

ESCAPE = "\x1b["
RUN = [sys.executable, "-c", "import sys; from ui.cli.main import run; sys.exit(run())"]


@pytest.mark.parametrize(
    ("arguments", "model"),
    [
        (["read", "mail.eml"], ReadAnswer),
        (["draft", "mail.txt"], DraftAnswer),
        (["review", "draft.txt", "--mail", "mail.eml"], ReviewAnswer),
        (["search", "a late refund"], SearchAnswer),
        (["rules", "list"], RuleList),
        (["rules", "show", "lecturing", "--lang", "fr"], RuleDetail),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_json_is_one_object_of_the_contract(arguments, model, coach_command):
    ran = coach_command(*arguments, "--json")
    assert ran.out.count("\n") == 1
    model.model_validate_json(ran.out)


@pytest.mark.parametrize(
    ("command", "line", "model"),
    [
        ("read", {"mail": MAIL}, ReadAnswer),
        (
            "draft",
            {"mail": MAIL, "facts": [{"text": "It left on 20 May."}], "offer": [{"text": "a refund of £4.90"}], "lang": "it"},
            DraftAnswer,
        ),
        ("review", {"draft": DRAFT, "mail": MAIL, "facts": [], "offer": [], "lang": "en"}, ReviewAnswer),
        ("search", {"query": "a late refund", "lang": "pl"}, SearchAnswer),
    ],
)
def test_batch_lines_are_of_the_contract(command, line, model, folder, coach_command):
    lines = [json.dumps({"id": "a", **line}), "broken", json.dumps({"id": 2, **line})]
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = coach_command(command, "--batch", "in.jsonl")
    first, broken, last = ran.out.splitlines()
    assert ran.code == 0
    assert model.model_validate_json(first).id == "a"
    assert json.loads(broken) == {"id": None, "error": "line 2: not JSON: Expecting value at column 1"}
    assert model.model_validate_json(last).id == 2


def test_a_draft_can_be_saved_without_what_is_said_about_it(coach_command):
    said = json.loads(coach_command("draft", "mail.txt", "--json").out)
    ran = coach_command("draft", "mail.txt")
    assert ran.out == f"Subject: {said['subject']}\n\n{said['body']}\n"
    assert all(gap["text"] in ran.err for gap in said["placeholders"])


def test_a_held_mail_gives_no_text_to_send_and_exit_code_4(folder, coach_command):
    (folder / "mail.txt").write_text("If you cut us off tomorrow I will kill myself. Account 5521. Paul", encoding="utf-8")
    ran = coach_command("draft", "mail.txt")
    assert (ran.code, ran.out) == (4, "")
    assert "supervisor" in ran.err
    assert ran.err.splitlines()[-1].endswith(" --cleared self-harm")


def test_a_held_mail_that_a_person_has_read_can_be_answered(folder, coach_command):
    text = "If you cut us off tomorrow I will kill myself. Account 5521. Paul"
    (folder / "mail.txt").write_text(text, encoding="utf-8")
    ran = coach_command("draft", "mail.txt", "--cleared", "self-harm")
    assert ran.code == 0
    assert ran.out.startswith("Subject: ")
    assert "--cleared" not in ran.err
    (folder / "in.jsonl").write_text(json.dumps({"id": 1, "mail": text, "cleared": ["self-harm"]}), encoding="utf-8")
    assert json.loads(coach_command("draft", "--batch", "in.jsonl").out)["body"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["mail.txt", "--cleared", "legal-threat"], ("--cleared", "legal-threat", "self-harm", "violence-threat")),
        (["--batch", "mails.jsonl", "--cleared", "self-harm"], ("--cleared cannot stand beside --batch",)),
    ],
)
def test_only_a_danger_of_one_mail_can_be_ruled_out(arguments, told, coach_command):
    ran = coach_command("draft", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert all(word in ran.err for word in told)


def test_a_review_shows_quote_reason_source_and_what_to_write(coach_command):
    ran = coach_command("review", "draft.txt", "--mail", "mail.eml")
    found = json.loads(coach_command("review", "draft.txt", "--mail", "mail.eml", "--json").out)["findings"]
    flat = " ".join(ran.out.split())
    assert ran.code == 1
    for finding in found:
        assert f"“{finding['quote']}”" in flat
        assert finding["rule"] in flat
        assert " ".join((finding["replace"]["text"] if finding["replace"] else finding["advice"]).split()) in flat
        assert all(source in flat for source in finding["sources"][:1])


def test_explanations_come_in_the_language_asked_for(coach_command):
    english = coach_command("review", "draft.txt").out
    italian = coach_command("review", "draft.txt", "--ui-lang", "it").out
    assert "Promise we may not keep" in english
    assert "Promise we may not keep" not in italian


def test_a_new_rule_is_a_file_that_can_be_used_at_once(folder, coach_command):
    assert coach_command("rules", "new", "no-shouting", "--folder", "house-rules").code == 0
    assert coach_command("rules", "check", "house-rules").code == 0
    again = coach_command("rules", "new", "no-shouting", "--folder", "house-rules")
    assert (again.code, "exists already" in again.err) == (2, True)
    assert coach_command("rules", "new", "no-shouting").out == (folder / "house-rules" / "no-shouting.yaml").read_text(encoding="utf-8")


def on_terminal(folder, **environment):
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*RUN, "rules", "list"], cwd=folder, stdout=theirs, stderr=theirs, env=os.environ | environment)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65_536):
            shown += part
    except OSError:
        pass  # how Linux says that the other end is closed
    os.close(ours)
    assert process.wait(30) == 0
    return shown.decode()


def test_colour_is_for_terminals_that_want_it(folder):
    assert ESCAPE in on_terminal(folder, TERM="xterm", NO_COLOR="")
    assert not re.search(r"\x1b\[\d*;?3\d", on_terminal(folder, TERM="xterm", NO_COLOR="1"))
    assert ESCAPE not in subprocess.run([*RUN, "rules", "list"], cwd=folder, capture_output=True, text=True, check=True, timeout=60).stdout


def test_a_mail_cannot_steer_the_terminal():
    assert harmless("a\x1b[2Jb\x07c\u202ed\r\n\te") == "a[2Jbcd\n\te"
