"""RFC 5322 messages, read with bounds on size, depth and parts; no fault in them raises anything but InputError."""

import binascii
import quopri
import re
from dataclasses import dataclass

from coach.errors import InputError
from coach.mail.charset import decode
from coach.mail.markup import text_of

MOST_HEADER_BYTES = 64 * 1024
MOST_PARTS = 100
DEEPEST = 20
SURE_HEADERS = re.compile(rb"(?im)^(?:(?:received|mime-version|message-id|return-path|x-mailer)[ \t]*:|from[ \t]*:.{0,300}\S@\S)")
HEADER_LINE = re.compile(rb"(?:[!-9;-~]{1,100}[ \t]*:|[ \t]+\S|From )")
ENCODED_WORD = re.compile(r"=\?([\w.*:+-]{1,60})\?([bBqQ])\?([^?\n]{0,4000})\?=(?:\s+(?==\?))?")
PARAMETER = re.compile(r";\s*([\w-]+)(?:\*\d*\*?)?\s*=\s*(?:\"([^\"\n]{0,500})\"|([^\s;\"]{1,500}))")
BLANK = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
SENDER = re.compile(r"^\s*\"?([^\"<@]{1,200}?)\"?\s*<[^>]*>")
MBOX_NEXT = re.compile(rb"\n\r?\nFrom \S{1,200} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) .{0,60}\r?\n[!-9;-~]{1,60}:")


@dataclass(frozen=True)
class Message:
    """What a person would read of a message."""

    subject: str
    sender: str | None
    body: str


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
    plain, marked = _bodies(headers, body, 0, _Budget())
    texts = plain or [text_of(markup) for markup in marked]
    text = "\n\n".join(piece.strip() for piece in texts if piece.strip())
    if not text and marked:
        text = "\n\n".join(text_of(markup) for markup in marked)
    sender = SENDER.match(decoded_header(headers.get("from", "")))
    return Message(decoded_header(headers.get("subject", "")), sender.group(1).strip() if sender else None, text)


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


def _bodies(headers: dict[str, str], body: bytes, depth: int, budget: _Budget) -> tuple[list[str], list[str]]:
    """Plain texts and HTML texts of a part and of the parts within it."""
    budget.parts -= 1
    if budget.parts < 0 or depth > DEEPEST:
        return [], []
    kind, parameters = _content_type(headers)
    if kind.startswith("multipart/") and parameters.get("boundary"):
        return _multipart(kind, parameters["boundary"], body, depth, budget)
    if kind == "message/rfc822":
        inner, content = _headers(body)
        return _bodies(inner, content, depth + 1, budget) if depth == 0 else ([], [])
    if headers.get("content-disposition", "").lower().startswith("attachment") or not kind.startswith("text/"):
        return [], []
    text = decode(_transferred(body, headers.get("content-transfer-encoding", "")), parameters.get("charset"))
    if kind == "text/html":
        return [], [text]
    return ([text], []) if kind in ("text/plain", "text/enriched", "text/markdown") else ([], [])


def _multipart(kind: str, boundary: str, body: bytes, depth: int, budget: _Budget) -> tuple[list[str], list[str]]:
    mark = b"--" + boundary.encode("utf-8", "ignore")
    pieces = re.split(rb"(?m)^" + re.escape(mark) + rb"(?:--)?[ \t]*\r?$", body)[1 : MOST_PARTS + 1]
    plain: list[str] = []
    marked: list[str] = []
    for piece in pieces:
        headers, content = _headers(piece.lstrip(b"\r\n") if piece.strip() else b"")
        if not headers and not content:
            headers, content = {}, piece
        texts, markups = _bodies(headers, content, depth + 1, budget)
        if texts and not any(text.strip() for text in texts):
            texts = []
        if kind != "multipart/alternative" and markups and not texts and plain:
            texts, markups = [text_of(markup) for markup in markups], []
        plain += texts
        marked += markups
    return plain, marked


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
