"""Hostile mails are read or refused, cost little, and show nothing that their sender hid."""

import resource

import pytest

from coach.errors import InputError
from coach.mail.parse import parse_mail
from coach.models import Mail
from tests.coach.mail.hostile_mails import SECRET, SEEN, Hostile, hostile

MAILS = tuple(hostile())
MOST_SECONDS = 2.5
"""Of computing by this process and its children; a child may take two."""


def spent() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def answer(source: bytes) -> Mail | str:
    try:
        return parse_mail(source)
    except InputError as refused:
        return str(refused)


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.name)
def test_a_hostile_mail_is_read_or_refused_in_bounds(mail: Hostile) -> None:
    before = spent()
    read = answer(mail.source)
    assert spent() - before < MOST_SECONDS
    if isinstance(read, str):
        assert mail.must != "read"
        assert "\n" not in read
        assert ";" in read
    else:
        assert mail.must != "refuse"
        assert mail.must != "read" or SEEN in " ".join(read.body.split())
        assert SECRET not in f"{read.subject} {read.body} {read.quoted}"


@pytest.mark.parametrize("mail", [mail for mail in MAILS if mail.name.startswith(("hidden", "invisible"))], ids=lambda mail: mail.name)
def test_what_is_hidden_is_counted_unless_it_is_meant_for_machines(mail: Hostile) -> None:
    for_machines = any(name in mail.name for name in ("script", "attribute", "input", "conditional", "details"))
    kind = "invisible" if mail.name.startswith("invisible") else "comment" if mail.name.endswith(": comment") else "styled"
    found = {one.kind for one in parse_mail(mail.source).hidden}
    assert found == (set() if for_machines and mail.name not in ("hidden: hidden attribute", "hidden: noscript") else {kind})
