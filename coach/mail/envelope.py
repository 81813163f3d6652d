"""How mails travel to their reader: as text, or in base64 when their bytes are none, and to a process of its own when they are large."""

import base64

MOST_MESSAGE_BYTES = 10_000_000
"""The longest mail that is read; it may carry pictures that are not looked at."""
MOST_BYTES_INLINE = 64 * 1024
"""Up to here the worst of our hostile mails takes a tenth of a second; larger ones are read by a process that can be killed."""
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


def takes_a_process(source: str) -> bool:
    """Whether reading this mail may wait for another process, so that nobody should wait for it in an event loop."""
    return len(source) > MOST_BYTES_INLINE or source.startswith(HEAD)
