"""The last touch on a sentence: capital letter, spaces, and the French no-break space before high marks."""

import re

from knowledge.models import Language

SPACES = re.compile(r"[ ]{2,}")
BEFORE_MARK = re.compile(r" +([,.])(?=\s|$)")
FRENCH_MARK = re.compile(r" ([:;?!»])")
FRENCH_QUOTE = re.compile(r"« ")
FIRST_LETTER = re.compile(r"[^\W\d_]")
FRENCH_ELISION = re.compile(r"\b([Qq]u|[Dd])e (?=[aeiouyéèêàâîôœAEIOUYÉÈÊÀÂÎÔŒ])(?!oui\b|onze\b)")
ITALIAN_E = re.compile(r"\b([Ee]) (?=[eèé])")
NO_BREAK = "\u00a0"


def polished(text: str, language: Language) -> str:
    """A sentence as it may be sent; words that open with a code or a digit stay as they are."""
    text = BEFORE_MARK.sub(r"\1", SPACES.sub(" ", text.strip()))
    if language is Language.FR:
        text = FRENCH_ELISION.sub(r"\1'", text)
        text = FRENCH_QUOTE.sub(f"«{NO_BREAK}", FRENCH_MARK.sub(rf"{NO_BREAK}\1", text))
    if language is Language.IT:
        text = ITALIAN_E.sub(r"\1d ", text)
    first = FIRST_LETTER.search(text)
    if first and not any(character.isdigit() for character in text[: first.start()]):
        text = text[: first.start()] + first.group().upper() + text[first.end() :]
    return text
