"""From a file to what is kept of it: read apart, cleaned, its language found, divided, and searched for orders to machines."""

import hashlib
import importlib.metadata
import re
from functools import cache
from pathlib import Path, PurePath

from knowledge.errors import DocumentRefused
from knowledge.house import reading as reading_apart
from knowledge.house.reading import kind_of, read_apart
from knowledge.house.records import Reading
from knowledge.house.suspicion import suspicions
from knowledge.language.fold import fold
from knowledge.language.identify import identify
from knowledge.models import Language
from knowledge.steps import divide as dividing
from knowledge.steps.clean import clean
from knowledge.steps.divide import divide
from knowledge.steps.index import stamp_of

NOT_IN_IDS = re.compile(r"[^a-z0-9._-]+")
LONGEST_ID = 80
MAKERS = (Path(reading_apart.__file__).parent, Path(dividing.__file__).parent)
"""Folders whose files decide what is read in a document."""


def document_id(name: str) -> str:
    """A short plain name for the documents of this file name, the same for every version."""
    plain = NOT_IN_IDS.sub("-", fold(PurePath(name).name).lower()).strip("-.")
    return plain[-LONGEST_ID:] or "document"


def read_document(name: str, data: bytes, language: Language | None = None) -> Reading:
    """Everything that is read in a file; raises DocumentRefused with a reason that goes on after the name."""
    found = read_apart(data, kind_of(PurePath(name).suffix))
    cleaned = clean(found.blocks)
    if not any(block.kind != "heading" for block in cleaned.blocks):
        raise DocumentRefused("holds nothing but headings, menus and forms")
    text = "\n".join(block.text for block in cleaned.blocks)
    spoken = language or identify(text).language
    if spoken is None:
        raise DocumentRefused(f"is in none of the languages {', '.join(Language)}, as far as can be told; name it with --lang")
    titles = (title for title in (cleaned.title, found.title) if title and not suspicions(title))
    title = next(titles, PurePath(name).stem)
    divided = divide(cleaned.blocks, title, spoken)
    return Reading(
        title=title,
        language=spoken,
        text=divided.text,
        passages=divided.passages,
        flags=suspicions(divided.text),
        furniture=cleaned.furniture,
        repeated=cleaned.repeated,
        unseen=found.unseen,
        made_by=made_by(),
    )


def sha256_of(data: bytes) -> str:
    """By which a file is recognised."""
    return hashlib.sha256(data).hexdigest()


@cache
def made_by() -> str:
    """A short name for the readers as they are now."""
    return stamp_of(MAKERS, _version_of("pypdf"))


def _version_of(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "none"
