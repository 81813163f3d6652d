"""By when something will be done: the moment that the words of one clause allow at the latest."""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.language.dates import Timing, any_of, duration_of, find_timings
from knowledge.language.words import LanguageWords, words_of
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent / "deadlines"
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
PERIODS = ("today", "this_week", "next_week", "this_month", "next_month")
FRIDAY = 4
PART_OF_DAY = 2


class DeadlineWords(Frozen):
    """How one language says by when, beyond what ``find_timings`` finds; all words in lower case."""

    marks: tuple[str, ...]
    """Words before or after a time that make it a limit, such as ``by`` or ``at the latest``."""
    small_words: tuple[str, ...]
    """Articles and prepositions that may stand before a time."""
    today: tuple[str, ...]
    this_week: tuple[str, ...]
    """For us a week ends on its Friday."""
    next_week: tuple[str, ...]
    this_month: tuple[str, ...]
    next_month: tuple[str, ...]
    spans: dict[str, int]
    """Spans without a figure, in days."""
    first_hour: tuple[str, ...]
    """Words before the first of two times of day: ``between 8 and 10``."""
    second_hour: tuple[str, ...]
    either: tuple[str, ...]
    """Words between two days of which either may be meant; the later one counts."""
    elsewhere: tuple[str, ...]
    """Words after a span that count it from something else: ``an hour before``."""
    past_before: tuple[str, ...]
    """Words before a time that lies behind us or is no limit, such as ``since``; a star stands for any ending."""
    past_after: tuple[str, ...]


class Limit(NamedTuple):
    """One expression of time, with its code points in the text, and the moment it means."""

    start: int
    end: int
    day: date | None
    clock: time | None
    moment: datetime | None
    """Where the expression is a span of hours or minutes."""
    rank: int
    """0 with a word such as ``by`` beside it, 1 without, 2 for a part of a day, which only counts when no day is named."""


class _Patterns(NamedTuple):
    periods: dict[str, re.Pattern[str]]
    spans: re.Pattern[str]
    hours: re.Pattern[str]
    marked: re.Pattern[str]
    mark_after: re.Pattern[str]
    beside: re.Pattern[str]
    either: re.Pattern[str]
    past_before: re.Pattern[str]
    past_after: re.Pattern[str]
    elsewhere: re.Pattern[str]


def deadline_of(text: str, language: Language, now: datetime) -> str | None:
    """The latest moment that a text of one clause allows, as an ISO 8601 date or date and time; None if it names none."""
    return deadline(find_limits(text, language, now), text, language, now)


def deadline(limits: Sequence[Limit], text: str, language: Language, now: datetime, *, loose: bool = True) -> str | None:
    """The same for a clause whose limits were found in a longer text.

    Unless ``loose``, a part of a day that names no day (``in the afternoon``) means nothing.
    """
    limits = [one for one in limits if loose or one.rank < PART_OF_DAY]
    chosen = _chosen([one for one in limits if one.clock is None], text, language)
    clock = next((one.clock for one in reversed(limits) if one.clock), None)
    if chosen is None:
        return datetime.combine(now.date(), clock).isoformat(timespec="minutes") if clock else None
    if chosen.moment is not None and chosen.moment.date() == now.date():
        return chosen.moment.isoformat(timespec="minutes")
    day = _date(chosen)
    return datetime.combine(day, clock).isoformat(timespec="minutes") if clock and chosen.moment is None else day.isoformat()


