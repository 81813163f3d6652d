"""RFC 5322 messages, read with bounds on size, depth and parts; no fault in them raises anything but InputError."""

import binascii
import quopri
import re
from dataclasses import dataclass
from typing import NamedTuple

from coach.errors import InputError
from coach.mail.charset import decode
from coach.mail.markup import Page, read_page

MOST_HEADER_BYTES = 64 * 1024
MOST_PARTS = 100
DEEPEST = 20
LONGEST_BOUNDARY = 200
PLAIN = frozenset({"text/plain", "text/enriched", "text/markdown"})
SURE_HEADERS = re.compile(rb"(?im)^(?:(?:received|mime-version|message-id|return-path|x-mailer)[ \t]*:|from[ \t]*:.{0,300}\S@\S)")
HEADER_LINE = re.compile(rb"(?:[!-9;-~]{1,100}[ \t]*:|[ \t]+\S|From )")
ENCODED_WORD = re.compile(r"=\?([\w.*:+-]{1,60})\?([bBqQ])\?([^?\n]{0,4000})\?=(?:\s+(?==\?))?")
PARAMETER = re.compile(r";\s*([\w-]+)(?:\*\d*\*?)?\s*=\s*(?:\"([^\"\n]{0,500})\"|([^\s;\"]{1,500}))")
BOUNDARY_LINE = re.compile(rb"(?m)^--(\S{1,70})[ \t]*\r?\n(?=[!-9;-~]{1,60}:)")
BLANK = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
SENDER = re.compile(r"^\s*\"?([^\"<@]{1,200}?)\"?\s*<[^>]*>")
MBOX_NEXT = re.compile(rb"\n\r?\nFrom \S{1,200} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) .{0,60}\r?\n[!-9;-~]{1,60}:")


class Message(NamedTuple):
    """What a person would read of a message, and what is hidden from persons in it."""

    subject: str
    sender: str | None
    body: str
    history: str
    """What the mail's program put into a container for the mail that is answered."""
    marked: bool
    """Whether ``>`` in the body stands for what the program marked as quoted."""
    styled: int
    commented: int


class _Piece(NamedTuple):
    """The text of one part: plain, or a page; of a message within the message when ``nested``."""

    page: Page
    html: bool
    nested: bool = False


@dataclass
class _Budget:
    parts: int = MOST_PARTS


def is_message(data: bytes) -> bool:
    """Whether bytes really are a message with headers, and no text that begins with a word and a colon."""
    head = data[:MOST_HEADER_BYTES].lstrip(b"\xef\xbb\xbf\r\n\t ")
    block = BLANK.split(head, maxsplit=1)[0]
    if not SURE_HEADERS.search(block):
        return False
    lines = block.splitlines()
    return (len(lines) > 1 and all(HEADER_LINE.match(line) for line in lines)) or b"mime-version:" in block.lower()


def read_message(data: bytes) -> Message:
    """Subject, sender and text of a message; raises InputError for what no customer wrote."""
    data = data.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if data.startswith(b"From ") and MBOX_NEXT.search(data):
        raise InputError("this mailbox holds several mails; save the one to be answered as .eml")
    headers, body = _headers(data)
    _refuse_machines(headers)
    pieces = _pieces(headers, body, 0, _Budget())
    # A mail that is nothing but a forwarded one is read as that one.
    pages = [piece.page for piece in pieces if not piece.nested] if any(_said(piece) for piece in pieces if not piece.nested) else []
    pages = pages or [piece.page for piece in pieces]
    sender = SENDER.match(decoded_header(headers.get("from", "")))
    return Message(
        subject=decoded_header(headers.get("subject", "")),
        sender=sender.group(1).strip() if sender else None,
        body="\n\n".join(page.text.strip() for page in pages if page.text.strip()),
        history="\n\n".join(page.history for page in pages if page.history),
        marked=any(page.marked for page in pages),
        styled=sum(page.styled for page in pages),
        commented=sum(page.commented for page in pages),
    )


def read_markup(markup: str) -> Message:
    """An HTML page that somebody saved or pasted, as a message without headers."""
    page = read_page(markup)
    return Message("", None, page.text, page.history, page.marked, page.styled, page.commented)


def _said(piece: _Piece) -> bool:
    return any(character.isalnum() for character in piece.page.text)


def decoded_header(value: str) -> str:
    """A header's value with its encoded words decoded, on one line."""
    return " ".join(ENCODED_WORD.sub(_decoded_word, value).split())


