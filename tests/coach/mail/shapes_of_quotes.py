"""The quoted-reply shapes of the data files as mails, with what their readers must find in them."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

FOLDER = Path(__file__).parent / "quoted"
SLOT = re.compile(r"\{(new|old)(?:/(\w+))?\}")


class Case(NamedTuple):
    """One mail, the newest message in it, what must be somewhere, and what the newest message must at least hold."""

    name: str
    source: str
    newest: str | None
    kept: tuple[str, ...]
    holds: tuple[str, ...]


def cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        texts = data.get("texts", [{"new": "", "old": ""}])
        for number, (name, shape) in enumerate(data["shapes"].items()):
            text = texts[number % len(texts)]
            parts = {
                kind: SLOT.sub(lambda slot, text=text: _written(text, slot), shape[kind]) for kind in ("plain", "html") if kind in shape
            }
            holds = tuple(shape.get("holds", ()))
            newest = None if holds else shape.get("newest", parts.get("plain") if file.stem == "traps" else text["new"])
            yield Case(f"{file.stem}: {name}", _mail(parts), newest, tuple(shape.get("kept", ())), holds)


def _mail(parts: dict[str, str]) -> str:
    if set(parts) == {"plain"}:
        return parts["plain"]
    head = "From: Customer <customer@mail.example>\nSubject: Order 88213\nMIME-Version: 1.0\nContent-Type: "
    if set(parts) == {"html"}:
        return f"{head}text/html; charset=utf-8\n\n{parts['html']}"
    inner = "".join(f"--b\nContent-Type: text/{kind}; charset=utf-8\n\n{part}\n" for kind, part in parts.items())
    return f'{head}multipart/alternative; boundary="b"\n\n{inner}--b--\n'


def _written(text: dict[str, str], slot: re.Match[str]) -> str:
    """A text as plain lines, with quote marks, or in the blocks of a mail program."""
    lines = text[slot.group(1)].split("\n")
    escaped = [html.escape(line, quote=False) for line in lines]
    match slot.group(2):
        case None:
            return "\n".join(lines)
        case "quoted":
            return "\n".join(f"> {line}" if line else ">" for line in lines)
        case "div":
            return "".join(f"<div>{line or '<br>'}</div>" for line in escaped)
        case "br":
            return "<br>".join(escaped)
        case "mso":
            return "".join(f'<p class="MsoNormal">{line or "<o:p>&nbsp;</o:p>"}</p>' for line in escaped)
        case "owa":
            return "".join(
                f'<div class="elementToProof" style="font-size: 12pt; color: rgb(0, 0, 0);">{line or "<br>"}</div>' for line in escaped
            )
    raise AssertionError(slot.group())


def squeezed(text: str) -> str:
    """A text with its white space and bullets made alike, as HTML has no line ends of its own."""
    return " ".join(text.split())
