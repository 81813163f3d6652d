"""Files made by the tests themselves: honest ones, and ones that attack whoever reads them."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from functools import cache

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>Boats come back at six in the evening.</w:t></w:r></w:p>"


def docx(body: str | Iterable[str], *, before: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """A Word document with this body."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for piece in (f"{before}<w:document {WORD}><w:body>", *([body] if isinstance(body, str) else body), "</w:body></w:document>"):
                part.write(piece.encode())
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return packed.getvalue()


@cache
def docx_bomb() -> bytes:
    """1.2 MB that unpack to 400 MB."""
    return docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 10_000 for _ in range(1200))


def docx_that_includes(file: str) -> bytes:
    """A document with an external entity."""
    return docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>" + PARAGRAPH, before=f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{file}">]>')


def docx_of_laughs() -> bytes:
    """Entities that multiply."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    return docx("<w:p><w:r><w:t>&e8;</w:t></w:r></w:p>", before=f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>')


def docx_with_a_lying_size() -> bytes:
    """A bomb whose directory says that it is small."""
    data = bytearray(docx(PARAGRAPH * 200_000))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def pdf(*contents: bytes, kids: bytes | None = None) -> bytes:
    """A PDF with one page for each content stream, or with any list of pages."""
    pages = [5 + 2 * at for at in range(len(contents))]
    listed = kids or b"[%s]" % b" ".join(b"%d 0 R" % page for page in pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids %s /Count %d >>" % (listed, max(len(pages), 1)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"null",
    ]
    for page, content in zip(pages, contents, strict=True):
        packed = zlib.compress(content, 9)
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (page + 1),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        ]
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def lines(*texts: str) -> bytes:
    """The content stream of a page with these lines."""
    shown = "".join(f"BT /F1 10 Tf 60 {800 - 14 * at} Td ({text}) Tj ET\n" for at, text in enumerate(texts))
    return shown.encode("cp1252")


ATTACKS = {
    "bomb.docx": docx_bomb,
    "xxe.docx": lambda: docx_that_includes("/etc/hostname"),
    "laughs.docx": docx_of_laughs,
    "lying.docx": docx_with_a_lying_size,
    "deep.docx": lambda: docx("<w:x>" * 100_000),
    "attributes.docx": lambda: docx("<w:p " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"),
    "macros.docx": lambda: docx(PARAGRAPH, parts={"word/vbaProject.bin": b"x"}),
    "divs.html": lambda: b"<html><body>" + b"<div>" * 50_000 + b"Boats come back at six." + b"</div>" * 50_000,
    "flat.html": lambda: b"<body>" + b"<div>Boats come back at six in the evening.</div>" * 50_000,
    "open.html": lambda: b"<a " * 270_000,
    "brackets.html": lambda: b"<" * 800_000,
    "comments.html": lambda: b"<!--" * 200_000,
    "quotes.html": lambda: b'<p a="' * 200_000,
    "styles.html": lambda: b"<style>.a{" * 100_000,
    "number.html": lambda: b"<p>&#" + b"9" * 1_000_000 + b";",
    "brackets.md": lambda: b"# a\n" + b"[a](" * 200_000,
    "stars.md": lambda: b"# a\n" + b"**a " * 90_000,
    "long.txt": lambda: b"boat " * 350_000,
    "zeros.txt": lambda: b"\0" * 100_000,
    "zip.txt": docx_bomb,
    "text.pdf": lambda: b"Boats come back at six.",
    "bomb.pdf": lambda: pdf(b"0 0 Td " * 30_000_000),
    "loop.pdf": lambda: pdf(kids=b"[2 0 R 2 0 R]"),
    "brackets.pdf": lambda: pdf(b"[" * 300_000),
    "words.pdf": lambda: pdf(b"BT /F1 9 Tf (boat ) Tj ET " * 400_000),
}
"""Files that must be refused, whatever they are called."""
