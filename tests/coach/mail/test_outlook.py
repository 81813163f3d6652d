"""Outlook .msg files, with the library that the extra brings, and without it."""

import sys

import pytest

from coach.errors import InputError
from coach.mail.outlook import read_outlook
from coach.mail.parse import parse_mail
from tests.coach.mail.made import msg

HEAD = {"p001A001F": "IPM.Note", "p0037001F": "Zamówienie 88213", "p0C1A001F": "Ewa Kowalska"}


def test_the_plain_text_of_a_msg_is_read() -> None:
    mail = parse_mail(msg(**HEAD, p1000001F="Paczka nie dotarła.\r\n\r\nGdzie jest?"))
    assert (mail.subject, mail.sender) == ("Zamówienie 88213", "Ewa Kowalska")
    assert mail.body == "Paczka nie dotarła.\n\nGdzie jest?"


def test_the_page_of_a_msg_goes_first_with_its_containers_and_without_what_it_hides() -> None:
    page = '<p>Gdzie jest paczka?</p><p style="display:none">sekret</p><div id="appendonsend"></div><p>Wysłaliśmy ją.</p>'
    mail = parse_mail(msg(**HEAD, p1000001F="Gdzie jest paczka? sekret", p10130102=page))
    assert (mail.body, mail.quoted, mail.cut_by) == ("Gdzie jest paczka?", "Wysłaliśmy ją.", "container")
    assert [(one.kind, one.characters) for one in mail.hidden] == [("styled", 6)]


def test_a_report_in_a_msg_is_no_mail() -> None:
    with pytest.raises(InputError, match="a report of a mail server"):
        parse_mail(msg(**HEAD | {"p001A001F": "REPORT.IPM.Note.NDR"}, p1000001F="failed"))


def test_without_the_library_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "oxmsg", None)
    with pytest.raises(InputError, match=r"reply-coach\[msg\]; install it"):
        read_outlook(msg(**HEAD))
