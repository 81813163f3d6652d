"""Bytes to text whatever the charset says, and a plain word for bytes that are no text at all."""

import codecs

from coach.errors import InputError

OUTLOOK = b"\xd0\xcf\x11\xe0"
BINARY = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a zip archive or an office document",
    b"PK\x05\x06": "an empty zip archive",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    OUTLOOK: "an Outlook .msg file or an old office document",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"RIFF": "a sound or video file",
    b"ID3": "a sound file",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "a database",
}
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SINGLE_BYTE = ("cp1252", "cp1250", "iso8859-2", "iso8859-15")
EXPECTED = frozenset("àèéìíîòóùúâäçêëïôöûüœąćęłńśźżßÀÈÉÌÒÙÂÇÊÔÛĄĆĘŁŃÓŚŹŻ€£§°’‘“”„«»–—…• \u00a0")
MOST_CONTROL = 0.05
"""Share of control bytes above which bytes are no text."""
REFUSED_CODECS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
"""Python codecs that are no charset of any mail, and that may take very long or run escapes."""


def is_outlook(data: bytes) -> bool:
    """Whether bytes are a compound file, which a .msg is, and an old office document too."""
    return data.startswith(OUTLOOK)


def refuse_binary(data: bytes) -> None:
    """Raise InputError when the bytes are a picture, an archive or anything else that is not text."""
    for magic, name in BINARY.items():
        if data.startswith(magic):
            raise InputError(f"this is {name}, not a mail; save the mail as text or .eml")
    head = data[:65536]
    if not head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(head):
        return
    control = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head)
    if control > MOST_CONTROL * len(head):
        raise InputError("this is binary data, not a mail; save the mail as text or .eml")


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of bytes: by its mark, as UTF-8, as declared, and at last as the single-byte charset that fits best; never raises."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    for name in filter(None, (_wide(data), _seven_bit(data, declared), "utf-8", declared)):
        text = _strictly(data, name)
        if text is not None:
            return text
    return max((data.decode(name, "replace") for name in SINGLE_BYTE), key=_plausible)


def _seven_bit(data: bytes, declared: str | None) -> str | None:
    """A declared charset that hides everything in seven bits (UTF-7, ISO-2022) must go before UTF-8, which would accept it."""
    return declared if declared and data.isascii() else None


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, told by the zero bytes that Latin letters have in it."""
    head = data[:400]
    if len(head) < 8 or len(data) % 2:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else None


def _strictly(data: bytes, name: str) -> str | None:
    try:
        info = codecs.lookup(name.strip().strip("'\""))
        if not info._is_text_encoding or info.name.replace("-", "_") in REFUSED_CODECS:
            return None
        return data.decode(info.name)
    except (LookupError, ValueError):  # a wrong charset name may hold a NUL, and decoding errors are ValueErrors
        return None


def _plausible(text: str) -> int:
    """Letters that the product's languages use, against those they do not."""
    high = [character for character in text[:20_000] if ord(character) > 127]
    return sum(1 if character in EXPECTED else -2 for character in high)
