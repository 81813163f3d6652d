"""Has a large or foreign mail read by a process that can be killed."""

import json
from typing import Literal

from coach.errors import InputError
from coach.mail.message import Message
from knowledge.apart import ask_apart

MOST_ANSWER = 8_000_000
PATIENCE = 20.0
"""Seconds by the clock; how long it may compute the child limits itself, so that a busy machine refuses nobody."""


def read_apart(data: bytes, kind: Literal["message", "markup", "outlook"]) -> Message:
    """A mail as a child process reads it; raises InputError with the reason, whatever the mail does to its reader."""
    answer = ask_apart("coach.mail", kind, data, patience=PATIENCE, most=MOST_ANSWER)
    if answer.code != 0 or len(answer.written) > MOST_ANSWER:
        raise InputError("the mail took more time or memory than one mail may; paste the text of the customer's newest message")
    values = json.loads(answer.written)
    if "refused" in values:
        raise InputError(values["refused"])
    return Message(**values)
