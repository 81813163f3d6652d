"""Placeholders in the place of personal data, for one conversation with a model, and the way back."""

import json
import re
import secrets
import string
from collections.abc import Callable

from coach.privacy.identifiers import find_identifiers

ALPHABET = string.ascii_lowercase
LONGEST = 48
"""Characters of a placeholder."""


class Pseudonyms:
    """One piece of personal data is one placeholder, the same wherever it stands.

    Placeholders end in letters that are drawn anew for every conversation, so that no mail can hold one by guessing.
    """

    def __init__(self) -> None:
        self._key = "".join(secrets.choice(ALPHABET) for _ in range(8))
        self._placeholders: dict[str, str] = {}
        self._originals: dict[str, str] = {}
        self.kinds: set[str] = set()
        """What was hidden."""
        self._shape = re.compile(rf"PII-[A-Z]+(?:-[A-Z]+)?-\d+-{self._key}")

    def hide(self, text: str) -> str:
        """The text without personal data."""
        parts, at = [], 0
        for piece in find_identifiers(text):
            original = text[piece.start : piece.end]
            parts += [text[at : piece.start], self._placeholder(original, piece.kind)]
            at = piece.end
        return "".join([*parts, text[at:]])

    def _placeholder(self, original: str, kind: str) -> str:
        self.kinds.add(kind)
        if original not in self._placeholders:
            placeholder = f"PII-{kind.upper()}-{len(self._placeholders) + 1}-{self._key}"
            self._placeholders[original], self._originals[placeholder] = placeholder, original
        return self._placeholders[original]

    def restore(self, text: str) -> str:
        """JSON in which every placeholder of this conversation is what it stands for; others are left as they are."""
        return self._shape.sub(lambda match: json.dumps(self._originals.get(match.group(), match.group()), ensure_ascii=False)[1:-1], text)

    def damaged(self, text: str) -> bool:
        """Whether a restored text still holds a piece of a placeholder, which a model has bent beyond recognition."""
        return self._key in text

    def restoring(self, heard: Callable[[str], None]) -> Callable[[str], None]:
        """Takes pieces of JSON and passes them on restored; the beginning of a placeholder waits for its end."""
        held = ""

        def take(piece: str) -> None:
            nonlocal held
            text = held + piece
            at = text.rfind("PII-", max(0, len(text) - LONGEST))
            if at < 0:
                at = next((len(text) - n for n in (3, 2, 1) if text.endswith("PII-"[:n])), len(text))
            elif not text[at:].replace("-", "").isalnum():
                at = len(text)
            held = text[at:]
            if text[:at]:
                heard(self.restore(text[:at]))

        return take
