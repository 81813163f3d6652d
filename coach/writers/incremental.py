"""The sentences of a model's reply as they close, while its JSON is still coming."""

from collections.abc import Callable

DEEPEST = 3
"""Brackets around a sentence: the reply's object, its list of paragraphs, and a paragraph."""
PARAGRAPH = ["{", "[", "["]


class SentenceReader:
    """Takes pieces of ``{…, "paragraphs": [[{sentence}, …], …]}`` and hands on each sentence's JSON with its paragraph's number."""

    def __init__(self, heard: Callable[[int, str], None]) -> None:
        self._heard = heard
        self._open: list[str] = []
        self._sentence: list[str] = []
        self._paragraph = -1
        self._quoted = self._escaped = False

    def feed(self, piece: str) -> None:
        """Take the next piece; whatever stands before the first brace is passed over."""
        for character in piece:
            inside = len(self._open) > DEEPEST
            if self._quoted:
                self._in_quotes(character)
            else:
                self._outside_quotes(character)
            if inside or len(self._open) > DEEPEST:
                self._sentence.append(character)
            if inside and len(self._open) == DEEPEST:
                self._heard(self._paragraph, "".join(self._sentence))
                self._sentence.clear()

    def _in_quotes(self, character: str) -> None:
        if self._escaped:
            self._escaped = False
        elif character == "\\":
            self._escaped = True
        elif character == '"':
            self._quoted = False

    def _outside_quotes(self, character: str) -> None:
        if character == '"':
            self._quoted = bool(self._open)
        elif character == "{" or (character == "[" and self._open):
            self._open.append(character)
            self._paragraph += self._open == PARAGRAPH
        elif character in "}]" and self._open:
            self._open.pop()
