"""A customer's mail as pasted, piped or saved, to what its newest message says."""

import re

from coach.errors import InputError
from coach.mail.apart import read_apart
from coach.mail.charset import decode, is_outlook, refuse_binary
from coach.mail.clean import clean
from coach.mail.envelope import MOST_BYTES_INLINE, MOST_MESSAGE_BYTES, opened
from coach.mail.message import Message, is_message, read_markup, read_message
from coach.mail.quoting import fold_history
from coach.mail.shapes import shapes
from coach.models import Hidden, Mail

MOST_TEXT = 1_000_000
MOST_LINES = 20_000
LONGEST_SUBJECT = 400
MARKUP = re.compile(rb"\A\s*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<div[\s>]|<p[\s>]|<meta\s|<table[\s>])", re.I)


def parse_mail(source: str | bytes) -> Mail:
    """Read plain text, HTML, an RFC 5322 message or an Outlook .msg.

    Raises InputError, in one line that says what to do, for all else. Large messages and all .msg files are read in a
    process of their own, which takes some 50 ms (see ``takes_a_process``).
    """
    data = _bytes_of(source)
    if not data.strip():
        raise InputError("the mail is empty; give the text of a customer's mail")
    if len(data) > MOST_MESSAGE_BYTES:
        raise InputError(f"the mail is larger than {MOST_MESSAGE_BYTES // 1_000_000} MB; save it without its attachments")
    if is_outlook(data):
        return _mail(read_apart(data, "outlook"))
    inline = len(data) <= MOST_BYTES_INLINE
    if is_message(data):
        return _mail(read_message(data) if inline else read_apart(data, "message"))
    refuse_binary(data)
    _refuse_long(data)
    if MARKUP.match(data):
        return _mail(read_markup(decode(data)) if inline else read_apart(data, "markup"))
    return _pasted(decode(data))


def _bytes_of(source: str | bytes) -> bytes:
    return opened(source.encode("utf-8", "ignore") if isinstance(source, str) else source)


def _pasted(text: str) -> Mail:
    """A plain text, of which the first line may be the subject."""
    cleaned = clean(text)
    subject = shapes().subject.match(cleaned.text)
    body = cleaned.text[subject.end() :] if subject else cleaned.text
    return _mail(Message(subject.group(1) if subject else "", None, body, "", marked=False, styled=0, commented=0), cleaned.invisible)


def _mail(message: Message, invisible: int = 0) -> Mail:
    """Clean, fold and check; a mail of which only the subject says something has that as its body."""
    _refuse_long(message.body)
    if message.body.count("\n") > MOST_LINES:
        raise InputError(f"the mail has more than {MOST_LINES} lines; paste only the customer's newest message")
    subject, text, history = clean(message.subject), clean(message.body), clean(message.history)
    head, body = subject.text[:LONGEST_SUBJECT].replace("\n", " "), text.text
    if not body:
        head, body = "", head
    if not any(character.isalnum() for character in head + body):
        raise InputError("the mail holds no text that a person can read; paste what the customer wrote")
    folded = fold_history(body, marked=message.marked)
    counts = {"styled": message.styled, "comment": message.commented}
    counts["invisible"] = invisible + subject.invisible + text.invisible + history.invisible
    return Mail(
        subject=head,
        body=folded.body,
        quoted="\n\n".join(part for part in (folded.quoted, history.text) if part),
        sender=(clean(message.sender).text or None) if message.sender else None,
        cut_by="container" if history.text else folded.cut_by,
        hidden=tuple(Hidden.model_validate({"kind": kind, "characters": count}) for kind, count in counts.items() if count),
    )


def _refuse_long(text: str | bytes) -> None:
    if len(text) > MOST_TEXT:
        raise InputError("the mail is longer than 1 MB of text; paste only the customer's newest message")
