"""Days as integers: which days ahead make a period, and which day of an earlier month answers to a day ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

STEADY_DAYS = 25  # the first 25 days of a month answer to each other by number, the last 3 counted from the end
TAIL_DAYS = 3
NO_DAY = np.int64(-1)

_EPOCH = date(1970, 1, 1)


def to_ordinal(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def to_date(ordinal: int) -> date:
    """The day that `to_ordinal` numbered."""
    return _EPOCH + timedelta(days=int(ordinal))


@dataclass(frozen=True)
class Horizon:
    """The days ahead of `as_of` and the periods they fall into.

    Attributes:
        as_of: Last known day, as days since 1970-01-01.
        days: The days ahead; shape (D,).
        starts: Index into `days` of each period's first day; shape (h,).
    """

    as_of: int
    days: Ints
    starts: Ints

    @property
    def lengths(self) -> Ints:
        """Days in each period; shape (h,)."""
        return np.diff(np.append(self.starts, self.days.size))

    @property
    def ds(self) -> list[date]:
        """First day of each period."""
        return [to_date(day) for day in self.days[self.starts]]


@lru_cache(maxsize=512)
def horizon(as_of: int, freq: str, h: int) -> Horizon:
    """Lay out `h` periods from the day after `as_of`.

    Weeks are of 7 days; months are calendar months, of which the first may be the rest of one.
    """
    if freq == "W":
        return Horizon(as_of, np.arange(as_of + 1, as_of + 1 + 7 * h), np.arange(h) * 7)
    first, _, _ = month_of(np.array([as_of + 1]))
    ends = month_start(first[0] + 1 + np.arange(h))
    days = np.arange(as_of + 1, ends[-1])
    return Horizon(as_of, days, np.append(0, ends[:-1] - as_of - 1))


def month_start(months: Ints) -> Ints:
    """First day of each month; months are counted from 1970-01."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def month_of(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Month since 1970-01, day of the month from 0, and length of the month, for each day."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = month_start(months)
    return months, days - first, month_start(months + 1) - first


def months_back(days: Ints, months: int | Ints) -> Ints:
    """The day that answers to each day, `months` calendar months earlier.

    The 1st to the 25th answer by number; the last three days of a month answer to the last three, so that what falls
    on the last day stays there. Between them a longer month has days that answer to none.

    Args:
        days: Days since 1970-01-01; shape (D,).
        months: How many months earlier; of a shape that goes with that of the days.

    Returns:
        Days since 1970-01-01, or `NO_DAY`; shape (D,), or that of both.
    """
    month, day, length = month_of(days)
    first = month_start(month - months)
    earlier = month_start(month - months + 1) - first
    from_end = day >= length - TAIL_DAYS
    target = np.where(from_end, earlier - (length - day), day)
    exists = from_end | (day < np.minimum(length, earlier) - TAIL_DAYS)
    return np.where(exists, first + target, NO_DAY)


def steps_ahead(days: Ints, as_of: int) -> Ints:
    """Whole months from `as_of` to each day: 0 within the first month ahead; shape (D,)."""
    month, day, length = month_of(days)
    now, today, now_length = (part[0] for part in month_of(np.array([as_of])))
    phase = np.where(day >= length - TAIL_DAYS, 31 - (length - day), day)
    phase_now = 31 - (now_length - today) if today >= now_length - TAIL_DAYS else today
    return np.asarray((month - now) - (phase <= phase_now), dtype=np.int64)
