"""Outlook's own .msg files, with the library that the extra ``msg`` brings; the only home of oxmsg."""

import io

from coach.errors import InputError
from coach.mail.charset import decode
from coach.mail.markup import Page, read_page
from coach.mail.message import Message

SUBJECT, SENDER, HTML = 0x0037, 0x0C1A, 0x1013
"""Property ids of [MS-OXPROPS]: PidTagSubject, PidTagSenderName, PidTagHtml."""
MACHINES = ("REPORT.", "IPM.Note.SMIME")


def read_outlook(data: bytes) -> Message:
    """A .msg file as a message; raises InputError when it is none, is damaged, or the library is not installed."""
    try:
        import oxmsg
    except ImportError as error:
        raise InputError("reading .msg files needs the extra reply-coach[msg]; install it, or save the mail as .eml") from error
    try:
        message = oxmsg.Message.load(io.BytesIO(data))
        kind = message.message_class or ""
        properties = message.properties
        subject, sender = properties.str_prop_value(SUBJECT), properties.str_prop_value(SENDER)
        markup, plain = properties.binary_prop_value(HTML), message.body
    except Exception as error:  # the library is an alpha and says nothing of what a damaged file may raise
        raise InputError("this is no Outlook .msg file, or a damaged one; save the mail as .eml or paste its text") from error
    if kind.startswith(MACHINES):
        raise InputError("this is a report of a mail server or an encrypted mail; paste the text of the customer's mail")
    page = read_page(decode(markup)) if markup else Page("", "", 0, 0)
    if not page.text.strip():
        page = Page(plain or "", "", page.styled, page.commented)
    return Message(subject or "", sender or None, page.text, page.history, page.marked, page.styled, page.commented)
