"""The child process: limits itself, reads one document from standard input, and writes its blocks as JSON."""

import json
import sys

from knowledge.apart import confine

MEMORY = 140 * 1024 * 1024
SECONDS = {"pdf": 10}
"""What is not text already takes its time: a hundred dense pages some two seconds."""
FEWEST_SECONDS = 2


def main(kind: str) -> int:
    """Read a document of a kind (md, txt, html, docx, pdf) within its limits; a refusal is an answer too."""
    confine(memory=MEMORY, seconds=SECONDS.get(kind, FEWEST_SECONDS))
    sys.stdout.write(json.dumps(_answer(kind, sys.stdin.buffer.read())))
    return 0


def _answer(kind: str, data: bytes) -> dict[str, object]:
    from knowledge.errors import DocumentRefused

    try:
        return _read(kind, data)
    except DocumentRefused as refusal:
        return {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        return {"refused": "needs more memory than one document may; it was not read to its end"}


def _read(kind: str, data: bytes) -> dict[str, object]:
    # Each reader is imported alone: the memory that one document may take includes the code that reads it.
    match kind:
        case "docx":
            from knowledge.house.readers.office import read_docx as read
        case "pdf":
            from knowledge.house.readers.portable import read_pdf as read
        case "html":
            from knowledge.house.readers.page import read_page as read
        case "md":
            from knowledge.house.readers.plain import read_markdown as read
        case _:
            from knowledge.house.readers.plain import read_text as read
    return read(data)._asdict()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
