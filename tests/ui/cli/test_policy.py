"""``coach policy``: the interview at a real terminal and from a pipe, the check and what is in force."""

import json
import os
import pty
import select
import signal
import sys
import time
from pathlib import Path

import pytest

from coach.policy import DEFAULT, load_policy
from knowledge.models import Language
from ui.cli.exits import Exit

RUN = [sys.executable, "-c", "import sys; from ui.cli.main import run; sys.exit(run())"]
PROMPT = "> "
PATIENCE = 60


class Terminal:
    """The command at a pseudo-terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.environ |= {"COLUMNS": "300", "NO_COLOR": "1", "TERM": "dumb", "LANG": "en_GB.UTF-8", "LC_ALL": ""}
            os.execv(RUN[0], [*RUN, *arguments])  # noqa: S606
        self.seen, self._read = "", 0

    def type(self, *lines: str) -> None:
        for line in lines:
            self._wait_for(PROMPT)
            time.sleep(0.05)  # a person does not press Ctrl+C in the microsecond in which the prompt appears
            os.write(self._terminal, (line if line in {"\x03", "\x04"} else f"{line}\n").encode())

    def end(self) -> int:
        while self._more():
            pass
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _wait_for(self, text: str) -> None:
        while text not in self.seen[self._read :]:
            assert self._more(), f"ended before {text!r}: {self.seen}"
        self._read = self.seen.index(text, self._read) + len(text)

    def _more(self) -> bool:
        assert select.select([self._terminal], [], [], PATIENCE)[0], f"nothing more after: {self.seen}"
        try:
            said = os.read(self._terminal, 65536)
        except OSError:  # the way in which Linux says that the other end has gone
            return False
        self.seen += said.decode(errors="replace").replace("\r\n", "\n")
        return bool(said)


@pytest.fixture(autouse=True)
def _home(folder: Path, index: Path) -> None:
    """A working folder for every process, with the index made."""


def test_an_interview_that_is_stopped_goes_on_where_it_was(folder: Path) -> None:
    first = Terminal("policy", "init")
    first.type("en", "soon", "48", "\x03")
    assert first.end() == 130
    assert "“soon” does not fit. Answer with a whole number from 1 to 240." in first.seen
    assert "2 answers are kept in policy.yaml.unfinished" in first.seen
    assert not (folder / "policy.yaml").exists()
    second = Terminal("policy", "init")
    second.type("yes", "1", *[""] * 3, "<", "Best, / [[your name]]", *[""] * 13)
    assert second.end() == 0, second.seen
    assert load_policy(folder / "policy.yaml").first_reply_hours == 48
    assert not (folder / "policy.yaml.unfinished").exists()
    for line in ("policy.yaml is written and checked", "- Kind regards,", "+ Best,", "  [[your name]]"):
        assert line in second.seen
    shown = " ".join(second.seen.partition("before, + from now on")[2].split())
    assert ("two working days" in shown, "one working day" in shown) == (True, True)


def test_a_closed_terminal_loses_nothing_either(folder: Path) -> None:
    terminal = Terminal("policy", "init", "--ui-lang", "pl")
    terminal.type("pl", "12", "\x04")
    assert terminal.end() == 130
    kept = json.loads((folder / "policy.yaml.unfinished").read_text(encoding="utf-8"))
    assert kept == {"language": "pl", "answers": {"languages": "pl", "first_reply_hours": "12"}}


@pytest.mark.parametrize(("answer", "hours"), [("no", 24), ("", 24), ("yes", 48)])
def test_a_policy_is_replaced_only_when_asked(answer: str, hours: int, folder: Path) -> None:
    path = folder / "policy.yaml"
    path.write_text(DEFAULT.read_text(encoding="utf-8").replace("update_working_days: 2", "update_working_days: 5"), encoding="utf-8")
    terminal = Terminal("policy", "init")
    terminal.type("en", "48", *[""] * 17, answer)
    assert terminal.end() == 0
    assert "[5] " in terminal.seen
    assert (load_policy(path).first_reply_hours, load_policy(path).update_working_days) == (hours, 5)
    assert (folder / "policy.yaml.unfinished").exists() is (hours == 24)


def lines(**changes: str) -> bytes:
    """Answers for English alone, the default for what is not changed."""
    order = ("languages", "hours", "days", "office", "formal", "sign_off", "money", "roles", "department", "contact")
    return "".join(f"{changes.get(name, '')}\n" for name in (*order, *"123456", "harm", "violence", "links")).encode()


def test_answers_can_be_piped(folder: Path, coach_command) -> None:
    ran = coach_command("policy", "init", "--answers", "-", "--ui-lang", "en", stdin=lines(languages="en", hours="36", roles="lead 50"))
    assert (ran.code, ran.err) == (Exit.CLEAN, "")
    assert (load_policy(folder / "policy.yaml").first_reply_hours, load_policy(folder / "policy.yaml").refund_by_role) == (36, {"lead": 50})
    assert "The reply to “The lamp that never came” stays as it was." in ran.out
    assert sorted(path.name for path in folder.glob("policy*")) == ["policy.yaml"]


@pytest.mark.parametrize(
    ("stdin", "says"),
    [
        (lines(languages="en", hours="soon"), "standard input:2: “soon” does not fit"),
        (lines(languages="en") + b"more\n", "standard input:20: all questions were answered before this line"),
        (b"en\n\n", "standard input ends before question 3 of 19 (update_working_days)"),
        (b"<\n", "standard input:1: This is the first question"),
    ],
)
def test_piped_answers_that_do_not_fit_are_one_line(stdin: bytes, says: str, folder: Path, coach_command) -> None:
    ran = coach_command("policy", "init", "--answers", "-", "--ui-lang", "en", stdin=stdin)
    assert (ran.code, ran.out, ran.err.count("\n")) == (Exit.BAD_INPUT, "", 1)
    assert says in ran.err
    assert not list(folder.glob("policy*"))


def test_no_terminal_and_no_answers_is_one_line(coach_command) -> None:
    ran = coach_command("policy", "init", stdin=lines())
    assert (ran.code, ran.out) == (Exit.BAD_INPUT, "")
    assert ran.err == "coach: coach policy init asks questions; run it in a terminal, or give --answers FILE with one answer a line\n"


def test_a_folder_that_is_not_there_is_told_before_anything_is_asked(coach_command) -> None:
    ran = coach_command("policy", "init", "nowhere/policy.yaml", "--answers", "-", stdin=lines())
    assert (ran.code, ran.err) == (Exit.BAD_INPUT, "coach: nowhere is not a folder; create it first, or name another file\n")


def test_piped_answers_replace_nothing(folder: Path, coach_command) -> None:
    (folder / "policy.yaml").write_text("mine", encoding="utf-8")
    ran = coach_command("policy", "init", "--answers", "-", stdin=lines())
    assert ran.code == Exit.BAD_INPUT
    assert "policy.yaml exists" in ran.err
    assert (folder / "policy.yaml").read_text(encoding="utf-8") == "mine"


def test_check_tells_every_fault_like_a_compiler(folder: Path, coach_command) -> None:
    text = DEFAULT.read_text(encoding="utf-8").replace("first_reply_hours: 24", "first_reply_hours: 0")
    (folder / "policy.yaml").write_text(text + "colour: red\n", encoding="utf-8")
    ran = coach_command("policy", "check", "policy.yaml")
    told = ran.err.splitlines()
    assert (ran.code, ran.out, len(told)) == (Exit.BAD_INPUT, "", 2)
    at = text.splitlines().index("first_reply_hours: 0") + 1
    assert told[0].startswith(f"policy.yaml:{at}: first_reply_hours: ")
    assert told[1] == f"policy.yaml:{text.count(chr(10)) + 1}: colour: is not a known name here; remove it or correct its spelling"
    said = json.loads(coach_command("policy", "check", "policy.yaml", "--json").out)
    assert (said["ok"], said["file"], [fault["line"] for fault in said["faults"]]) == (False, "policy.yaml", [at, text.count("\n") + 1])


def test_check_looks_at_the_policy_in_force(folder: Path, coach_command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert coach_command("policy", "check").out == "The built-in default is sound; COACH_POLICY is not set.\n"
    monkeypatch.setenv("COACH_POLICY", "none.yaml")
    ran = coach_command("policy", "check")
    assert (ran.code, ran.err) == (Exit.BAD_INPUT, "none.yaml:1: cannot be read: No such file or directory\n")


def test_show_is_the_policy_in_force_as_a_file(folder: Path, coach_command, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = coach_command("policy", "show", "--lang", "it").out
    assert shown.startswith("# In vigore: la politica prudente integrata (COACH_POLICY non è impostato)\n")
    (folder / "house.yaml").write_text(shown.replace("refund_by_role: {}", "refund_by_role: {lead: 50}"), encoding="utf-8")
    monkeypatch.setenv("COACH_POLICY", "house.yaml")
    monkeypatch.setenv("COACH_ROLE", "lead")
    shown = coach_command("policy", "show").out.splitlines()
    assert shown[:2] == ["# In force: house.yaml (COACH_POLICY)", "# Role lead (COACH_ROLE): may promise up to 50 without asking"]
    said = json.loads(coach_command("policy", "show", "--json").out)
    assert (said["file"], said["role"], said["refund_without_approval"]) == ("house.yaml", "lead", 50)
    assert said["policy"] == load_policy(folder / "house.yaml").model_dump(mode="json")
    monkeypatch.setenv("COACH_ROLE", "boss")
    ran = coach_command("policy", "show")
    assert ran.code == Exit.BAD_INPUT
    assert ran.err == "coach: COACH_ROLE: there is no role boss; the roles of the policy are lead (refund_by_role)\n"


def test_the_policy_names_whom_to_ask_and_to_tell(folder: Path, coach_command, monkeypatch: pytest.MonkeyPatch) -> None:
    house = coach_command("policy", "show").out.replace("departments: {}", "departments: {Accounts: {contact: ext. 3, issues: [billing]}}")
    (folder / "house.yaml").write_text(house.replace("escalation_by_risk: {}", "escalation_by_risk: {legal-threat: Bo}"), encoding="utf-8")
    (folder / "bill.txt").write_text(
        "Subject: Invoice 4471-22\n\nYou charged my card twice, £40 each time, for invoice 4471-22. "
        "Pay back the second £40 or my lawyer will sue you.\n",
        encoding="utf-8",
    )
    assert "ask: " not in coach_command("draft", "bill.txt").err
    monkeypatch.setenv("COACH_POLICY", "house.yaml")
    drafted = coach_command("draft", "bill.txt")
    assert "Tell: Bo" in drafted.err
    assert "Accounts" in drafted.err
    assert "ext. 3" in drafted.err
    assert "Accounts" not in drafted.out
    read = coach_command("read", "bill.txt", "--ui-lang", Language.PL).out
    assert [" ".join(line.split()) for line in read.splitlines() if "Bo" in line or "Accounts" in line] == [
        "powiadom Bo (groźba kroków prawnych)",
        "zapytaj Accounts: ext. 3",
    ]
