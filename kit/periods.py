"""Weeks and months as calendar periods: weeks start on Monday (ISO 8601), months are calendar months."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Period = Literal["weekly", "monthly"]
DAY = timedelta(days=1)


def period_start(on: date, period: Period) -> date:
    """Return the first day of the week or month that holds a date."""
    return on - timedelta(days=on.weekday()) if period == "weekly" else on.replace(day=1)


@lru_cache(maxsize=4_096)  # a year has 64 of them, whoever asks
def next_start(start: date, period: Period) -> date:
    """Return the first day of the period after the one that starts on `start`."""
    if period == "weekly":
        return start + timedelta(days=7)
    return (start.replace(day=1) + timedelta(days=31)).replace(day=1)


@lru_cache(maxsize=4_096)
def period_end(start: date, period: Period) -> date:
    """Return the last day of the period that starts on `start`."""
    return next_start(start, period) - DAY


def periods_between(first: date, last: date, period: Period) -> Iterator[date]:
    """Yield the start of every period that touches first..last, oldest first."""
    start = period_start(first, period)
    while start <= last:
        yield start
        start = next_start(start, period)
