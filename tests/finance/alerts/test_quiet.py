"""Quiet hours: never within, whatever the clocks do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.alerts.quiet import QuietHours

# Zones whose clocks jump at two, at midnight, by half an hour, twice for Ramadan; that skipped a day; that never jump.
ZONES = ["Europe/Prague", "America/New_York", "Asia/Beirut", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"]
JUMPS = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Europe, forward
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # Europe, back
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # America, forward
    datetime(2026, 11, 1, 6, tzinfo=UTC),  # America, back
    datetime(2026, 3, 28, 22, tzinfo=UTC),  # Lebanon, forward at midnight
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, back by half an hour
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Samoa, the day that was not
]
zones = st.sampled_from([*ZONES, "UTC", "Asia/Kolkata"]).map(ZoneInfo)
clock = st.builds(time, st.integers(0, 23), st.integers(0, 59))
near_a_jump = st.builds(
    lambda jump, minutes: jump + timedelta(minutes=minutes), st.sampled_from(JUMPS), st.integers(-2000, 2000)
)
instants = near_a_jump | st.integers(0, 1_500_000).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
hours = st.builds(QuietHours, clock, clock, zones)


@given(hours, instants)
def test_nothing_is_ever_sent_within_them(quiet: QuietHours, at: datetime) -> None:
    then = quiet.after(at)
    assert not quiet.hold(then)
    assert then >= at
    assert then - at <= timedelta(hours=26)
    assert (then == at) == (not quiet.hold(at))


@given(hours, instants)
def test_what_waits_does_not_wait_longer_than_it_must(quiet: QuietHours, at: datetime) -> None:
    """Of the minutes between, all are within, but for an hour that a jump of the clock may cost."""
    then, step = quiet.after(at), timedelta(minutes=7)
    outside = sum(not quiet.hold(at + step * n) for n in range(int((then - at) / step)))
    assert outside * step <= timedelta(hours=1, minutes=7)


@given(hours, instants)
def test_the_next_day_is_another_day_and_not_within(quiet: QuietHours, at: datetime) -> None:
    then = quiet.next_day(at)
    assert not quiet.hold(then)
    assert then.astimezone(quiet.zone).date() > at.astimezone(quiet.zone).date()


@pytest.mark.parametrize(
    ("begin", "end", "at", "then"),
    [
        (time(21), time(8), "2026-11-21T20:59+01:00", "2026-11-21T20:59+01:00"),
        (time(21), time(8), "2026-11-21T21:00+01:00", "2026-11-22T08:00+01:00"),
        (time(21), time(8), "2026-11-22T07:59+01:00", "2026-11-22T08:00+01:00"),
        (time(12), time(14), "2026-11-22T13:00+01:00", "2026-11-22T14:00+01:00"),
        (time(9), time(9), "2026-11-22T09:00+01:00", "2026-11-22T09:00+01:00"),
        (time(22), time(2, 30), "2026-03-29T01:30+01:00", "2026-03-29T03:30+02:00"),  # 02:30 does not exist
        (time(22), time(7), "2026-10-25T02:30+01:00", "2026-10-25T07:00+01:00"),  # the second 02:30
    ],
)
def test_the_end_is_told_by_the_clock_on_the_wall(begin: time, end: time, at: str, then: str) -> None:
    quiet = QuietHours(begin, end, ZoneInfo("Europe/Prague"))
    assert quiet.after(datetime.fromisoformat(at)) == datetime.fromisoformat(then)
