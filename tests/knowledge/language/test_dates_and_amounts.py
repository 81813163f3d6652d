"""Times and sums are found in four languages and mean what they say."""

from datetime import date, datetime

import pytest

from knowledge.language.amounts import find_amounts, value_of
from knowledge.language.dates import find_timings
from knowledge.language.deadlines import add_working_days, deadline_of
from knowledge.models import Language

NOW = datetime(2026, 3, 4, 10, 0)
"""A Wednesday."""

TIMINGS = [
    ("en", "I'll write to you by Friday 5 pm.", ["Friday", "5 pm"], "2026-03-06T17:00"),
    ("en", "We answer within two working days.", ["two working days"], "2026-03-06"),
    ("en", "By noon on 14 June at the latest.", ["noon", "14 June"], "2026-06-14T12:00"),
    ("en", "It may take a while.", [], None),
    ("en", "March 9th, then.", ["March 9th"], "2026-03-09"),
    ("it", "Le scrivo entro venerdì alle 17.", ["venerdì", "alle 17"], "2026-03-06T17:00"),
    ("it", "Riceve tutto il 15 marzo.", ["15 marzo"], "2026-03-15"),
    ("it", "Tre giorni lavorativi.", ["Tre giorni lavorativi"], "2026-03-09"),
    ("fr", "Je vous écris jeudi avant 17 h.", ["jeudi", "17 h"], "2026-03-05T17:00"),
    ("fr", "Au plus tard avant le 28, demain si possible.", ["28", "demain"], "2026-03-28"),
    ("fr", "Sous 5 jours ouvrés.", ["5 jours ouvrés"], "2026-03-11"),
    ("pl", "Odpiszę w piątek do godz. 15.", ["piątek", "godz. 15"], "2026-03-06T15:00"),
    ("pl", "W ciągu dwóch dni roboczych.", ["dwóch dni roboczych"], "2026-03-06"),
    ("pl", "Dnia 12 listopada albo jutro.", ["12 listopada", "jutro"], "2026-11-12"),
]


@pytest.mark.parametrize(("language", "text", "pieces", "moment"), TIMINGS)
def test_timings(language: str, text: str, pieces: list[str], moment: str | None) -> None:
    found = find_timings(text, Language(language))
    assert [timing.text for timing in found] == pieces
    assert deadline_of(text, Language(language), NOW) == moment


@pytest.mark.parametrize("language", list(Language))
def test_impossible_dates_mean_nothing(language: Language) -> None:
    assert deadline_of("99/99/2026", language, NOW) is None
    assert deadline_of("31/2", language, NOW) is None


def test_weekends_are_no_working_days() -> None:
    assert add_working_days(date(2026, 3, 6), 2) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        (
            "en",
            "Refund of £1,234.50 or 20% on order SL-20918, see https://example.com/a?b=1.",
            ["£1,234.50", "20%", "SL-20918", "https://example.com/a?b=1."],
        ),
        ("it", "Rimborso di 1.234,50 € o trenta euro, scriva a anna@example.it", ["1.234,50 €", "trenta euro", "anna@example.it"]),
        ("fr", "Soit 62 €, dossier 88-4417-D.", ["62 €", "88-4417-D"]),
        ("pl", "Zwrócę 260 zł za HM/3391.", ["260 zł", "HM/3391"]),
    ],
)
def test_amounts(language: str, text: str, pieces: list[str]) -> None:
    assert [amount.text for amount in find_amounts(text, Language(language))] == pieces


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234,50 €", 1234.5), ("£1,234.50", 1234.5), ("62", 62), ("1 200 zł", 1200), ("0,5", 0.5), ("12.500", 12500), ("none", None)],
)
def test_values(text: str, value: float | None) -> None:
    assert value_of(text) == value
