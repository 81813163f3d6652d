"""What every prompt needs: its template, and other people's text as data, each line behind a fresh mark."""

import hashlib
from functools import cache
from pathlib import Path
from string import Template

from knowledge.models import Language

FOLDER = Path(__file__).parent / "prompts"
ENGLISH = {Language.EN: "English", Language.IT: "Italian", Language.FR: "French", Language.PL: "Polish"}
"""What prompts, which are in English, call the languages."""
TEMPLATE_TOKENS = (("<|", "< |"), ("|>", "| >"), ("[INST]", "[ INST]"), ("[/INST]", "[ /INST]"), ("<<SYS>>", "< <SYS> >"))


@cache
def template(name: str) -> Template:
    """The text of a prompt with its gaps."""
    return Template((FOLDER / f"{name}.md").read_text(encoding="utf-8"))


def version(*names: str) -> str:
    """The prompts by their content: figures that were measured with them are not comparable with those of others."""
    return hashlib.sha256("\0".join(template(name).template for name in names).encode()).hexdigest()[:12]


def harmless(text: str) -> str:
    """The text in which chat-template tokens of any model have lost their meaning, because their brackets have."""
    for token, plain in TEMPLATE_TOKENS:
        text = text.replace(token, plain)
    return text


def fenced(text: str, mark: str, most: int) -> str:
    """At most ``most`` code points of a text, each line behind the mark; where more was cut, the last line says so."""
    cut = harmless(text)[:most] + ("\n[… cut]" if len(text) > most else "")
    return "\n".join(f"{mark} {line}" for line in cut.split("\n"))
