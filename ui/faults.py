"""A fault of ours in one line: where it happened, never with what text."""

import traceback
from pathlib import Path


def where(error: BaseException) -> str:
    """The kind of an unexpected error and the innermost line of it, such as ``KeyError at assess.py:41``; its message may hold a mail."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
