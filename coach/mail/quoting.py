"""The newest message apart from the history it quotes and the signature below it; nothing is thrown away."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from coach.mail.shapes import shapes
from coach.mail.signature import without_signature
from coach.models import CutBy

QUOTE_MARK = re.compile(r"^\s{0,3}(?:>|&gt;)")
ADDRESS = re.compile(r"[<\[(]\s?\S{1,200}@\S{1,200}?\s?[>\])]")
DATED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|\S@\S")
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
HEADER = re.compile(r"^\s*\*{0,2}([^\W\d_][^:\n]{0,24}?)\s*:\*{0,2}\s*(.*)$")
RULE = re.compile(r"^\s*_{10,}\s*$")
MOST_ATTRIBUTION_LINES = 4
SHORTEST_ATTRIBUTION = 8
LONGEST_ATTRIBUTION = 400
MOST_HEADER_LINES = 8
LONGEST_ARROW = 60
"""Characters of a line that somebody wrote behind a ``>`` of his own."""


class Folded(NamedTuple):
    """The newest message, what it quotes with its signature, and which rule told them apart (None when nothing was quoted)."""

    body: str
    quoted: str
    cut_by: CutBy | None


class _Split(NamedTuple):
    kept: list[str]
    quoted: list[str]
    cut_by: CutBy | None


def fold_history(text: str, *, marked: bool = False) -> Folded:
    """Take the history and the signature out of a mail; the body is never empty when there was text.

    ``marked`` says that a ``>`` at the start of a line stands for what the mail's own program marked as quoted.
    """
    lines = text.split("\n")
    kept, quoted, cut_by = _split(lines, 0 if marked else _quotes_from(lines))
    kept, signature = without_signature(kept)
    body = "\n".join(kept).strip()
    if not body:
        return Folded(_bare(lines), "", None)
    rest = "\n".join([*signature, "", *quoted] if signature else quoted).strip("\n")
    return Folded(body, rest, "container" if marked and cut_by else cut_by)


def _bare(lines: list[str]) -> str:
    """A mail of nothing but quoted lines, such as an answer typed into the quote, without the marks."""
    return "\n".join(QUOTE_MARK.sub("", line).strip() for line in lines).strip()


def _quotes_from(lines: Sequence[str]) -> int:
    """The line from which ``>`` stands for quotes: where something introduces them, or everywhere, or nowhere."""
    if not any(QUOTE_MARK.match(line) for line in lines):
        return len(lines)
    for at in range(len(lines)):
        if not _is_marked(lines[at]) and (_introduces(lines, at) or _starts_history(lines, at, 0)):
            return at
    return 0 if _has_quotes(lines) else len(lines)


def _is_marked(line: str) -> bool:
    """Whether a line stands in a quote; ``>>> Anna <a@b.c> 5/5/2025 14:20 >>>`` divides, and does not."""
    return bool(QUOTE_MARK.match(line)) and not shapes().divider.match(line)


def _introduces(lines: Sequence[str], at: int) -> int:
    """How many lines of an attribution begin here that a quote follows."""
    count = _attribution(lines, at)
    if count and _quote_follows(lines, at + count):
        return count
    # Some programs write no verb; a date and an address say enough where a quote follows at once.
    plain = lines[at].rstrip().endswith(":") and ADDRESS.search(lines[at]) and CLOCK.search(lines[at])
    return 1 if plain and _quote_follows(lines, at + 1) else 0


def _has_quotes(lines: Sequence[str]) -> bool:
    """Whether the first ``>`` begins a quote: something introduces it, or it stands apart and is no list of the customer's own."""
    first = next((at for at, line in enumerate(lines) if QUOTE_MARK.match(line)), None)
    if first is None:
        return False
    above = next((line for line in reversed(lines[:first]) if line.strip()), "")
    if not above or any(_attribution(lines, at) for at in range(max(0, first - MOST_ATTRIBUTION_LINES - 1), first)):
        return True
    if lines[first - 1].strip():
        return any(_header_block(lines, at) for at in range(max(0, first - MOST_HEADER_LINES), first))
    listed = above.rstrip().endswith(":") and all(len(line) <= LONGEST_ARROW for line in lines if QUOTE_MARK.match(line))
    return not listed


def _split(lines: list[str], quotes_from: int) -> _Split:
    """Lines of the newest message and lines of the history."""
    kept: list[str] = []
    quoted: list[str] = []
    cut_by: CutBy | None = None
    at = 0
    while at < len(lines):
        if at >= quotes_from and _is_marked(lines[at]):
            quoted.append(lines[at])
            cut_by = cut_by or "marks"
            at += 1
            continue
        introduced = _introduces(lines, at) if at >= quotes_from else 0
        if introduced:
            quoted += lines[at : at + introduced]
            cut_by = cut_by or "attribution"
            at += introduced
            continue
        start = _starts_history(lines, at, _attribution(lines, at))
        if start:
            return _cut(lines, at, _Split(kept, quoted, cut_by or start))
        kept.append(lines[at])
        at += 1
    return _Split(kept, quoted, cut_by)


def _cut(lines: list[str], at: int, so_far: _Split) -> _Split:
    """Everything from here on is history, unless nothing would remain."""
    if any(line.strip() for line in so_far.kept):
        return _Split(so_far.kept, so_far.quoted + lines[at:], so_far.cut_by)
    return _Split(lines, [], None)


def _attribution(lines: Sequence[str], at: int) -> int:
    """How many lines of ``On 3 March Anna wrote:`` begin here; they may be wrapped, and need a verb and a date or address."""
    if len(lines[at]) < SHORTEST_ATTRIBUTION:
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
    return len(line) <= LONGEST_ATTRIBUTION and bool(DATED.search(line)) and bool(shapes().attribution.search(line))


def _quote_follows(lines: Sequence[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return bool(QUOTE_MARK.match(following))


def _starts_history(lines: Sequence[str], at: int, attribution: int) -> CutBy | None:
    """The rule by which everything from here on is history, if any says so."""
    line = lines[at]
    if attribution and ADDRESS.search(" ".join(lines[at : at + attribution])) and not (at and lines[at - 1].strip()):
        return "attribution"
    if shapes().divider.match(line):
        return "divider"
    if RULE.match(line):
        following = next((n for n in range(at + 1, min(at + 4, len(lines))) if lines[n].strip()), None)
        return "headers" if following is not None and _header_block(lines, following) else None
    return "headers" if _header_block(lines, at) else None


def _header_block(lines: Sequence[str], at: int) -> bool:
    """``From: … Sent: … To: …`` with an address in it, as Outlook and Apple put before the mail they answer."""
    if _role(lines[at]) is None:
        return False
    roles: set[str] = set()
    address = sent = False
    for line in lines[at : at + MOST_HEADER_LINES]:
        role = _role(line)
        if role is None and not line.strip():
            break
        if role:
            roles.add("date" if role == "sent" else role)
        address = address or "@" in line
        sent = sent or (role == "sent" and bool(CLOCK.search(line)))
    return {"from", "date"} <= roles and bool(roles & {"to", "subject"}) and (address or (len(roles) == 4 and sent))


@lru_cache(maxsize=64)  # a line is looked at up to eight times in a row
def _role(line: str) -> str | None:
    """What a line is in a block of headers, if it is one."""
    if ":" not in line[:40]:
        return None
    header = HEADER.match(line)
    return shapes().headers.get(header.group(1).strip().lower()) if header else None
