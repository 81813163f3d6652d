"""Dates, times of day and durations in a text, and the moment they mean."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal, NamedTuple

from knowledge.language.words import LanguageWords, words_of
from knowledge.models import Language

Kind = Literal["date", "weekday", "relative", "time", "duration"]
ORDINAL = {
    Language.EN: r"\d{1,2}(?:st|nd|rd|th)",
    Language.IT: r"(?:(?<=\bil )|(?<=\bdel )|(?<=\bal ))\d{1,2}°?(?![\d:/%]|[.,]\d|\s?(?:€|euro|ore\b))",
    Language.FR: r"(?:(?<=\ble )|(?<=\bdu )|(?<=\bau ))\d{1,2}(?:er)?(?![\d:/%]|[.,]\d|\s?(?:€|euros?|h\b))",
    Language.PL: r"\d{1,2}-(?:ego|go)",
}
END_OF_OFFICE = time(17, 0)
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


class Timing(NamedTuple):
    """One expression of time, with its code points in the text."""

    start: int
    end: int
    kind: Kind
    text: str


def find_timings(text: str, language: Language) -> tuple[Timing, ...]:
    """Expressions of time in reading order; where two overlap the longer one stands."""
    found = [
        Timing(match.start(), match.end(), kind, match.group())
        for kind, pattern in _patterns(language).items()
        for match in pattern.finditer(text)
    ]
    kept: list[Timing] = []
    for timing in sorted(found, key=lambda t: (t.start - t.end, t.start)):
        if all(timing.end <= other.start or other.end <= timing.start for other in kept):
            kept.append(timing)
    return tuple(sorted(kept))


def resolve(timings: Iterable[Timing], language: Language, now: datetime) -> str | None:
    """The moment that the expressions of one clause mean together, as an ISO 8601 date or date and time; None if none does."""
    day: date | None = None
    clock: time | None = None
    moment: datetime | None = None
    for timing in timings:
        if timing.kind == "time":
            clock = clock or _clock(timing.text, language)
        elif timing.kind == "duration":
            moment = moment or _after(timing.text, language, now)
        else:
            day = day or _day(timing, language, now.date())
    if day is not None:
        return datetime.combine(day, clock).isoformat(timespec="minutes") if clock else day.isoformat()
    if moment is not None:
        return moment.isoformat(timespec="minutes") if moment.date() == now.date() else moment.date().isoformat()
    return datetime.combine(now.date(), clock).isoformat(timespec="minutes") if clock else None


def add_working_days(start: date, count: int) -> date:
    """The day that many working days later; Saturday and Sunday do not count, holidays are not known."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@cache
def _patterns(language: Language) -> dict[Kind, re.Pattern[str]]:
    words = words_of(language)
    months = _any(form for forms in words.months for form in forms)
    units = _any(form for forms in words.units.values() for form in forms)
    numbers = _any(words.numbers)
    count = rf"(?:\d{{1,3}}(?:[.,]\d)?|{numbers})"
    at = {
        "en": "at|by|before|until|from",
        "it": "alle|dalle|le ore|ore|entro le",
        "fr": "à|avant|dès",
        "pl": "godz\\.?|o godzinie|godziny",
    }[language]
    sources: dict[Kind, str] = {
        "date": rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b\d{{1,2}}/\d{{1,2}}\b(?!/)"
        rf"|\b\d{{1,2}}(?:st|nd|rd|th|er|°|º|\.)?\s+(?:of\s+|de\s+|di\s+)?(?:{months})\b(?:\.?,?\s+\d{{4}})?"
        rf"|\b(?:{months})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?|\b(?:{ORDINAL[language]})(?!\w)",
        "weekday": rf"\b(?:{_any(f for forms in words.weekdays for f in forms if len(f) > 3)})\b",
        "relative": rf"\b(?:{_any(words.relative_days)})(?!\w)",
        "time": rf"\b\d{{1,2}}(?::\d{{2}}|\s?h\s?\d{{0,2}}(?!\w))(?:\s?[ap](?:m\b|\.m\.))?|\b\d{{1,2}}(?:\.\d{{2}})?\s?[ap](?:m\b|\.m\.)"
        rf"|(?<=\s)(?:{at})\s+\d{{1,2}}(?:[.:]\d{{2}})?\b(?!\s?(?:{units}|{months}|%|€|zł|euro))|\b(?:{_any(words.named_times)})\b",
        "duration": rf"\b{count}(?:\s*[-–/]\s*{count})?\s*-?\s*(?:{units})\b",
    }
    return {kind: re.compile(source, re.I) for kind, source in sources.items()}


def _index(forms: tuple[tuple[str, ...], ...], word: str) -> int | None:
    return next((i for i, group in enumerate(forms) if word in group), None)


def _day(timing: Timing, language: Language, today: date) -> date | None:
    words, text = words_of(language), " ".join(timing.text.lower().split())
    if timing.kind == "relative":
        return today + timedelta(days=words.relative_days.get(text, 0))
    if timing.kind == "weekday":
        index = _index(words.weekdays, text)
        return None if index is None else today + timedelta(days=(index - today.weekday() - 1) % 7 + 1)
    return _calendar_day(text, words, today)


def _calendar_day(text: str, words: LanguageWords, today: date) -> date | None:
    figures = [int(f) for f in re.findall(r"\d+", text)]
    month = next((m for part in re.findall(r"[^\W\d_]+", text) if (m := _index(words.months, part)) is not None), None)
    try:
        if re.match(r"\d{4}-", text):
            return date(*figures)
        if month is not None:
            year = next((f for f in figures if f > 31), today.year)
            return _not_past(date(year, month + 1, next(f for f in figures if f <= 31)), today)
        if len(figures) >= 2:
            year = figures[2] + (2000 if figures[2] < 100 else 0) if len(figures) > 2 else today.year
            return _not_past(date(year, figures[1], figures[0]), today)
        found = today.replace(day=figures[0])
        return found if found >= today else (found.replace(day=1) + timedelta(days=32)).replace(day=figures[0])
    except (ValueError, StopIteration, TypeError):
        return None


def _not_past(day: date, today: date) -> date:
    """A date without a year that lies more than half a year back means next year's."""
    return day.replace(year=day.year + 1) if (today - day).days > 183 and day.year == today.year else day


def _clock(text: str, language: Language) -> time | None:
    lowered = text.lower()
    named = words_of(language).named_times.get(lowered)
    if named is not None:
        return time(named, 0)
    figures = re.findall(r"\d+", text)
    if not figures:
        return None
    hour, minute = int(figures[0]), int(figures[1]) if len(figures) > 1 else 0
    if re.search(r"p\.?m", lowered) and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _after(text: str, language: Language, now: datetime) -> datetime | None:
    words, lowered = words_of(language), " ".join(text.lower().split())
    unit = next((name for name in ("working-day", *words.units) if any(lowered.endswith(form) for form in words.units[name])), None)
    figures = re.findall(r"\d+", lowered)
    count = int(figures[-1]) if figures else max((words.numbers.get(w, 0) for w in re.split(r"[\s-]+", lowered)), default=0)
    if unit is None or not count:
        return None
    if unit == "working-day":
        return datetime.combine(add_working_days(now.date(), count), END_OF_OFFICE)
    if unit in ("minute", "hour"):
        return now + timedelta(**{f"{unit}s": count})
    return now + timedelta(days=count * UNIT_DAYS[unit])
