"""Quoted words, quoted mail and signatures blanked out with a filler of the same length, so that offsets stay valid."""

import re

FILLER = "\x00"
QUOTES = re.compile(r"“[^”\n]{0,400}”|«[^»\n]{0,400}»|„[^”“\"\n]{0,400}[”“\"]|(?<!\w)\"[^\"\n]{0,400}\"(?!\w)|‘[^’\n]{3,400}’(?!\w)")
OPENING = '“«„"‘'
QUOTED_LINE = re.compile(r"(?m)^[ \t]*>.*$")
HISTORY = re.compile(
    r"(?im)^(?:(?:on|il|le|w dniu|dnia)\b.{0,120}(?:wrote|ha scritto|a écrit|a ecrit|napisał\w*|napisal\w*|pisze)\s*:\s*$"
    r"|-{2,}\s*(?:original message|forwarded message|messaggio originale|message d.origine|oryginalna wiadomość|wiadomość oryginalna).*"
    r"|(?:from|da|de|od)\s*:\s.*@.*)$"
)
SIGNATURE = re.compile(r"(?m)^-- ?$")


def mask(text: str, *, quotes: bool = True) -> str:
    """The text with quoted lines, the history and the signature block (and words in quotation marks) blanked out."""
    # Most replies hold none of the signs, and to look for one sign costs next to nothing.
    ends = [match.start() for pattern in (HISTORY, SIGNATURE) if (":" in text or "--" in text) and (match := pattern.search(text))]
    if ends:
        cut = min(ends)
        text = text[:cut] + FILLER * (len(text) - cut)
    if ">" in text:
        text = QUOTED_LINE.sub(_blank, text)
    return QUOTES.sub(_blank, text) if quotes and any(mark in text for mark in OPENING) else text


def _blank(match: re.Match[str]) -> str:
    return FILLER * len(match.group())
