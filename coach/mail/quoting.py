"""The newest message apart from the history it quotes and the signature below it; nothing is thrown away."""

import re
from typing import NamedTuple

from coach.mail.shapes import shapes

QUOTE_MARK = re.compile(r"^\s{0,3}(?:>|&gt;)")
DATED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|\S@\S")
HEADER = re.compile(r"^\s*\*{0,2}([^\W\d_][^:\n]{0,24}?)\s*:\*{0,2}\s*(.*)$")
RULE = re.compile(r"^\s*_{10,}\s*$")
DELIMITER = re.compile(r"^--\s?$")
MOST_SIGNATURE_LINES = 12
MOST_ATTRIBUTION_LINES = 4
LONGEST_ATTRIBUTION = 400


class Folded(NamedTuple):
    """The newest message, and what it quotes with its signature."""

    body: str
    quoted: str


def fold_history(text: str) -> Folded:
    """Take the history and the signature out of a mail; the body is never empty when there was text."""
    lines = text.split("\n")
    kept, quoted = _split(lines)
    kept, signature = _without_signature(kept)
    body = "\n".join(kept).strip()
    if not body:
        return Folded(_bare(lines), "")
    rest = "\n".join([*signature, "", *quoted] if signature else quoted).strip("\n")
    return Folded(body, rest)


def _bare(lines: list[str]) -> str:
    """A mail of nothing but quoted lines, such as an answer typed into the quote, without the marks."""
    return "\n".join(QUOTE_MARK.sub("", line).strip() for line in lines).strip()


def _split(lines: list[str]) -> tuple[list[str], list[str]]:
    """Lines of the newest message and lines of the history."""
    kept: list[str] = []
    quoted: list[str] = []
    at = 0
    while at < len(lines):
        if QUOTE_MARK.match(lines[at]):
            quoted.append(lines[at])
            at += 1
            continue
        attribution = _attribution(lines, at)
        if attribution:
            if not _quote_follows(lines, at + attribution):
                return _cut(lines, at, kept, quoted)
            quoted += lines[at : at + attribution]
            at += attribution
            continue
        if _starts_history(lines, at):
            return _cut(lines, at, kept, quoted)
        kept.append(lines[at])
        at += 1
    return kept, quoted


def _cut(lines: list[str], at: int, kept: list[str], quoted: list[str]) -> tuple[list[str], list[str]]:
    """Everything from here on is history, unless nothing would remain."""
    if any(line.strip() for line in kept):
        return kept, quoted + lines[at:]
    return lines, []


def _attribution(lines: list[str], at: int) -> int:
    """How many lines of ``On 3 March Anna wrote:`` begin here; they may be wrapped, and need a verb and a date or address."""
    if not lines[at].strip():
        return 0
    joined = ""
    for count in range(1, MOST_ATTRIBUTION_LINES + 1):
        if at + count > len(lines) or not lines[at + count - 1].strip() or len(joined) > 300:
            return 0
        joined = f"{joined} {lines[at + count - 1].strip()}".strip()
        if joined.endswith(":"):
            return count if _is_attribution(joined) else 0
        if joined.endswith((".", "!", "?")) or not DATED.search(joined):
            return 0
    return 0


def _is_attribution(line: str) -> bool:
    return len(line) <= LONGEST_ATTRIBUTION and bool(shapes().attribution.search(line)) and bool(DATED.search(line))


def _quote_follows(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return bool(QUOTE_MARK.match(following))


def _starts_history(lines: list[str], at: int) -> bool:
    line = lines[at]
    if shapes().divider.match(line):
        return True
    if RULE.match(line):
        following = next((n for n in range(at + 1, min(at + 4, len(lines))) if lines[n].strip()), None)
        return following is not None and _header_block(lines, following)
    return _header_block(lines, at)


def _header_block(lines: list[str], at: int) -> bool:
    """``From: … Sent: … To: …`` with an address in it, as Outlook and Apple put before the mail they answer."""
    first = HEADER.match(lines[at])
    if first is None or _role(first.group(1)) is None:
        return False
    roles: set[str] = set()
    address = False
    for line in lines[at : at + 8]:
        header = HEADER.match(line)
        role = _role(header.group(1)) if header else None
        if role is None and not line.strip():
            break
        if role:
            roles.add(role)
        address = address or "@" in line
    return "from" in roles and "date" in roles and bool(roles & {"to", "subject"}) and (address or len(roles) == 4)


def _role(label: str) -> str | None:
    return shapes().headers.get(label.strip().lower())


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut at ``-- `` or at a telephone's line of advertisement, when they stand near the end and text remains."""
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    for at in range(max(first + 1, len(lines) - MOST_SIGNATURE_LINES), len(lines)):
        if DELIMITER.match(lines[at]):
            return lines[:at], lines[at:]
    kept = [line for line in lines if not shapes().telephone.match(line)]
    if any(line.strip() for line in kept) and len(kept) < len(lines):
        return kept, [line for line in lines if shapes().telephone.match(line)]
    return lines, []
