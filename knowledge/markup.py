"""Where tags of untrusted HTML end, in time that grows with its length; shared by the readers of mails and of documents."""

import re

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
"""Elements that have no content and no end tag."""
LONG_NUMBER = re.compile(r"&#x?[0-9a-fA-F]{8,};?")
"""Character references that no character has, and that would cost time to convert."""


def after(markup: str, closer: str, at: int) -> int:
    """The place after the next ``closer``, or the end."""
    found = markup.find(closer, at)
    return len(markup) if found < 0 else found + len(closer)


def tag_end(markup: str, at: int) -> int:
    """After the ``>`` that ends a tag, looking past a few that stand inside quoted attributes."""
    end = at
    for _ in range(8):
        found = markup.find(">", end)
        if found < 0:
            return len(markup)
        end = found + 1
        inside = markup[at:found] if found - at < 10_000 else ""
        if inside.count('"') % 2 == 0 or '="' not in inside:
            return end
    return end
