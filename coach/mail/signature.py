"""What stands below a message and is not part of it: signatures, telephones' lines of advertisement, lawyers' notices."""

import re

from coach.mail.shapes import shapes

DELIMITER = re.compile(r"^--\s?$")
MOST_SIGNATURE_LINES = 12
MOST_NOTICE_LINES = 12
FEWEST_NOTICE_CHARACTERS = 60


def without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """A message's own lines, and what stands below them; there are always own lines when there was text."""
    kept, notices = _trailing(lines)
    first = next((at for at, line in enumerate(kept) if line.strip()), len(kept))
    for at in range(max(first + 1, len(kept) - MOST_SIGNATURE_LINES), len(kept)):
        if DELIMITER.match(kept[at]):
            kept, below = _trailing(kept[:at])[0], kept[at:]
            return kept, [*lines[len(kept) : at], *below, *notices]
    return kept, notices


def _trailing(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines without the advertisements and notices at their end, which stand apart from what is above them."""
    end = len(lines)
    while end:
        while end and not lines[end - 1].strip():
            end -= 1
        start = end
        while start and lines[start - 1].strip():
            start -= 1
        if start == 0 or not _stands_below(lines[start:end]) or not any(line.strip() for line in lines[:start]):
            break
        end = start
    return lines[:end], lines[end:]


def _stands_below(paragraph: list[str]) -> bool:
    """Whether a paragraph is ``Sent from my iPhone`` or a notice of confidentiality, and nothing that somebody says or asks."""
    if len(paragraph) == 1 and shapes().telephone.match(paragraph[0]):
        return True
    said = " ".join(line.strip() for line in paragraph)
    if len(paragraph) > MOST_NOTICE_LINES or len(said) < FEWEST_NOTICE_CHARACTERS or "?" in said:
        return False
    return bool(shapes().notice.match(said))
