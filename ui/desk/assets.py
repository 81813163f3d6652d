"""The page's own files: HTML with the words filled in, scripts and styles in their order."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

from ui.desk.words import Words

PAGE = Path(__file__).parent / "page"
STYLES = ("page.css", "editor.css", "panes.css")
SCRIPTS = (
    "element.js",
    "calls.js",
    "text.js",
    "keeper.js",
    "notices.js",
    "files.js",
    "editor.js",
    "reading.js",
    "escalation.js",
    "findings.js",
    "reasons.js",
    "note.js",
    "mail.js",
    "review.js",
    "drafting.js",
    "rewording.js",
    "copying.js",
    "desk.js",
)
"""In the order in which they build on each other; they share one scope, and the last one starts the desk."""


class PageTemplate(Template):
    """HTML with words by name, such as ``${mail.title}``."""

    idpattern = r"[a-z]+(?:\.[a-z_]+)?"


def filled(name: str, said: Words, **more: str) -> str:
    """A page file with its words, escaped, and more HTML in place; a word that does not exist raises KeyError."""
    html = (PAGE / name).read_text(encoding="utf-8")
    return PageTemplate(html).substitute({word: escape(text) for word, text in said.flat().items()}, **more)


def script(names: Iterable[str]) -> str:
    """Page scripts as one."""
    return "\n".join(["'use strict';", *((PAGE / name).read_text(encoding="utf-8") for name in names)])


def icon() -> str:
    """The page's icon as an address that needs no request."""
    return "data:image/svg+xml," + quote((PAGE / "icon.svg").read_text(encoding="utf-8"))
