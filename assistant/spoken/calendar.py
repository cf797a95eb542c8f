"""Days and periods, in words or as they are written."""

from calendar import monthrange
from datetime import date, timedelta

from assistant.facts import Span
from assistant.languages import Language
from assistant.spoken.tongues import TONGUES

WEEK = timedelta(days=7)
NAMED_LENGTHS = (7, 14, 28, 30, 60, 90)


def day(on: date, language: Language, today: date, *, written: bool = False, named: bool = True) -> str:
    """Return a day: "tomorrow", "Friday the twenty-seventh", "November twentieth", "..., twenty twenty-five".

    Args:
        on: the day.
        language: of the words.
        today: what it is told from.
        written: with digits.
        named: whether today, tomorrow and weekdays may be said; not within a period.
    """
    tongue = TONGUES[language]
    away = (on - today).days
    if named and away in tongue.day_words:
        return tongue.day_words[away]
    dates = tongue.dates
    if named and 0 < away < 7:
        pattern = dates.written_near if written else dates.near
    elif on.year == today.year:
        pattern = dates.written_far if written else dates.far
    else:
        pattern = dates.written_dated if written else dates.dated
    return pattern.format(
        weekday=tongue.weekdays[on.weekday()],
        day=on.day if written else tongue.day_of_month(on.day),
        month=tongue.months[on.month - 1],
        year=on.year if written else tongue.year(on.year),
    )


def period(span: Span, language: Language, today: date, *, written: bool = False) -> str:
    """Return a period: "last month", "in November", "in the last thirty days", "from November third to ..."."""
    tongue = TONGUES[language]
    for name, (first, last) in named_spans(today).items():
        if (span.first, span.last) == (first, last):
            return tongue.spans[name]
    if span.first == span.last:
        return day(span.first, language, today, written=written)
    year = span.first.year
    if (span.first, span.last) == (date(year, 1, 1), date(year, 12, 31)):
        return tongue.in_month.format(year if written else tongue.year(year))
    if (span.first, span.last) == whole_month(span.first):
        return tongue.in_month.format(_month(span.first, language, today, written=written))
    length = (span.last - span.first).days + 1
    if span.last == today and length in NAMED_LENGTHS:
        return tongue.last_days.format(length if written else tongue.cardinal(length, "m"))
    edges = (day(edge, language, today, written=written, named=False) for edge in (span.first, span.last))
    return tongue.between.format(*edges)


def _month(first: date, language: Language, today: date, *, written: bool) -> str:
    tongue = TONGUES[language]
    month = tongue.months[first.month - 1]
    if first.year == today.year:
        return month
    return tongue.dates.month_of_year.format(month=month, year=first.year if written else tongue.year(first.year))


def whole_month(on: date) -> tuple[date, date]:
    """Return the first and last day of the month that a day is in."""
    return on.replace(day=1), on.replace(day=monthrange(on.year, on.month)[1])


def named_spans(today: date) -> dict[str, tuple[date, date]]:
    """Return the periods that have a name of their own; weeks begin on Monday."""
    monday = today - timedelta(days=today.weekday())
    first, last = whole_month(today)
    spans = {
        f"{name} week": (monday + WEEK * weeks, monday + WEEK * (weeks + 1) - timedelta(days=1))
        for name, weeks in (("this", 0), ("last", -1), ("next", 1))
    }
    spans |= {
        "this month": (first, last),
        "last month": whole_month(first - timedelta(days=1)),
        "next month": whole_month(last + timedelta(days=1)),
    }
    for name, years in (("this", 0), ("last", -1), ("next", 1)):
        spans[f"{name} year"] = (date(today.year + years, 1, 1), date(today.year + years, 12, 31))
    return spans
