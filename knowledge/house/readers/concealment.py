"""How a page keeps text from the eye of whoever approves it, though a machine would read it."""

import re
from collections.abc import Mapping

STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0?(?:\.0\d?)?(?:;|!|$)|font-size:(?:0(?:\.\d+)?|1)(?:px|pt|em|rem|%)?(?:;|!|$)"
    r"|(?:max-)?(?<![-\w])(?:height|width):0(?:px)?(?:;|!|$)|text-indent:-\d{3}|(?<![-\w])(?:left|top|right):-\d{3}|clip:rect\(0|clip-path:inset\((?:50|100)%"
    r"|scale\(0\)|(?<![-\w])color:(?:transparent|rgba\([^)]{0,30},0\))"
)
PALE = re.compile(r"(?<![-\w])color:(?:#f[a-f0-9]f[a-f0-9]f[a-f0-9]|#fff|white|rgba?\(25\d,25\d,25\d)")
GROUND = re.compile(r"background(?:-color|-image)?:")
SHEET = re.compile(r"<style[^>]{0,300}>", re.I)
RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,3000})\}")
CLASS = re.compile(r"([.#][\w-]{1,80})(?![\w-]| |>|:)")
SPACE = re.compile(r"\s+")
MOST_SHEETS, LONGEST_SHEET = 20, 60_000


def conceals(attributes: Mapping[str, str], concealing: frozenset[str]) -> bool:
    """Whether an element with these attributes shows nothing to a person."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    named = {f".{name}" for name in attributes.get("class", "").split()} | {f"#{attributes.get('id', '')}"}
    return not concealing.isdisjoint(named) or _style_conceals(attributes.get("style", ""))


def concealed_classes(markup: str) -> frozenset[str]:
    """Classes and ids, with their ``.`` or ``#``, that the page's own style sheets conceal."""
    found: set[str] = set()
    at = 0
    for _ in range(MOST_SHEETS):
        sheet = SHEET.search(markup, at)
        if sheet is None:
            break
        end = markup.find("</", sheet.end())
        at = end if end >= 0 else len(markup)
        for rule in RULE.finditer(markup[sheet.end() : min(at, sheet.end() + LONGEST_SHEET)]):
            if _style_conceals(rule.group(2)):
                found.update(CLASS.findall(rule.group(1).strip()))
    return frozenset(found)


def _style_conceals(style: str) -> bool:
    plain = SPACE.sub("", style.lower())
    return bool(STYLE.search(plain)) or (bool(PALE.search(plain)) and not GROUND.search(plain))
