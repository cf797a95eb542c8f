"""Can I afford this?"""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.affordability import NotTold, afford
from finance.outlook import FAN, QUANTILES, Outlook

FIRST = date(2026, 11, 1)
PAYDAY = 20  # the balance jumps by 5,000 on this day


def outlook(level: int = 1_000, buffer: int = 0) -> Outlook:
    """Return a forecast that is certain to +-1,000 and is low until payday."""
    minimum = [[round(level + 2_000 * (at - 0.5))] * 13 for at in QUANTILES]
    days = [FIRST + timedelta(days=day) for day in range(64)]
    ahead = [
        [round(level + (5_000 if day >= PAYDAY else 0) + 2_000 * (at - 0.5)) for day in range(len(days))] for at in FAN
    ]
    points: dict[str, Any] = {
        "quantiles": QUANTILES,
        "balance": {"q": minimum},
        "running_minimum": {"q": minimum},
        "shortfall_probability": [min(1.0, max(0.0, 0.5 - (level - buffer) / 2_000))] * 13,
        "minimum_ahead": {"quantiles": FAN, "ds": [day.isoformat() for day in days], "q": ahead},
    }
    return Outlook(points, buffer)


def test_it_works() -> None:
    small = afford(outlook(), 100, FIRST)
    assert (small.affordable, small.earliest_on) == (True, FIRST)
    large = afford(outlook(), 1_500, FIRST)
    assert large.with_spend == pytest.approx(0.75)
    assert not large.affordable
    assert large.earliest_on == FIRST + timedelta(days=PAYDAY)
    assert (large.until, large.last_on) == (FIRST + timedelta(days=27), FIRST + timedelta(days=63))


def test_what_is_never_affordable_has_no_earliest_day() -> None:
    assert afford(outlook(), 9_000, FIRST).earliest_on is None


def test_a_day_before_the_forecast_is_its_first_and_one_beyond_it_is_not_told() -> None:
    assert afford(outlook(), 1, FIRST - timedelta(days=9)).on == FIRST
    with pytest.raises(NotTold, match="2027-01-03"):
        afford(outlook(), 1, FIRST + timedelta(days=64))


def test_without_a_day_it_is_today_or_the_first_day_of_a_forecast_that_is_too_old() -> None:
    later = FIRST + timedelta(days=5)
    assert afford(outlook(), 1, today=later).on == later
    assert afford(outlook(), 1, today=FIRST + timedelta(days=400)).on == FIRST


def test_without_a_balance_nothing_is_told() -> None:
    with pytest.raises(NotTold):
        afford(Outlook({"minimum_ahead": None, "balance": None}, 0), 1, FIRST)


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(0, 63), st.integers(-2_000, 3_000))
def test_spending_more_is_never_safer(one: int, other: int, day: int, buffer: int) -> None:
    less, more = sorted((one, other))
    on, told = FIRST + timedelta(days=day), outlook(buffer=buffer)
    a, b = afford(told, less, on), afford(told, more, on)
    assert 0 <= a.without <= a.with_spend + 1e-9 <= b.with_spend + 2e-9
    assert a.affordable or not b.affordable
    assert b.earliest_on is None or (a.earliest_on is not None and a.earliest_on <= b.earliest_on)
