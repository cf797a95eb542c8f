"""Days and spans reckoned from today: pure, weeks begin on Monday."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.facts import Span

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """When: as a span ("last month"), and as the one day that it stands for where one is asked for.

    Attributes:
        first, last: the tokens that said it, the last not among them.
        single: that it is a day, not a period.
    """

    span: Span
    on: date
    first: int
    last: int
    single: bool


def day_of(year: int, month: int, day: int) -> date | None:
    """Return a date, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """Return the same day some months on, or the last one of a shorter month."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(day: date, unit: str, count: int) -> date:
    """Return the day some units on."""
    if unit in {"month", "quarter", "year"}:
        return add_months(day, count * {"month": 1, "quarter": 3, "year": 12}[unit])
    return day + count * {"day": 1, "weekend": 7, "week": 7, "fortnight": 14}[unit] * DAY


def span_of(day: date, unit: str) -> Span:
    """Return the unit that a day lies in; a weekend is the one of its week."""
    monday = day - day.weekday() * DAY
    if unit == "week":
        return Span(monday, monday + 6 * DAY)
    if unit == "weekend":
        return Span(monday + 5 * DAY, monday + 6 * DAY)
    if unit == "month":
        return month_span(day.year, day.month)
    if unit == "quarter":
        return quarter_span(day.year, (day.month + 2) // 3)
    if unit == "year":
        return Span(date(day.year, 1, 1), date(day.year, 12, 31))
    if unit == "fortnight":
        half = day.day <= 15
        whole = month_span(day.year, day.month)
        return Span(whole.first, day.replace(day=15)) if half else Span(day.replace(day=16), whole.last)
    return Span(day, day)


def month_span(year: int, month: int) -> Span:
    """Return a calendar month."""
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def quarter_span(year: int, quarter: int) -> Span:
    """Return a quarter, 1 to 4."""
    return Span(date(year, quarter * 3 - 2, 1), month_span(year, quarter * 3).last)


def trailing(today: date, unit: str, count: int) -> Span:
    """Return the last so many days, weeks, months: up to today, today among them."""
    return Span(shift(today, unit, -count) + DAY, today)


def ahead(today: date, unit: str, count: int) -> Span:
    """Return the next so many days, weeks, months: from tomorrow on."""
    return Span(today + DAY, shift(today, unit, count))


def weekday(today: date, number: int, which: str) -> date:
    """Return a weekday: the "last", "this", "next" (of the week after this one) or "coming" one."""
    if which == "last":
        return today - ((today.weekday() - number - 1) % 7 + 1) * DAY
    if which == "next":
        return today - today.weekday() * DAY + (7 + number) * DAY
    if which == "this" and number >= today.weekday():
        return today + (number - today.weekday()) * DAY
    return today + ((number - today.weekday() - 1) % 7 + 1) * DAY


def month_near(today: date, month: int, *, future: bool) -> Span:
    """Return the month of that name: the latest that has begun, or the next that has not ended."""
    year = today.year
    if future and month < today.month:
        year += 1
    if not future and month > today.month:
        year -= 1
    return month_span(year, month)


def day_near(today: date, day: int, month: int | None, *, future: bool) -> date | None:
    """Return the day of that number: the latest up to today, or the next from today on."""
    step = 1 if future else -1
    for ahead_by in range(13):
        base = add_months(today.replace(day=1), step * ahead_by)
        if month is not None and base.month != month:
            continue
        found = day_of(base.year, base.month, day)
        if found and (found >= today if future else found <= today):
            return found
    return day_of(today.year + (1 if future else -1), month, day) if month else None
