"""Days and periods in words: a table for each language, reckoned from Wednesday, 18 November 2026."""

from datetime import date

import pytest

from assistant.languages import Language
from assistant.understanding.reading import read

TODAY = date(2026, 11, 18)

PERIODS: list[tuple[Language, str, str, str]] = [
    ("en", "last month", "2026-10-01", "2026-10-31"),
    ("en", "this week", "2026-11-16", "2026-11-22"),
    ("en", "last week", "2026-11-09", "2026-11-15"),
    ("en", "so far this month", "2026-11-01", "2026-11-18"),
    ("en", "this year so far", "2026-01-01", "2026-11-18"),
    ("en", "the last 30 days", "2026-10-20", "2026-11-18"),
    ("en", "the past three months", "2026-08-19", "2026-11-18"),
    ("en", "since june", "2026-06-01", "2026-11-18"),
    ("en", "in october", "2026-10-01", "2026-10-31"),
    ("en", "in december", "2025-12-01", "2025-12-31"),
    ("en", "q1", "2026-01-01", "2026-03-31"),
    ("en", "between march and may", "2026-03-01", "2026-05-31"),
    ("en", "from june 1st to july 15", "2026-06-01", "2026-07-15"),
    ("en", "from monday to friday", "2026-11-16", "2026-11-20"),
    ("en", "in 2025", "2025-01-01", "2025-12-31"),
    ("en", "june 2025", "2025-06-01", "2025-06-30"),
    ("en", "the week before last", "2026-11-02", "2026-11-08"),
    ("en", "two months ago", "2026-09-01", "2026-09-30"),
    ("en", "yesterday", "2026-11-17", "2026-11-17"),
    ("es", "el mes pasado", "2026-10-01", "2026-10-31"),
    ("es", "en lo que va del mes", "2026-11-01", "2026-11-18"),
    ("es", "los últimos treinta días", "2026-10-20", "2026-11-18"),
    ("es", "desde junio", "2026-06-01", "2026-11-18"),
    ("es", "entre enero y marzo", "2026-01-01", "2026-03-31"),
    ("es", "del 5 al 10 de mayo", "2026-05-05", "2026-05-10"),
    ("es", "hace dos meses", "2026-09-01", "2026-09-30"),
    ("hi", "पिछले महीने", "2026-10-01", "2026-10-31"),
    ("hi", "is mahine ab tak", "2026-11-01", "2026-11-18"),
    ("hi", "पिछले तीस दिन", "2026-10-20", "2026-11-18"),
    ("hi", "जून से", "2026-06-01", "2026-11-18"),
    ("hi", "मार्च से मई तक", "2026-03-01", "2026-05-31"),
    ("hi", "मार्च और मई के बीच", "2026-03-01", "2026-05-31"),
    ("hi", "do mahine pehle", "2026-09-01", "2026-09-30"),
    ("te", "గత నెల", "2026-10-01", "2026-10-31"),
    ("te", "ఈ నెల ఇప్పటివరకు", "2026-11-01", "2026-11-18"),
    ("te", "గత ముప్పై రోజులు", "2026-10-20", "2026-11-18"),
    ("te", "జూన్ నుండి", "2026-06-01", "2026-11-18"),
    ("te", "మార్చి నుండి మే వరకు", "2026-03-01", "2026-05-31"),
    ("te", "gatha varam", "2026-11-09", "2026-11-15"),
]

DAYS: list[tuple[Language, str, str]] = [
    ("en", "on friday", "2026-11-20"),
    ("en", "next friday", "2026-11-27"),
    ("en", "the 5th", "2026-12-05"),
    ("en", "on the fifth", "2026-12-05"),
    ("en", "on the first", "2026-12-01"),
    ("en", "december fifth", "2026-12-05"),
    ("en", "in two weeks", "2026-12-02"),
    ("en", "in ten days", "2026-11-28"),
    ("en", "end of the month", "2026-11-30"),
    ("en", "the 5th of next month", "2026-12-05"),
    ("en", "day after tomorrow", "2026-11-20"),
    ("en", "2026-12-05", "2026-12-05"),
    ("en", "this weekend", "2026-11-21"),
    ("es", "mañana", "2026-11-19"),
    ("es", "pasado mañana", "2026-11-20"),
    ("es", "el próximo viernes", "2026-11-20"),
    ("es", "dentro de dos semanas", "2026-12-02"),
    ("es", "fin de mes", "2026-11-30"),
    ("es", "el cinco de diciembre", "2026-12-05"),
    ("hi", "अगले शुक्रवार", "2026-11-27"),
    ("hi", "pandrah tareekh ko", "2026-12-15"),
    ("hi", "दो हफ्ते में", "2026-12-02"),
    ("hi", "महीने के अंत तक", "2026-11-30"),
    ("hi", "kal", "2026-11-19"),
    ("te", "వచ్చే శుక్రవారం", "2026-11-20"),
    ("te", "5వ తేదీ", "2026-12-05"),
    ("te", "నెలాఖరుకి", "2026-11-30"),
    ("te", "రేపు", "2026-11-19"),
]


@pytest.mark.parametrize(("language", "words", "first", "last"), PERIODS)
def test_periods(language: Language, words: str, first: str, last: str) -> None:
    (moment,) = read(words, language, TODAY).past
    assert (moment.span.first.isoformat(), moment.span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(("language", "words", "day"), DAYS)
def test_days_ahead(language: Language, words: str, day: str) -> None:
    (moment,) = read(words, language, TODAY).future
    assert moment.on.isoformat() == day


@pytest.mark.parametrize("words", ["may i see my balance", "how much", "i am second", "$2000"])
def test_what_is_no_day(words: str) -> None:
    assert not read(words, "en", TODAY).past


def test_the_last_of_february_is_reckoned() -> None:
    (moment,) = read("a month ago", "en", date(2026, 3, 31)).past
    assert moment.on == date(2026, 2, 28)
