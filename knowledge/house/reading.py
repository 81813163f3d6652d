"""Has a stranger's file read by a child process that can be killed and holds nothing worth stealing."""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from knowledge.apart import ask_apart
from knowledge.errors import DocumentRefused
from knowledge.house.readers.blocks import MOST_CHARACTERS, Extract

KINDS: Mapping[str, str] = {".md": "md", ".markdown": "md", ".txt": "txt", ".html": "html", ".htm": "html", ".pdf": "pdf", ".docx": "docx"}
"""What is read, by the end of its name; the content has to agree."""
MOST_BYTES: Mapping[str, int] = {"pdf": 20 * 1024 * 1024, "docx": 20 * 1024 * 1024}
MOST_TEXT_BYTES = 2 * 1024 * 1024
MOST_ANSWER = 8 * MOST_CHARACTERS
"""A child that writes more was taken over."""
PATIENCE: Mapping[str, float] = {"pdf": 30.0}
"""Seconds by the clock; how long it may compute the child limits itself, so that a busy machine refuses nobody."""
LEAST_PATIENCE = 10.0
ANSWER: TypeAdapter[Extract] = TypeAdapter(Extract)


def kind_of(suffix: str) -> str:
    """The kind of a file by the end of its name; raises DocumentRefused for one that is not read."""
    kind = KINDS.get(suffix.lower())
    if kind is None:
        raise DocumentRefused("is of no kind that is read here; give md, txt, html, pdf or docx")
    return kind


def most_bytes(kind: str) -> int:
    """How large a file of this kind may be."""
    return MOST_BYTES.get(kind, MOST_TEXT_BYTES)


def read_apart(data: bytes, kind: str) -> Extract:
    """The blocks of a document; raises DocumentRefused with the reason, whatever the file does to its reader."""
    if len(data) > most_bytes(kind):
        raise DocumentRefused(f"is larger than {most_bytes(kind) // 2**20} MB; split it into several documents")
    answer, code = ask_apart("knowledge.house.readers", kind, data, patience=PATIENCE.get(kind, LEAST_PATIENCE), most=MOST_ANSWER)
    if answer.startswith(b'{"refused": '):
        raise DocumentRefused(str(_json(answer)["refused"]))
    if code != 0 or len(answer) > MOST_ANSWER:
        raise DocumentRefused("took more time or memory than one document may; it was not read to its end")
    try:
        return ANSWER.validate_json(answer)
    except ValidationError as error:
        raise DocumentRefused("could not be read") from error


def _json(answer: bytes) -> dict[str, object]:
    try:
        return TypeAdapter(dict[str, object]).validate_json(answer)
    except ValidationError as error:
        raise DocumentRefused("could not be read") from error
