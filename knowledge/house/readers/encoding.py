"""Bytes of a text file in whatever encoding, to text."""

import codecs
import re

from knowledge.errors import DocumentRefused

DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,40})", re.I)
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
OLDER = ("cp1252", "cp1250", "iso8859-2", "iso8859-1")
LETTERS = frozenset("àâæçéèêëîïôœùûüÿìíòóúąćęłńśźżäößñ€«»„”“’‘–—…°§©·£½")
"""What texts in our languages have beyond ASCII; the encoding that yields most of it and least else is the right one."""
COMMON = frozenset("àèéìòùçêółęąśż€’“”«»–")
SAMPLE = 20_000


def decode(data: bytes) -> str:
    """The text of a file; raises DocumentRefused when it is none."""
    text = _decoded(data)
    controls = sum(text[:SAMPLE].count(chr(code)) for code in (*range(9), *range(14, 27), *range(28, 32)))
    if "\0" in text or controls > len(text[:SAMPLE]) / 100:
        raise DocumentRefused("is not a text, whatever its name says")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = DECLARED.search(data[:4096])
    declared = (found.group(1) or found.group(2)).decode("ascii", "replace") if found else ""
    try:
        # Only encodings that leave ASCII as it is; utf-7 and its like can hide markup from whoever looks at the bytes.
        if declared and b"<".decode(declared) == "<" and "utf-7" not in declared.lower().replace("_", "-"):
            return data.decode(declared)
    except (LookupError, UnicodeError):
        pass
    return max((data.decode(encoding, "replace") for encoding in OLDER), key=lambda text: _likely(text[:SAMPLE]))


def _likely(text: str) -> int:
    foreign = [c for c in text if not c.isascii()]
    return sum(2 if c in COMMON else 1 if c.lower() in LETTERS else -4 for c in foreign)
