"""How HTML keeps text from the eye though a machine would read it: what is drawn of an element, told by its style and what is around it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from knowledge.colours import FAINTEST, Colour, colour_of, much_alike

Declarations = Mapping[str, str]
Sheet = Mapping[str, Declarations]
"""What a page's own style sheets say: ``p``, ``.class``, ``#id`` or ``p.class`` to properties."""
STYLE_SHEET = re.compile(r"<style[^>]{0,300}>", re.I)
COMMENT = re.compile(r"/\*.{0,2000}?\*/", re.S)
ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.S)
SELECTOR = re.compile(r"[a-z][\w-]{0,40}|[a-z]?[\w-]{0,40}[.#][\w-]{1,80}")
NUMBER = re.compile(r"(-?\d{0,8}\.?\d{1,8})\s{0,3}(px|pt|em|rem|ex|%|vw|vh|in|cm|mm)?")
FONT_SIZE = re.compile(r"(?<![\w.])(\d{0,4}\.?\d{1,4})(px|pt|em|rem|%)?(?=\s|/|$)")
CLIPPED = re.compile(r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0|polygon\(\s*(?:0\S*\s+){3}0")
NO_ROOM = re.compile(r"(?:0+(?:\.0+)?[a-z%]{0,3}|0?\.\d+px|1px)$")
MOVED = re.compile(r"translate(?:x|y|3d)?\(\s*-\d{3}|scale(?:x|y)?\(\s*0(?:\.0\d*)?\s*[,)]|rotate[xy]\(\s*90deg")
RELATIVE = frozenset(("em", "rem", "%", "ex"))
FURTHEST = {"em": 20.0, "rem": 20.0, "%": 100.0, "vw": 90.0, "vh": 90.0, "in": 2.0, "cm": 4.0, "mm": 40.0}
"""How far to the left or upwards text may stand, by unit; 100 of any other."""
SMALLEST = {"em": 0.15, "rem": 0.15, "ex": 0.3, "%": 15.0}
"""From which size letters can be seen, by unit; two of any other."""
KNOWN = frozenset(
    "display visibility opacity font font-size height max-height width max-width overflow overflow-x overflow-y mso-hide position left top "  # noqa: SIM905
    "right text-indent margin-left margin-top clip clip-path transform color background background-color background-image filter "
    "content-visibility".split()
)
MOST_SHEETS, MOST_SHEET_CHARACTERS, MOST_SELECTORS, LONGEST_STYLE = 20, 120_000, 2000, 4000


class Look(NamedTuple):
    """How the text of an element is drawn, as far as that decides whether anybody sees it."""

    gone: bool = False
    """Not drawn at all; nothing inside can undo that."""
    veiled: bool = False
    tiny: bool = False
    ink: Colour = (0, 0, 0)
    ground: Colour = (255, 255, 255)

    @property
    def seen(self) -> bool:
        """Whether a person could read the text."""
        return not (self.gone or self.veiled or self.tiny or much_alike(self.ink, self.ground))


def drawn(around: Look, name: str, attributes: Mapping[str, str], sheet: Sheet) -> Look:
    """How the text of an element is drawn that stands inside another; time grows with the length of its attributes."""
    style = _style(name, attributes, sheet)
    return Look(
        gone=around.gone or "hidden" in attributes or attributes.get("aria-hidden") == "true" or _gone(style),
        veiled=style["visibility"] in ("hidden", "collapse") if "visibility" in style else around.veiled,
        tiny=_tiny(style, around.tiny),
        ink=_colour(style.get("color") or attributes.get("color") or attributes.get("text"), around.ink),
        ground=_ground(style, attributes, around.ground),
    )


def sheet_of(markup: str) -> Sheet:
    """What the style sheets inside a page say of single elements; rules for other screens or for print are left out."""
    found: dict[str, dict[str, str]] = {}
    at = left = 0
    for _ in range(MOST_SHEETS):
        start = STYLE_SHEET.search(markup, at)
        if start is None or left > MOST_SHEET_CHARACTERS:
            break
        end = markup.find("</", start.end())
        at = end if end >= 0 else len(markup)
        rules = markup[start.end() : min(at, start.end() + MOST_SHEET_CHARACTERS - left)]
        left += len(rules)
        _take_rules(COMMENT.sub("", rules), found)
    return found


def _take_rules(rules: str, found: dict[str, dict[str, str]]) -> None:
    elsewhere = False
    for chunk in rules.split("}"):
        before, brace, body = chunk.rpartition("{")
        if not brace:
            elsewhere = False
            continue
        query, nested, selectors = before.rpartition("{")
        if nested:
            elsewhere = "(" in query or "print" in query.lower()
        if elsewhere or len(found) > MOST_SELECTORS or len(selectors) > 2000:
            continue
        style = {name: value for name, value in _declared(body).items() if name in KNOWN}
        for selector in selectors.split(",") if style else ():
            words = selector.replace("<!--", "").split()
            if words and SELECTOR.fullmatch(words[-1].lower()):
                found.setdefault(words[-1].lower(), {}).update(style)


def _style(name: str, attributes: Mapping[str, str], sheet: Sheet) -> Declarations:
    """All that is declared of an element; what stands nearer to it counts for more."""
    if not sheet:
        return _declared(attributes.get("style", ""))
    marks = [f".{word}" for word in attributes.get("class", "").lower().split()[:20]]
    marks += [f"#{attributes['id'].lower()}"] if "id" in attributes else []
    style = dict(sheet.get(name, {}))
    for mark in marks:
        style.update(sheet.get(mark, {}))
        style.update(sheet.get(f"{name}{mark}", {}))
    style.update(_declared(attributes.get("style", "")))
    return style


@lru_cache(maxsize=256)
def _declared(style: str) -> Declarations:
    """Properties of a style attribute in lower case; the last counts, unless one is called important."""
    plain = style[:LONGEST_STYLE]
    if "\\" in plain or "/*" in plain:
        plain = ESCAPE.sub(_unescaped, COMMENT.sub("", plain))
    found: dict[str, str] = {}
    fixed: set[str] = set()
    for declaration in plain.lower().split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip()
        value, important, _ = value.partition("!")
        if colon and name not in fixed:
            found[name] = value.strip()
            if important:
                fixed.add(name)
    return found


def _unescaped(match: re.Match[str]) -> str:
    code = int(match.group(1), 16) if match.group(1) else 0
    return (chr(code) if code < 0x110000 else "") if match.group(1) else match.group(2)


def _gone(style: Declarations) -> bool:
    return bool(style) and (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("content-visibility") == "hidden"
        or _opacity(style) < FAINTEST
        or "opacity(0" in style.get("filter", "")
        or _cut_away(style)
        or _far_away(style)
    )


def _cut_away(style: Declarations) -> bool:
    """Whether the element has no room and does not overflow it, or is clipped or shrunk to nothing."""
    closed = any(style.get(f"overflow{axis}") in ("hidden", "clip") for axis in ("", "-x", "-y"))
    if closed and any(NO_ROOM.match(style.get(side, "")) for side in ("height", "max-height", "width", "max-width")):
        return True
    clips = (style.get("clip", ""), style.get("clip-path", ""))
    return any(CLIPPED.match(clip) for clip in clips) or bool(MOVED.search(style.get("transform", "")))


def _far_away(style: Declarations) -> bool:
    sides = ["text-indent", "margin-left", "margin-top"]
    if style.get("position") in ("absolute", "fixed", "relative"):
        sides += ["left", "top", "right"]
    return any(_is_far(style[side]) for side in sides if side in style)


def _is_far(value: str) -> bool:
    match = NUMBER.match(value)
    return match is not None and float(match.group(1)) <= -FURTHEST.get(match.group(2) or "", 100.0)


def _tiny(style: Declarations, around: bool) -> bool:  # noqa: FBT001  what surrounds it
    match = NUMBER.match(style.get("font-size", "")) or FONT_SIZE.search(style.get("font", ""))
    if match is None:
        return around
    unit = match.group(2) or ""
    return float(match.group(1)) < SMALLEST.get(unit, 2.0) or (around and unit in RELATIVE and unit != "rem")


def _opacity(style: Declarations) -> float:
    match = NUMBER.match(style.get("opacity", ""))
    return float(match.group(1)) / (100 if match.group(2) else 1) if match else 1.0


def _colour(value: str | None, around: Colour) -> Colour:
    return around if not value or value in ("inherit", "currentcolor", "unset") else colour_of(value)


def _ground(style: Declarations, attributes: Mapping[str, str], around: Colour) -> Colour:
    """The colour behind the text; None where a picture or a course of colours is, on which any text may be seen."""
    said = style.get("background-color") or style.get("background") or attributes.get("bgcolor")
    pictures = (said or "", style.get("background-image", ""), "url(" if "background" in attributes else "")
    if any("url(" in picture or "gradient" in picture for picture in pictures):
        return None
    if not said or said.split()[0] in ("transparent", "none", "inherit", "initial", "unset"):
        return around
    return colour_of(said)
