"""Weeks start on Monday, months are calendar months."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kit.periods import DAY, Period, next_start, period_end, period_start, periods_between

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
kinds = st.sampled_from(["weekly", "monthly"])


@given(days, kinds)
def test_every_day_lies_in_its_period(on: date, period: Period) -> None:
    start = period_start(on, period)
    assert start <= on <= period_end(start, period)
    assert period_end(start, period) + DAY == next_start(start, period)


@given(days, days, kinds)
def test_periods_follow_each_other_without_a_gap(one: date, other: date, period: Period) -> None:
    first, last = sorted((one, other))
    starts = list(periods_between(first, last, period))
    assert starts[0] <= first
    assert period_end(starts[-1], period) >= last
    assert all(next_start(a, period) == b for a, b in zip(starts, starts[1:], strict=False))


def test_a_week_starts_on_monday() -> None:
    assert period_start(date(2026, 11, 22), "weekly") == date(2026, 11, 16)
