"""A customer's mail as pasted, piped or saved, to what its newest message says."""

import re

from coach.errors import InputError
from coach.mail.charset import decode, refuse_binary
from coach.mail.clean import clean
from coach.mail.markup import text_of
from coach.mail.message import is_message, read_message
from coach.mail.quoting import fold_history
from coach.mail.shapes import shapes
from coach.models import Mail

MOST_MESSAGE_BYTES = 10_000_000
"""A message may carry pictures that are not looked at."""
MOST_TEXT = 1_000_000
LONGEST_SUBJECT = 400
MARKUP = re.compile(r"\A\s*(?:<!doctype html|<html[\s>]|<body[\s>]|<div[\s>]|<p[\s>]|<meta\s|<table[\s>])", re.I)


def parse_mail(source: str | bytes) -> Mail:
    """Read plain text, HTML or an RFC 5322 message; raises InputError, in one line that says what to do, for anything else."""
    data = source.encode("utf-8", "replace") if isinstance(source, str) else source
    if not data.strip():
        raise InputError("the mail is empty; give the text of a customer's mail")
    if len(data) > MOST_MESSAGE_BYTES:
        raise InputError(f"the mail is larger than {MOST_MESSAGE_BYTES // 1_000_000} MB; save it without its attachments")
    if is_message(data):
        message = read_message(data)
        return _mail(message.subject, message.body, message.sender)
    refuse_binary(data)
    _refuse_long(data)
    text = source if isinstance(source, str) else decode(data)
    if MARKUP.match(text):
        return _mail("", text_of(text), None)
    text = clean(text)
    subject = shapes().subject.match(text)
    if subject is None:
        return _mail("", text, None)
    return _mail(subject.group(1), text[subject.end() :], None)


def _mail(subject: str, text: str, sender: str | None) -> Mail:
    """Clean, fold and check; a mail of which only the subject says something has that as its body."""
    _refuse_long(text)
    subject, text = clean(subject)[:LONGEST_SUBJECT].replace("\n", " "), clean(text)
    if not text:
        subject, text = "", subject
    if not any(character.isalnum() for character in subject + text):
        raise InputError("the mail holds no text that a person can read; paste what the customer wrote")
    folded = fold_history(text)
    return Mail(subject=subject, body=folded.body, quoted=folded.quoted, sender=clean(sender) if sender else None)


def _refuse_long(text: str | bytes) -> None:
    if len(text) > MOST_TEXT:
        raise InputError("the mail is longer than 1 MB of text; paste only the customer's newest message")
