"""Mails of any make: what comes in readable comes out whole, what cannot be read is refused in one line."""

import time

import pytest

from coach.errors import InputError
from coach.mail.envelope import enveloped, opened
from coach.mail.parse import parse_mail

MESSAGE = b"From: Anna Nowak <anna@example.pl>\r\nSubject: %s\r\nMIME-Version: 1.0\r\nContent-Type: %s\r\n%s\r\n%s"


def message(body: bytes, kind: bytes = b"text/plain; charset=utf-8", subject: bytes = b"Hello", more: bytes = b"") -> bytes:
    return MESSAGE % (subject, kind, more, body)


@pytest.mark.parametrize("label", ["Subject:", "Oggetto:", "Objet :", "Temat:", "OBJET\u00a0:"])
def test_a_first_line_with_the_subject_is_understood(label: str) -> None:
    mail = parse_mail(f"{label} Where is it?\n\nI am waiting.")
    assert (mail.subject, mail.body) == ("Where is it?", "I am waiting.")


def test_words_with_a_colon_are_no_headers() -> None:
    text = "Note: my parcel is broken\nTo: whom it may concern\n\nPlease send another one."
    assert parse_mail(text).body == text


def test_a_mail_of_a_subject_alone_keeps_its_text() -> None:
    assert parse_mail("Subject: Where is my refund?").body == "Where is my refund?"


@pytest.mark.parametrize(
    "source",
    [
        b"",
        " \n\t ",
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"PK\x03\x04" + bytes(range(256)),
        b"%PDF-1.7 some text",
        bytes(range(256)) * 20,
        "\u200b\u200d\ufeff",
        "?!? ... --",
        "a" * 1_000_001,
        b"x" * 5_000_000 + b"\n",
        b"y" * 10_000_001,
        message(b"Reporting-MTA: dns; x", b"multipart/report; boundary=b"),
        message(b"MIAGCSqGSIb3", b"application/pkcs7-mime"),
        b"From a@b.c Mon Mar  3 10:00:00 2025\nFrom: a@b.c\n\nOne\n\nFrom d@e.f Mon Mar  3 11:00:00 2025\nFrom: d@e.f\n\nTwo\n",
    ],
)
def test_what_is_no_mail_is_refused_in_one_line_that_says_what_to_do(source: str | bytes) -> None:
    with pytest.raises(InputError) as refused:
        parse_mail(source)
    told = str(refused.value)
    assert "\n" not in told
    assert ";" in told


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("utf-8", "utf-8", "Zamówienie nie dotarło, żądam zwrotu 30 €"),
        ("iso-8859-2", "iso8859-2", "Zamówienie nie dotarło, żądam zwrotu"),
        ("windows-1250", "cp1250", "Zamówienie nie dotarło, żądam zwrotu"),
        ("windows-1252", "cp1252", "Où est mon colis ? J’attends 30 €"),
        ("x-nobody-knows", "cp1252", "Où est mon colis ? J’attends déjà"),
        ("utf-7", "utf-7", "Perché non è arrivato?"),
        ("UTF-8", "cp1252", "Perché non è arrivato?"),
        ("iso-8859-1\x00", "utf-8", "Perché non è arrivato?"),
        ("undefined", "utf-8", "Perché non è arrivato?"),
        ("utf-16", "utf-16", "Perché non è arrivato?"),
    ],
)
def test_any_charset_is_read(charset: str, codec: str, text: str) -> None:
    assert parse_mail(message(text.encode(codec), b"text/plain; charset=" + charset.encode())).body == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250", "iso8859-2"])
def test_bytes_without_a_declared_charset_are_read(codec: str) -> None:
    text = "Dzień dobry, proszę o zwrot pieniędzy za zamówienie. Jestem wściekły, źle."
    assert parse_mail(text.encode(codec)).body == text


def test_encoded_headers_are_decoded() -> None:
    mail = parse_mail(message(b"x y", subject=b"=?iso-8859-1?q?O=F9_est?=\r\n =?utf-8?b?IG1vbiBjb2xpcyA/?="))
    assert mail.subject == "Où est mon colis ?"
    assert mail.sender == "Anna Nowak"


def test_the_plain_part_of_alternatives_is_preferred_and_attachments_are_left_out() -> None:
    parts = (
        b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
        b"--c\r\nContent-Type: text/plain\r\n\r\nMy words.\r\n"
        b"--c\r\nContent-Type: text/html\r\n\r\n<p>My <b>words</b>.</p>\r\n--c--\r\n"
        b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nsecret\r\n--b--\r\n"
    )
    assert parse_mail(message(parts, b'multipart/mixed; boundary="b"')).body == "My words."


def test_transfer_encodings_are_undone_even_when_cut_short() -> None:
    assert parse_mail(message(b"SSBhbSB3YWl0aW5nLg=", more=b"Content-Transfer-Encoding: base64\r\n")).body == "I am waiting."
    assert parse_mail(message(b"caf=C3=A9 wait=\r\ning", more=b"Content-Transfer-Encoding: quoted-printable\r\n")).body == "café waiting"


def test_text_is_normalised_and_nothing_invisible_remains() -> None:
    mail = parse_mail("re\u200bfund\u202e me\u00ad now\U000e0041\ud83d e\u0301\x00 \U0001f468\u200d\U0001f469\r\nbye\u2028ok")
    assert mail.body == "refund me now é \U0001f468\u200d\U0001f469\nbye\nok"


def test_an_ordinary_mail_takes_a_moment() -> None:
    mail = message(b"My parcel did not arrive.\r\n" * 40 + b"\r\nOn 3 March 2025 Support <a@b.c> wrote:\r\n" + b"> Dear customer\r\n" * 40)
    parse_mail(mail)
    before = time.process_time()
    for _ in range(10):
        parse_mail(mail)
    assert (time.process_time() - before) / 10 < 0.05


LONG = "<p>My parcel did not arrive.</p>" * 3000


def test_what_is_read_in_a_process_of_its_own_is_read_alike() -> None:
    small, large = (parse_mail(message(text.encode(), b"text/html")) for text in (LONG[:300], LONG))
    assert (small.subject, small.sender) == (large.subject, large.sender)
    assert large.body.startswith(small.body.partition("\n\n")[0])
    assert large.body.count("\n") > 1000


def test_a_process_that_takes_too_long_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coach.mail.apart.PATIENCE", 0.01)
    with pytest.raises(InputError, match="took more time or memory than one mail may; paste"):
        parse_mail(message(LONG.encode(), b"text/html"))


def test_bytes_that_are_no_text_travel_in_an_envelope() -> None:
    mail = message("Zamówienie nie dotarło".encode("iso8859-2"), b"text/plain; charset=iso-8859-2")
    assert parse_mail(enveloped(mail)) == parse_mail(mail)
    assert opened(b"no envelope") == b"no envelope"
