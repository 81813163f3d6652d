"""How HTML hides text from the eye: by style, by class, by colour, by size."""

import re

HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0*(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|font-size\s*:\s*(?:0?\.\d+|1)px"
    r"|opacity\s*:\s*0*(?:\.0\d*)?\s*(?:;|!|$)|max-height\s*:\s*0|(?<![-\w])(?:height|width)\s*:\s*0(?:px|pt)?\s*(?:;|!|$)|mso-hide\s*:\s*all"
    r"|text-indent\s*:\s*-\d{3,}|(?<![-\w])(?:left|top|right)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|transform\s*:\s*scale\(\s*0\s*\)|color\s*:\s*transparent",
    re.I,
)
WHITE = re.compile(r"^(?:#f{3,8}|white|#f[a-f][fF]?[a-f]?f[a-f]|rgba?\(\s*255\s*,\s*255\s*,\s*255.*)$", re.I)
COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.I)
BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.I)
RULE = re.compile(r"\.([\w-]{1,80})\s*(?:,[^{}]{0,400})?\{([^{}]{0,2000})\}")


def hides(attributes: dict[str, str], unseen_classes: frozenset[str], *, dark: bool) -> bool:
    """Whether an element with these attributes, on a dark ground or not, shows nothing to a person."""
    if "hidden" in attributes or attributes.get("type", "").lower() == "hidden":
        return True
    if unseen_classes and not unseen_classes.isdisjoint(attributes.get("class", "").split()):
        return True
    style = attributes.get("style", "")
    if HIDDEN_STYLE.search(style):
        return True
    colour = COLOUR.search(style)
    return not dark and bool(WHITE.match((colour.group(1) if colour else attributes.get("color", "")).strip()))


def darkens(attributes: dict[str, str], *, dark: bool) -> bool:
    """Whether the ground is dark or coloured once this element is open."""
    ground = BACKGROUND.search(attributes.get("style", ""))
    colour = (ground.group(1) if ground else attributes.get("bgcolor", "") or attributes.get("background", "")).strip()
    if not colour or colour.lower() in ("transparent", "none", "inherit", "initial"):
        return dark
    return not WHITE.match(colour)


def hidden_classes(markup: str) -> frozenset[str]:
    """Classes that the mail's own style sheets hide."""
    found: set[str] = set()
    lowered, at = markup.lower(), 0
    for _ in range(20):
        start = lowered.find("<style", at)
        if start < 0:
            break
        end = lowered.find("</style", start)
        at = end if end >= 0 else len(markup)
        sheet = markup[start : min(at, start + 50_000)]
        found.update(rule.group(1) for rule in RULE.finditer(sheet) if HIDDEN_STYLE.search(rule.group(2)))
    return frozenset(found)
