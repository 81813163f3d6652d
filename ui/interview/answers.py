"""How typed answers are understood, and why some are not."""

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from coach.policy import DOMAIN
from knowledge.models import Language
from ui.interview.words import Fault, InterviewWords

Reader = Callable[[str], object]
"""From what was typed (nothing is an empty text) to its value; raises NotUnderstood."""
LINE_MARK = re.compile(r"\s+/\s*|\s*/\s+")
ROLE = re.compile(r"(?P<name>[^\d:=]*[^\d\s:=])\s*[:=]?\s*(?P<money>\d+(?:[.,]\d{1,2})?)")
BETWEEN_ROLES = re.compile(r"\s*[;,]\s*(?=\D)")


class NotUnderstood(Exception):
    """An answer that does not fit its question; the message says in the person's language what would."""


class Readers:
    """The ways of reading an answer, with explanations in one language."""

    def __init__(self, words: InterviewWords, names: Mapping[Language, str]) -> None:
        self._words, self._names = words, names

    def text(self, typed: str) -> str:
        """Any words, but some."""
        return typed or self._refuse("empty")

    def whole(self, least: int, most: int) -> Reader:
        """A whole number between two bounds."""

        def read(typed: str) -> int:
            if not re.fullmatch(r"\d{1,4}", typed) or not least <= int(typed) <= most:
                self._refuse("whole", text=typed, least=least, most=most)
            return int(typed)

        return read

    def money(self, typed: str) -> float:
        """A sum without a currency; both decimal marks are understood."""
        if not re.fullmatch(r"\d+(?:[.,]\d{1,2})?", typed):
            self._refuse("money", text=typed)
        return float(typed.replace(",", "."))

    def yes_no(self, typed: str) -> bool:
        """Yes or no in the person's language."""
        if typed.lower() in self._words.yes:
            return True
        return typed.lower() not in self._words.no and bool(self._refuse("yes_no", text=typed))

    def languages(self, typed: str) -> tuple[Language, ...]:
        """Languages by code or by name."""
        known = {name.lower(): language for language in Language for name in (language.value, self._names[language])}
        wanted = _pieces(typed)
        for one in wanted or [""]:
            if one.lower() not in known:
                self._refuse("languages", text=one, choices=", ".join(Language))
        return tuple(dict.fromkeys(known[one.lower()] for one in wanted))

    def lines(self, typed: str) -> str:
        """Several lines written in one; a stroke inside a word stays what it is."""
        return LINE_MARK.sub("\n", self.text(typed))

    def roles(self, typed: str) -> dict[str, float]:
        """Names of roles, each with its sum."""
        found = {}
        for piece in filter(None, BETWEEN_ROLES.split(typed)):
            match = ROLE.fullmatch(piece.strip())
            if match is None:
                self._refuse("roles", text=piece)
            else:
                found[match["name"].strip()] = float(match["money"].replace(",", "."))
        return found

    def new_name(self, taken: Sequence[str]) -> Reader:
        """A name that is not taken yet, or nothing."""

        def read(typed: str) -> str:
            if typed in taken:
                self._refuse("same_name", department=typed)
            return typed

        return read

    def choice(self, options: Sequence[str], labels: Sequence[str], taken: Mapping[str, str]) -> Reader:
        """Numbers of a list whose entries may be taken by others."""

        def read(typed: str) -> tuple[str, ...]:
            numbers = _pieces(typed)
            for one in numbers or [""]:
                if not re.fullmatch(r"\d{1,2}", one) or not 1 <= int(one) <= len(options):
                    self._refuse("choice", text=one, most=len(options))
                if (name := taken.get(options[int(one) - 1])) is not None:
                    self._refuse("taken", issue=labels[int(one) - 1], department=name)
            return tuple(dict.fromkeys(options[int(one) - 1] for one in numbers))

        return read

    def domains(self, typed: str) -> tuple[str, ...]:
        """Domains; of an address its domain is meant."""
        found = []
        for piece in _pieces(typed):
            domain = (urlsplit(piece).hostname or "") if "://" in piece else piece.lower()
            if not DOMAIN.fullmatch(domain):
                self._refuse("domain", text=piece)
            found.append(domain)
        return tuple(dict.fromkeys(found))

    def _refuse(self, fault: Fault, **names: object) -> str:
        raise NotUnderstood(self._words.faults[fault].format(**names))


def _pieces(typed: str) -> list[str]:
    return [piece for piece in re.split(r"[\s,;]+", typed) if piece]
