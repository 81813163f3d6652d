"""What the tests of the faces share: a folder with the files that the examples name, the command line, a service."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from coach.bootstrap import Coach, build_coach
from coach.policy import DEFAULT
from coach.settings import Settings
from ui.cli.main import run

MAIL = """Subject: Order 4471, still nothing

I ordered a lamp on 3 May and it has not arrived. Your chat told me twice that it was on its way. I am furious.
When will it be here? And who pays back the delivery fee of £4.90?
Jane Miller
"""
EML = f"""From: Jane Miller <jane@example.com>
To: help@shop.example
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
{MAIL}"""
DRAFT = """Dear Ms Miller,

I guarantee that your lamp will arrive tomorrow. You should have read our delivery terms before you ordered.

Kind regards,
Tom
"""


HANDBOOK = """# How we lend boats

## Deposit

The deposit is blocked on a credit card on the morning of departure and released on the evening of return.
"""

CORRECTION = {"id": "7", "lang": "en", "mail": MAIL, "draft": DRAFT, "findings": [{"rule": "lecturing", "span": "You should"}], "met": []}
LABELS = [{"id": str(id), "rater": rater, "rule": "lecturing", "value": id % 2} for rater in ("Ann", "Bo") for id in range(4)]


class Ran(NamedTuple):
    """What a command line did."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the files that the examples of the command line name."""
    monkeypatch.chdir(tmp_path)
    settings = ("COACH_HOME", "COACH_MODEL", "COACH_POLICY", "COACH_ROLE", "COACH_RULES", "COACH_DEADLINE_SECONDS")
    for name in (*settings, "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    files = {
        "handbook.md": HANDBOOK,
        "returns.txt": "Coming back late\n\nThe first half hour is free, and after that each hour costs what the price list says.\n",
        "mail.txt": MAIL,
        "mail.eml": EML,
        "draft.txt": DRAFT,
        "mails.jsonl": json.dumps({"id": 1, "mail": MAIL}) + "\n",
        "drafts.jsonl": json.dumps({"id": 1, "draft": DRAFT, "mail": MAIL}) + "\n",
        "macros.csv": 'id,body\n1,"Hello {{name}}, I am sorry if you feel that way."\n',
        "house.yaml": DEFAULT.read_text(encoding="utf-8"),
        "corrections.jsonl": json.dumps(CORRECTION) + "\n",
        "labels.jsonl": "".join(json.dumps(one) + "\n" for one in LABELS),
        "questions.jsonl": json.dumps({"id": 1, "query": "a customer who shouts"}) + "\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "house-rules").mkdir()
    return tmp_path


@pytest.fixture
def coach_command(folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """The command line in this process: arguments and standard input in, exit code and output out."""
    shutil.copytree(index, folder / ".coach")

    def command(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["coach", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = run()
        return Ran(code, *capsys.readouterr())

    return command


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, real_coach: Coach) -> Path:
    """A home folder whose search index is made already, with a document of the house that waits for approval."""
    real_coach.knowledge.search("refund")
    real_coach.knowledge.house.add("handbook.md", HANDBOOK.encode())
    return real_coach.settings.home


@pytest.fixture(scope="session")
def real_coach(tmp_path_factory: pytest.TempPathFactory, learned_home: Path) -> Coach:
    """The offline coach as a user has it."""
    home = shutil.copytree(learned_home, tmp_path_factory.mktemp("home"), dirs_exist_ok=True)
    return build_coach(Settings(home=home, _env_file=None))
