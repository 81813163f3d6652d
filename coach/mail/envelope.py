"""Mails whose bytes are no text, as a text that any JSON can carry: in base64, as mail itself sends such things."""

import base64

HEAD = "MIME-Version: 1.0\nContent-Type: application/octet-stream; reply-coach=mail\nContent-Transfer-Encoding: base64\n\n"


def enveloped(data: bytes) -> str:
    """A text from which ``opened`` makes the same bytes again."""
    return HEAD + base64.b64encode(data).decode("ascii")


def opened(data: bytes) -> bytes:
    """The bytes in an envelope; others as they are."""
    head = HEAD.encode("ascii")
    if not data.startswith(head):
        return data
    try:
        return base64.b64decode(data[len(head) :], validate=True)
    except ValueError:
        return data
