"""Bytes from outside: what is read, what is refused, and that nothing is guessed."""

import pytest

from coach.errors import InputError
from coach.mail.parse import parse_mail
from tests.coach.mail.made import msg
from ui.incoming import MAX_BYTES, mail_of, text_of

POLISH = "Dzień dobry, płacę za żółwia, który nie przyszedł."


def latin2(charset: str) -> bytes:
    headers = f"From: a@example.pl\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    return headers.encode() + POLISH.encode("iso-8859-2")


def test_utf8_is_read_as_it_is():
    assert text_of(POLISH.encode(), "draft.txt") == POLISH


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_says_the_encoding(encoding):
    assert text_of(POLISH.encode(encoding), "draft.txt") == POLISH


def test_a_mail_keeps_the_charset_it_declares():
    assert parse_mail(mail_of(latin2("iso-8859-2"), "mail.eml")).body == POLISH


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "f is empty"),
        (b" \n\t", "f is empty"),
        (b"x" * (MAX_BYTES + 1), "longer than 2 MB"),
        ("ok\npiù".encode("latin-1"), "not UTF-8 (line 2); save it as UTF-8"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "f: this is a program"),
        (b"%PDF-1.7 ...", "a PDF document"),
        ("testo".encode("utf-16-le"), "save it as UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data, says):
    with pytest.raises(InputError) as refused:
        text_of(data, "f")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("charset", ["x-nobody", "us-ascii", "utf-8"])
def test_a_mail_that_lies_about_its_charset_is_read_by_what_fits(charset):
    assert parse_mail(mail_of(latin2(charset), "mail.eml")).body == POLISH


def test_an_unknown_charset_costs_nothing_when_the_mail_is_utf8_anyway():
    data = latin2("x-nobody").split(b"\n\n")[0] + b"\n\n" + POLISH.encode()
    assert POLISH in mail_of(data, "mail.eml")


def test_an_outlook_file_is_handed_on_whole():
    assert parse_mail(mail_of(msg(p0037001F="Paczka", p1000001F=POLISH), "mail.msg")).body == POLISH
