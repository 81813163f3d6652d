"""Pieces of a text that identify a person: addresses, telephone numbers, accounts, cards, national ids."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import phonenumbers
import stdnum.fr.nir
import stdnum.iban
import stdnum.luhn
import stdnum.pl.pesel

from coach.privacy.streets import street_patterns

Kind = Literal["email", "iban", "card", "national-id", "address", "phone"]
COUNTRIES = ("GB", "IT", "FR", "PL")
"""Where a number without a country code may belong."""
SEP = r"(?:[ \u00a0.-]|\n(?:\[\w+\] )?)?"
"""Between groups of a number; a line may end there, and the next begin with the mark that prompts put before a line."""
EMAIL = re.compile(r"(?<![\w.!#$%&'*+/=?^`{|}~-])[\w.!#$%&'*+/=?^`{|}~-]++@(?:[\w-]++\.)+[^\W\d_]{2,}")
IBAN = re.compile(rf"\b[A-Za-z]{{2}}\d{{2}}(?:{SEP}[A-Za-z0-9]){{11,30}}\b")
CARD = re.compile(rf"(?<![\w-])\d(?:{SEP}\d){{12,18}}(?![\w-])")
FISCAL_CODE = re.compile(r"\b[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]\b", re.I)
INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
PESEL = re.compile(r"(?<![\w-])\d{11}(?![\w-])")
NIR = re.compile(rf"(?<![\w-])[1278](?:{SEP}\d){{4}}{SEP}\d[\dAB](?:{SEP}\d){{8}}(?![\w-])")
PHONE = re.compile(r"(?<![\w/-])(?:\+|00(?=[1-9])|\(?0|3|[4-8])[\d ()\u00a0./-]{6,20}\d(?![\w/-])")
DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
LEAST_IBAN, LEAST_NATIONAL = 15, 10


class Piece(NamedTuple):
    """A piece of a text and what it is."""

    start: int
    end: int
    kind: Kind


def find_identifiers(text: str) -> tuple[Piece, ...]:
    """Pieces in reading order, none overlapping another; where two claim the same letters, the surer kind wins."""
    taken: list[Piece] = []
    for piece in _claims(text):
        if all(piece.end <= other.start or other.end <= piece.start for other in taken):
            taken.append(piece)
    return tuple(sorted(taken))


def _claims(text: str) -> Iterator[Piece]:
    """Every claim, the surest kinds first."""
    yield from _all(EMAIL, text, "email")
    for match in IBAN.finditer(text):
        yield from _iban(match)
    yield from _all(FISCAL_CODE, text, "national-id")
    yield from _all(INSURANCE, text, "national-id")
    yield from (piece for piece in _all(PESEL, text, "national-id") if stdnum.pl.pesel.is_valid(text[piece.start : piece.end]))
    yield from (piece for piece in _all(NIR, text, "national-id") if stdnum.fr.nir.is_valid(_compact(text[piece.start : piece.end])))
    yield from (piece for piece in _all(CARD, text, "card") if stdnum.luhn.is_valid(_compact(text[piece.start : piece.end])))
    for pattern in street_patterns():
        yield from _all(pattern, text, "address")
    yield from (piece for piece in _all(PHONE, text, "phone") if _is_phone(text[piece.start : piece.end]))


def _all(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Piece]:
    return (Piece(match.start(), match.end(), kind) for match in pattern.finditer(text))


def _compact(number: str) -> str:
    """A number without what separates its groups."""
    return re.sub(r"[^A-Za-z0-9]", "", re.sub(r"\n\[\w+\] ", "", number))


def _iban(match: re.Match[str]) -> Iterator[Piece]:
    """The longest beginning of what looks like an account number that is one; a word after it looks like one group more."""
    for end in range(match.end(), match.start() + LEAST_IBAN, -1):
        number = _compact(match.string[match.start() : end])
        if match.string[end - 1].isalnum() and len(number) >= LEAST_IBAN and stdnum.iban.is_valid(number):
            yield Piece(match.start(), end, "iban")
            return


def _is_phone(number: str) -> bool:
    """Whether it is a number that can be dialled; one that begins like a dialled number need not be given out yet."""
    if DATE.fullmatch(number):
        return False
    international = re.sub(r"^00", "+", number)
    if international.startswith("+"):
        return _dialled(international, None)
    national = number.lstrip("(").startswith("0") and len(_compact(number)) >= LEAST_NATIONAL
    return any(_dialled(number, country) if national else _given_out(number, country) for country in COUNTRIES)


def _dialled(number: str, country: str | None) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, country))
    except phonenumbers.NumberParseException:
        return False


def _given_out(number: str, country: str) -> bool:
    try:
        return country != "GB" and phonenumbers.is_valid_number(phonenumbers.parse(number, country))
    except phonenumbers.NumberParseException:
        return False
