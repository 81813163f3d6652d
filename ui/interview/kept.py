"""Answers of an interview that has not ended, kept beside the file it will write."""

from pathlib import Path

from pydantic import ValidationError

from knowledge.models import Frozen, Language
from ui.interview.conversation import Answers

SUFFIX = ".unfinished"


class Kept(Frozen):
    """What was said so far, and in which language it was asked."""

    language: Language
    answers: Answers


class Shelf:
    """Where the answers for one policy file are kept; every change is on disk before the next question."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(target.name + SUFFIX)

    def look(self) -> Kept | None:
        """What is kept, if anything usable is; raises OSError."""
        try:
            return Kept.model_validate_json(self.path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def put(self, kept: Kept) -> None:
        """Keep these answers instead of what was kept; raises OSError."""
        replace(self.path, kept.model_dump_json(indent=1) + "\n")

    def clear(self) -> None:
        """The interview has ended."""
        self.path.unlink(missing_ok=True)


def replace(path: Path, text: str) -> None:
    """Write a file so that it is never half written; raises OSError."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