def find_limits(text: str, language: Language, now: datetime) -> tuple[Limit, ...]:
    """Every expression of time that means a moment to come, in reading order; where two overlap the longer one stands."""
    kept: list[Limit] = []
    for one in sorted(_limits(text, language, now), key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(one for one in sorted(kept, key=lambda one: one.start) if one.clock or _date(one) >= now.date())


def without_time(text: str, limits: Sequence[Limit], language: Language) -> str:
    """The text without the time at its end and the words that belong to it; the same text if that would leave nothing."""
    beside = _patterns(language).beside
    rest = text.rstrip()
    for limit in reversed(limits):
        if beside.sub("", rest[limit.end :]).strip(" ,"):
            break
        rest = beside.sub("", rest[: limit.start].rstrip()).rstrip(" ,")
    return rest or text


def lies_ahead(text: str, start: int, end: int, language: Language) -> bool:
    """Whether no word beside a time says that it lies behind us or lasts: ``after three weeks`` binds nobody."""
    patterns = _patterns(language)
    before, after = re.split(r"[.!?;:\n]", text[:start])[-1].split()[-2:], text[end:].split()[:1]
    return not patterns.past_before.search(" ".join(before)) and not patterns.past_after.search(" ".join(after))


def add_working_days(start: date, count: int) -> date:
    """The day that many working days later; Saturday and Sunday do not count, holidays are not known."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _chosen(days: Sequence[Limit], text: str, language: Language) -> Limit | None:
    """The first limit of the best rank; of ``Friday 3 June`` the date, of ``Thursday or Friday`` the later day."""
    if not days:
        return None
    at = min(range(len(days)), key=lambda i: (days[i].rank, i))
    chosen = days[at]
    for other in days[at + 1 :]:
        gap = text[chosen.end : other.start].lower()
        if gap and not gap.strip():
            chosen = chosen if other.rank == PART_OF_DAY else other
        elif _patterns(language).either.fullmatch(gap.strip(" ,")):
            chosen = max(chosen, other, key=_date)
    return chosen


def _date(limit: Limit) -> date:
    return limit.day or (limit.moment.date() if limit.moment else date.max)


def _limits(text: str, language: Language, now: datetime) -> Iterator[Limit]:
    patterns = _patterns(language)
    for match in patterns.hours.finditer(text):
        yield Limit(match.start(), match.end(), None, _clock(match["last"], language), None, 1)
    for name, pattern in patterns.periods.items():
        for match in pattern.finditer(text):
            rank = PART_OF_DAY if name == "today" else _rank(text, match.start(), match.end(), patterns)
            yield Limit(match.start(), match.end(), _last_day(name, now.date()), None, None, rank)
    spans = _words_of(language).spans
    for match in patterns.spans.finditer(text):
        day = now.date() + timedelta(days=spans[" ".join(match.group().lower().split())])
        yield Limit(match.start(), match.end(), day, None, None, _rank(text, match.start(), match.end(), patterns))
    for timing in find_timings(text, language):
        counted = timing.kind == "duration" and patterns.elsewhere.match(text[timing.end :].lstrip())
        if not counted and lies_ahead(text, timing.start, timing.end, language):
            limit = _limit(timing, language, now, _rank(text, timing.start, timing.end, patterns))
            yield from () if limit is None else (limit,)


def _rank(text: str, start: int, end: int, patterns: _Patterns) -> int:
    return 0 if patterns.marked.search(text, 0, start) or patterns.mark_after.match(text, end) else 1


def _limit(timing: Timing, language: Language, now: datetime, rank: int) -> Limit | None:
    if timing.kind == "time":
        clock = _clock(timing.text, language)
        return Limit(timing.start, timing.end, None, clock, None, rank) if clock else None
    if timing.kind == "duration":
        return _after(timing, language, now, rank)
    day = _day(timing, language, now.date())
    return Limit(timing.start, timing.end, day, None, None, rank) if day else None


def _after(timing: Timing, language: Language, now: datetime, rank: int) -> Limit | None:
    counts, unit = duration_of(timing.text, language)
    if not counts:
        return None
    count = counts[-1]
    if unit in ("minute", "hour"):
        return Limit(timing.start, timing.end, None, None, now + timedelta(**{f"{unit}s": count}), rank)
    day = add_working_days(now.date(), count) if unit == "working-day" else now.date() + timedelta(days=count * UNIT_DAYS[unit])
    return Limit(timing.start, timing.end, day, None, None, rank)


def _last_day(period: str, today: date) -> date:
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    if period in ("this_week", "next_week"):
        return friday + timedelta(days=7 * (period == "next_week" and friday - today < timedelta(days=5)))
    if period == "today":
        return today
    first = today.replace(day=1) if period == "this_month" else (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


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


def _index(forms: tuple[tuple[str, ...], ...], word: str) -> int | None:
    return next((i for i, group in enumerate(forms) if word in group), None)


@cache
def _words_of(language: Language) -> DeadlineWords:
    return read_data(FOLDER / f"{language}.yaml", DeadlineWords, LanguageDataError)


@cache
def _patterns(language: Language) -> _Patterns:
    words = _words_of(language)
    small = any_of(words.small_words)
    hour = r"\d{1,2}(?:[:.]\d{2}|\s?h\s?\d{0,2})?"
    half = r"(?:\s?(?:[ap]m\b|[ap]\.m\.))?"
    units = any_of(form for forms in words_of(language).units.values() for form in forms)
    months = any_of(form for forms in words_of(language).months for form in forms)
    hours = (
        rf"\b(?:{any_of(words.first_hour)})\s+{hour}{half}\s+(?:{any_of(words.second_hour)})\s+(?P<last>{hour}{half})"
        rf"(?![\w%€£$]|[.,]\d|\s?(?:(?:{units}|{months})\b|[%€£$]|zł))"
    )
    return _Patterns(
        periods={name: _whole(any_of(getattr(words, name))) for name in PERIODS},
        spans=_whole(any_of(words.spans)),
        hours=re.compile(hours, re.I),
        marked=re.compile(rf"(?<!\w)(?:{any_of(words.marks)})\s+(?:(?:{small})\s*)?$", re.I),
        mark_after=re.compile(rf",?\s+(?:{any_of(mark for mark in words.marks if ' ' in mark)})(?!\w)", re.I),
        beside=re.compile(rf"(?:(?:^|[\s,]+)(?:{any_of(words.marks)}|{small}|{any_of(words.either)}))+\s*$", re.I),
        either=re.compile(any_of(words.either), re.I),
        elsewhere=_whole(any_of(words.elsewhere)),
        past_before=_whole(_stems(words.past_before)),
        past_after=_whole(_stems(words.past_after)),
    )


def _stems(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)


def _whole(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{expression})(?!\w)", re.I)
