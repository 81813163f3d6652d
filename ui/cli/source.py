"""What a command is pointed at: a file, or ``-`` for standard input."""

import io
import json
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from coach.errors import InputError
from coach.mail.mailbox import is_mailbox, mails
from ui.incoming import MAX_MAIL_BYTES, mail_of, text_of

STDIN = "-"
TABLES = frozenset({".csv", ".tsv"})


def read_text(source: str) -> str:
    """The text of a file or of standard input; raises InputError."""
    return text_of(read_bytes(source), name_of(source))


def read_mail(source: str) -> str:
    """The mail in a file or on standard input, or one of a mailbox (``inbox.mbox#3``); raises InputError."""
    file, number = _numbered(source)
    if number is None:
        data = read_bytes(source)
        if is_mailbox(data[:400]):
            return mail_of(_only(source, io.BytesIO(data) if source == STDIN else opened(source)), name_of(source))
        return mail_of(data, name_of(source))
    with opened(file) as stream:
        mail = next(islice(mails(stream), number - 1, None), None) if number else None
    if mail is None:
        raise InputError(f"{file} holds no mail {number}; give a number from 1 up to how many there are")
    return mail_of(mail, source)


def _numbered(source: str) -> tuple[str, int | None]:
    """A path and the number behind its ``#``, unless the file itself is called so."""
    file, mark, number = source.rpartition("#")
    if not mark or not number.isdecimal() or len(number) > 9 or Path(source).exists():
        return source, None
    return file, int(number)


def _only(source: str, stream: BinaryIO) -> bytes:
    """The only mail of a mailbox; raises InputError that says how to choose when it holds more."""
    name = name_of(source)
    with stream:
        found = mails(stream)
        only = next(found, b"")
        more = sum(1 for _ in found)
    if more and source == STDIN:
        raise InputError(f"{name} holds {more + 1} mails; save them as a file and read one with FILE#1, or all with --batch FILE")
    if more:
        raise InputError(f"{name} holds {more + 1} mails; read one with {name}#1 up to {name}#{more + 1}, or all with --batch {name}")
    return only


def opened(file: str) -> BinaryIO:
    """A file to read from; raises InputError."""
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise unreadable(file, error) from error


def name_of(source: str) -> str:
    """How a message names a source."""
    return "standard input" if source == STDIN else source


def read_bytes(source: str) -> bytes:
    """The bytes of a source, never more than one over the limit; raises InputError."""
    if source == STDIN:
        return sys.stdin.buffer.read(MAX_MAIL_BYTES + 1)
    try:
        with Path(source).open("rb") as stream:
            return stream.read(MAX_MAIL_BYTES + 1)
    except OSError as error:
        raise unreadable(source, error) from error
    except ValueError as error:
        raise InputError("a file name cannot hold a NUL character") from error


def unreadable(source: str, error: OSError) -> InputError:
    """Why a file cannot be read, with what to do."""
    if isinstance(error, FileNotFoundError):
        return InputError(f"{source} does not exist; give the path of a file, or - for standard input")
    if isinstance(error, IsADirectoryError):
        return InputError(f"{source} is a folder; give one file, or one JSON line a mail with --batch")
    return InputError(f"{source} cannot be read: {error.strerror or error}")


def items(values: Sequence[str] | None, option: str) -> list[object]:
    """Values of ``--facts`` or ``--offer``: plain text, or an object of the contract such as ``{"text": …, "amount": …}``."""
    return [_item(value, option) for value in values or ()]


def _item(value: str, option: str) -> object:
    if not value.lstrip().startswith("{"):
        return {"text": value}
    try:
        return json.loads(value)
    except ValueError as error:
        raise InputError(f"{option} starts like JSON but is not; write plain text or a complete object") from error


def given(argument: str | None, what: str) -> str:
    """The argument that a command needs when it does not run a batch; raises InputError."""
    if argument is None:
        raise InputError(f"no {what} given; give the path of a file, - for standard input, or --batch FILE")
    return argument


def not_given(**arguments: object) -> None:
    """Refuse arguments that a batch takes from its lines; raises InputError."""
    for name, value in arguments.items():
        if value is not None and value != []:
            raise InputError(f"{name} cannot stand beside --batch; each line of the batch brings its own")


def is_table(source: str | None) -> bool:
    """Whether a file is a table by the end of its name."""
    return source is not None and Path(source).suffix.lower() in TABLES


def not_with_a_table(**arguments: object) -> None:
    """Refuse arguments that belong to one draft; raises InputError."""
    for name, value in arguments.items():
        if value:
            raise InputError(f"{name} belongs to one draft; a table of canned replies is checked without it")


def only_with_a_table(**arguments: object) -> None:
    """Refuse arguments that belong to a table; raises InputError."""
    for name, value in arguments.items():
        if value is not None:
            raise InputError(f"{name} belongs to a table of canned replies; give a .csv or .tsv file")
