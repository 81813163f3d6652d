"""Money, percentages, codes, links and addresses in a text: the things a reply must never invent."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from knowledge.language.words import words_of
from knowledge.models import Language

Kind = Literal["money", "percent", "link", "address", "code"]
FIGURE = r"\d{1,3}(?:[. \u00a0\u202f']\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?"
DIGIT = re.compile(r"\d")
LINK = r"\bhttps?://[^\s<>\"')\]]+|\bwww\.[^\s<>\"')\]]+"
ADDRESS = r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
PERCENT = rf"(?:{FIGURE})\s?(?:%|percent\b|per cent\b|per cento\b|pour cent\b|procent\w*)"
CODE = (
    r"\b(?=[\w/-]*\d)(?=[\w/-]*[A-Za-z])[A-Za-z0-9]+(?:[/-][A-Za-z0-9]+)+\b|\b(?=\w*\d)[A-Z]{1,4}\d{3,}\w*\b"
    r"|\b\d{6,}\b|\b\d{2,}[/-]\d{2,}(?:[/-]\w+)*\b"
)


class Amount(NamedTuple):
    """One sum, share, link, address or code, with its code points in the text."""

    start: int
    end: int
    kind: Kind
    text: str


@lru_cache(maxsize=256)
def find_amounts(text: str, language: Language) -> tuple[Amount, ...]:
    """Money, percentages, links, e-mail addresses and codes in reading order, none overlapping another."""
    kept: list[Amount] = []
    patterns = _patterns(language)
    for kind in _likely(text, language):
        for match in patterns[kind].finditer(text):
            if all(match.end() <= other.start or other.end <= match.start() for other in kept):
                kept.append(Amount(match.start(), match.end(), kind, match.group()))
    return tuple(sorted(kept))


def value_of(amount: str) -> float | None:
    """The figure of an amount as a number, whether it is written 1.234,50 or 1,234.50; None without a figure."""
    match = re.search(FIGURE, amount)
    if match is None:
        return None
    digits = re.sub(r"[ \u00a0\u202f']", "", match.group())
    decimal = max(digits.rfind(","), digits.rfind("."))
    if decimal >= 0 and len(digits) - decimal - 1 == 3 and digits.count(digits[decimal]) >= 1:
        decimal = -1
    whole = re.sub(r"[.,]", "", digits if decimal < 0 else digits[:decimal])
    return float(whole) + (float("0." + digits[decimal + 1 :]) if decimal >= 0 else 0.0)


def _likely(text: str, language: Language) -> Iterator[Kind]:
    """The kinds that a text may hold, by signs that none of them can do without."""
    lowered = text.lower()
    figure = DIGIT.search(text) is not None
    if "http" in lowered or "www." in lowered:
        yield "link"
    if "@" in text:
        yield "address"
    if figure or any(currency in lowered for currency in words_of(language).currencies):
        yield "money"
    if figure:
        yield "percent"
        yield "code"


@cache
def _patterns(language: Language) -> dict[Kind, re.Pattern[str]]:
    words = words_of(language)
    currency = "|".join(re.escape(c) for c in sorted(words.currencies, key=len, reverse=True))
    numbers = "|".join(re.escape(n) for n in sorted(words.numbers, key=len, reverse=True))
    money = (
        rf"[€£$]\s?(?:{FIGURE})|\b(?:EUR|CHF|GBP|USD|PLN)\s?(?:{FIGURE})|(?:{FIGURE})\s?(?:[€£$]|(?:{currency})\b)"
        rf"|\b(?:{numbers})\s+(?:{currency})\b"
    )
    return {
        "link": re.compile(LINK, re.I),
        "address": re.compile(ADDRESS),
        "money": re.compile(money, re.I),
        "percent": re.compile(PERCENT, re.I),
        "code": re.compile(CODE),
    }
