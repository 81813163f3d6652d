"""Colours as style sheets write them, as far as it takes to tell text from what is behind it."""

import colorsys
import re

Colour = tuple[int, int, int] | str | None
"""Red, green and blue (0 to 255); a name that is not known here; None where nothing can be said. NO_INK is no colour at all."""

NO_INK = "transparent"
NEAREST = 20
"""Steps of each channel up to which nobody tells two colours apart."""
FAINTEST = 0.06
HEX = re.compile(r"#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-z])")
FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]{1,80})\)")
NUMBER = re.compile(r"-?\d{0,4}\.?\d{1,6}%?")
WORD = re.compile(r"[a-z]{3,24}")
NAMED = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "whitesmoke": (245, 245, 245),
    "azure": (240, 255, 255),
    "mintcream": (245, 255, 250),
    "black": (0, 0, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "red": (255, 0, 0),
    "maroon": (128, 0, 0),
    "yellow": (255, 255, 0),
    "olive": (128, 128, 0),
    "lime": (0, 255, 0),
    "green": (0, 128, 0),
    "aqua": (0, 255, 255),
    "cyan": (0, 255, 255),
    "teal": (0, 128, 128),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "fuchsia": (255, 0, 255),
    "magenta": (255, 0, 255),
    "purple": (128, 0, 128),
    "orange": (255, 165, 0),
}


def colour_of(value: str) -> Colour:
    """The first colour in a value, such as ``#fff``, ``rgb(1 2 3 / 50%)``, ``hsl(0,0%,100%)`` or ``navy``."""
    value = value.strip().lower()
    if match := FUNCTION.search(value):
        return _function(match.group(1), NUMBER.findall(match.group(2)))
    if match := HEX.match(value):
        return _hex(match.group(1))
    word = WORD.search(value)
    if word is None:
        return None
    return NAMED.get(word.group(), word.group())


def much_alike(ink: Colour, ground: Colour) -> bool:
    """Whether text of one colour on the other cannot be seen."""
    if ink == NO_INK:
        return True
    if isinstance(ink, tuple) and isinstance(ground, tuple):
        return all(abs(one - other) <= NEAREST for one, other in zip(ink, ground, strict=True))
    return ink is not None and ink == ground


def _hex(digits: str) -> Colour:
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) == 8 and int(digits[6:], 16) < 255 * FAINTEST:
        return NO_INK
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _function(kind: str, numbers: list[str]) -> Colour:
    if len(numbers) < 3:
        return None
    if len(numbers) > 3 and _share(numbers[3], 1) < FAINTEST:
        return NO_INK
    if kind == "rgb":
        red, green, blue = (round(_share(number, 255) * 255) for number in numbers[:3])
    else:
        hue, saturation, light = float(numbers[0].rstrip("%")) / 360, _share(numbers[1], 100), _share(numbers[2], 100)
        red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue % 1, light, saturation))
    return red, green, blue


def _share(number: str, of: float) -> float:
    """A number or a percentage as a share between 0 and 1."""
    share = float(number[:-1]) / 100 if number.endswith("%") else float(number) / of
    return min(max(share, 0.0), 1.0)
