"""PDF to blocks; the only home of pypdf."""

import io
import re
from collections import Counter
from typing import TYPE_CHECKING

from knowledge.errors import DocumentRefused
from knowledge.house.readers.blocks import MOST_CHARACTERS, Block, Extract, extract
from knowledge.house.readers.plain import blocks_of

if TYPE_CHECKING:
    import pypdf

MOST_PAGES = 300
MOST_DRAWN = 4 * 1024 * 1024
"""Bytes of drawing instructions on a page; a page of dense text has 50,000."""
EDGE = 3
"""Lines at the head and at the foot of a page among which running titles and page numbers stand."""
DIGITS = re.compile(r"\d+")


def read_pdf(data: bytes) -> Extract:
    """Blocks of a PDF without what recurs at the edges of its pages; raises DocumentRefused."""
    if b"%PDF-" not in data[:1024]:
        raise DocumentRefused("is not a PDF, whatever its name says")
    try:
        import pypdf
    except ImportError as error:
        raise DocumentRefused("is a PDF, for which pypdf is needed; install reply-coach[docs]") from error
    try:
        pages, title = _pages(pypdf.PdfReader(io.BytesIO(data), strict=False))
    except (DocumentRefused, MemoryError):
        raise
    except Exception as error:  # pypdf raises what it meets, from KeyError to RecursionError
        raise DocumentRefused("is a damaged PDF; save it anew") from error
    return extract(_blocks(pages), title)


def _pages(reader: "pypdf.PdfReader") -> tuple[list[list[str]], str | None]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentRefused("is locked with a password; save it without one")
    if len(reader.pages) > MOST_PAGES:
        raise DocumentRefused(f"has more than {MOST_PAGES} pages; split it into several documents")
    pages: list[list[str]] = []
    size = 0
    for page in reader.pages:
        drawn = page.get_contents()
        if drawn is not None and len(drawn.get_data()) > MOST_DRAWN:
            raise DocumentRefused("draws far more on a page than anybody reads; save it anew, without its drawings")
        text = page.extract_text()
        size += len(text)
        if size > MOST_CHARACTERS:
            raise DocumentRefused("holds more text than one document may; split it into several")
        pages.append([line.rstrip() for line in text.replace("\r", "").split("\n") if line.strip()])
    return pages, reader.metadata.title if reader.metadata else None


def _blocks(pages: list[list[str]]) -> list[Block]:
    """Lines of all pages in a row, for a paragraph may go on over the page."""
    edges = Counter(shape for lines in pages for shape in {_shape(line) for line in (*lines[:EDGE], *lines[-EDGE:])})
    running = {shape for shape, times in edges.items() if times > 1 and times >= len(pages) / 3}
    lines = [line for page in pages for at, line in enumerate(page) if not (_at_edge(at, page) and _shape(line) in running)]
    return list(blocks_of("\n".join(lines), wrapped=True))


def _at_edge(at: int, page: list[str]) -> bool:
    return at < EDGE or at >= len(page) - EDGE


def _shape(line: str) -> str:
    return DIGITS.sub("0", line.strip().lower())
