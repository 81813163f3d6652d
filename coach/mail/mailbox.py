"""Mailboxes (mbox): many mails in one file, one after the other, of any size altogether."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from coach.mail.envelope import MOST_MESSAGE_BYTES

START = re.compile(rb"From \S{1,300} .{0,60}\d{4}|From - ")
ESCAPED = re.compile(rb">+From ")
LONGEST_LINE = 1_000_000


def is_mailbox(head: bytes) -> bool:
    """Whether a file that begins so holds mails with a ``From `` line before each."""
    return START.match(head) is not None


def mails(stream: BinaryIO) -> Iterator[bytes]:
    """Each mail of a mailbox in turn, without its ``From `` line; of one over the limit only its beginning."""
    lines: list[bytes] = []
    size = 0
    blank = True
    while line := stream.readline(LONGEST_LINE):
        if blank and START.match(line):
            if size:
                yield b"".join(lines)
            lines, size = [], 0
        elif size <= MOST_MESSAGE_BYTES:
            lines.append(line[1:] if ESCAPED.match(line) else line)
            size += len(line)
        blank = not line.strip()
    if size:
        yield b"".join(lines)
