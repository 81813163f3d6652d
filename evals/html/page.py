"""One file that opens by double click: style, script and data inside, and a policy under which it can ask nobody for anything.

Mails and drafts are hostile: they reach the page as JSON in which no ``<`` stands, and its script writes them as text only.
"""

import base64
import hashlib
import re
from html import escape
from pathlib import Path

from evals.html.content import Content

FOLDER = Path(__file__).parent / "page"
STYLES = ("page.css", "figures.css", "replies.css")
SCRIPTS = ("element.js", "figures.js", "changes.js", "replies.js", "page.js")
"""In the order in which they run."""


def render(content: Content) -> str:
    """The page as text."""
    style, script = _joined(STYLES), _joined(SCRIPTS)
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    parts = {
        "lang": content.lang,
        "policy": policy,
        "title": escape(content.words.title),
        "noscript": escape(content.words.noscript),
        "style": style,
        "script": script,
        "data": content.model_dump_json().replace("<", "\\u003c"),
    }
    # In one pass: what a part holds is never taken for the place of another.
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], (FOLDER / "page.html").read_text(encoding="utf-8"))


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    """Of what stands between the tags, as a browser takes it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
