"""The child process: limits itself, reads one mail from standard input, and writes what a person would read of it as JSON."""

import json
import sys

from coach.errors import InputError
from knowledge.apart import confine

MEMORY = 400 * 1024 * 1024
SECONDS = 2


def main(kind: str) -> int:
    """Read a mail of a kind (message, markup, outlook) within its limits; a refusal is an answer too."""
    confine(memory=MEMORY, seconds=SECONDS)
    sys.stdout.write(json.dumps(_answer(kind, sys.stdin.buffer.read())))
    return 0


def _answer(kind: str, data: bytes) -> dict[str, object]:
    from coach.mail.charset import decode
    from coach.mail.message import read_markup, read_message

    try:
        if kind == "outlook":
            from coach.mail.outlook import read_outlook

            return read_outlook(data)._asdict()
        return (read_markup(decode(data)) if kind == "markup" else read_message(data))._asdict()
    except InputError as refusal:
        return {"refused": str(refusal)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
