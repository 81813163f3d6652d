"""Bytes from outside (a file, standard input, a request body) as the text the coach reads, or one line that says what to do."""

import codecs
import re

from coach.errors import InputError
from coach.mail.charset import is_outlook, refuse_binary
from coach.mail.envelope import MOST_MESSAGE_BYTES, enveloped

MAX_BYTES = 2_000_000
"""The longest draft, request body or batch line that is read."""
MAX_MAIL_BYTES = MOST_MESSAGE_BYTES
"""The longest mail in a file."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEADERS = re.compile(rb"(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")


def text_of(data: bytes, name: str, limit: int = MAX_BYTES) -> str:
    """UTF-8 (or UTF-16 with its mark) as text; raises InputError that names the source and says what to do."""
    _refuse_unreadable(data, name, limit)
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name} is not UTF-8 (line {line}); save it as UTF-8") from error
    if "\0" in text:
        raise InputError(f"{name} is not UTF-8 text; save it as UTF-8")
    return text


def mail_of(data: bytes, name: str) -> str:
    """A mail as the contract takes it: plain text or RFC 5322, in an envelope when its bytes are no text; raises InputError.

    Nothing is parsed here: whoever reads the mail decides what a charset means, and in which process.
    """
    if is_outlook(data) and len(data) <= MAX_MAIL_BYTES:
        return enveloped(data)
    _refuse_unreadable(data, name, MAX_MAIL_BYTES)
    if _HEADERS.match(data) and not _is_text(data):
        return enveloped(data)
    return text_of(data, name, MAX_MAIL_BYTES)


def _refuse_unreadable(data: bytes, name: str, limit: int) -> None:
    if not data.strip():
        raise InputError(f"{name} is empty; give the text to read")
    if len(data) > limit:
        raise InputError(f"{name} is longer than {limit // 1_000_000} MB; give the text alone, without attachments")
    try:
        refuse_binary(data)
    except InputError as error:
        raise InputError(f"{name}: {error}") from error


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False