def _decoded_word(match: re.Match[str]) -> str:
    charset, kind, payload = match.groups()
    raw = payload.encode("ascii", "ignore")
    data = _base64(raw) if kind in "bB" else quopri.decodestring(raw, header=True)
    return decode(data, charset.split("*")[0])


def _headers(data: bytes) -> tuple[dict[str, str], bytes]:
    """Unfolded headers by lower-case name (the first of each counts), and what follows the blank line."""
    parts = BLANK.split(data[:MOST_HEADER_BYTES], maxsplit=1)
    body = data[len(data[:MOST_HEADER_BYTES]) - len(parts[1]) :] if len(parts) > 1 else b""
    found: dict[str, str] = {}
    name = ""
    for line in parts[0].splitlines():
        if line[:1] in b" \t" and name:
            if len(found[name]) < 8000:
                found[name] += " " + decode(line.strip())
            continue
        label, colon, value = line.partition(b":")
        key = label.strip().lower().decode("ascii", "ignore")
        name = key if colon and key not in found else ""
        if name:
            found[name] = decode(value.strip())
    return found, body


def _refuse_machines(headers: dict[str, str]) -> None:
    kind = headers.get("content-type", "").lower()
    if "multipart/report" in kind or headers.get("auto-submitted", "no").lower().startswith("auto-generated"):
        raise InputError("this is a report of a mail server, not a customer's mail; there is nobody to answer")
    if "pkcs7-mime" in kind or "multipart/encrypted" in kind:
        raise InputError("this mail is encrypted; open it in your mail program and paste its text")


def _pieces(headers: dict[str, str], body: bytes, depth: int, budget: _Budget) -> list[_Piece]:
    """The texts of a part and of the parts within it."""
    budget.parts -= 1
    if budget.parts < 0 or depth > DEEPEST:
        return []
    kind, parameters = _content_type(headers)
    if kind.startswith("multipart/") and (boundary := _boundary(parameters, body)):
        return _multipart(kind, boundary, body, depth, budget)
    if kind == "message/rfc822":
        inner, content = _headers(_transferred(body, headers.get("content-transfer-encoding", "")).lstrip(b"\r\n"))
        return [piece._replace(nested=True) for piece in _pieces(inner, content, depth + 1, budget)]
    plain = kind in PLAIN or kind.startswith("multipart/")
    if headers.get("content-disposition", "").lower().startswith("attachment") or not (plain or kind == "text/html"):
        return []
    text = decode(_transferred(body, headers.get("content-transfer-encoding", "")), parameters.get("charset"))
    return [_Piece(Page(text, "", 0, 0) if plain else read_page(text), html=not plain)]


def _boundary(parameters: dict[str, str], body: bytes) -> bytes | None:
    """The boundary that is declared, or the one that is there."""
    declared = parameters.get("boundary", "")[:LONGEST_BOUNDARY].encode("utf-8", "ignore")
    if declared and b"--" + declared in body:
        return declared
    found = BOUNDARY_LINE.search(body[:MOST_HEADER_BYTES])
    return found.group(1) if found else None


def _multipart(kind: str, boundary: bytes, body: bytes, depth: int, budget: _Budget) -> list[_Piece]:
    split = re.split(rb"(?m)^--" + re.escape(boundary) + rb"(?:--)?[ \t]*\r?$", body, maxsplit=MOST_PARTS + 1)[1 : MOST_PARTS + 1]
    branches: list[list[_Piece]] = []
    for piece in split:
        headers, content = _headers(piece.lstrip(b"\r\n") if piece.strip() else b"")
        if not headers and not content:
            headers, content = {}, piece
        branches.append(_pieces(headers, content, depth + 1, budget))
    if kind == "multipart/alternative":
        return _best(branches)
    return [piece for branch in branches for piece in branch]


def _best(branches: list[list[_Piece]]) -> list[_Piece]:
    """Of the ways in which a mail says the same, the one that its reader saw and that tells history by containers: the HTML."""
    said = [branch for branch in branches if any(_said(piece) for piece in branch)]
    return next((branch for branch in reversed(said) if any(piece.html for piece in branch)), said[0] if said else [])


def _content_type(headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    value = headers.get("content-type", "text/plain")
    kind = value.partition(";")[0].strip().lower() or "text/plain"
    parameters = {m.group(1).lower(): m.group(2) if m.group(2) is not None else m.group(3) for m in PARAMETER.finditer(value)}
    return (kind if "/" in kind else "text/plain"), parameters


def _transferred(body: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().lower()
    if encoding == "base64":
        return _base64(body)
    return quopri.decodestring(body) if encoding == "quoted-printable" else body


def _base64(data: bytes) -> bytes:
    """Base64 with anything else thrown out and the end made up."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return b""
