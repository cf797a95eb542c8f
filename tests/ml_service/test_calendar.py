"""Which days ahead make a period, and which earlier days answer to them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_service.forecasting.calendar import NO_DAY, horizon, months_back, steps_ahead, to_date, to_ordinal

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2025, 3, 12), 1, date(2025, 2, 12)),
        (date(2025, 3, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 30), 1, date(2025, 2, 27)),
        (date(2025, 2, 28), 1, date(2025, 1, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 1, 12), 13, date(2023, 12, 12)),
    ],
)
def test_a_day_answers_to_the_same_day_of_an_earlier_month(day: date, months: int, earlier: date) -> None:
    (found,) = months_back(np.array([to_ordinal(day)]), months)
    assert to_date(found) == earlier


def test_a_long_month_has_days_that_answer_to_none() -> None:
    (found,) = months_back(np.array([to_ordinal(date(2025, 3, 27))]), 1)
    assert found == NO_DAY


@given(as_of=DAYS, months=st.integers(1, 24))
def test_no_earlier_day_answers_twice_and_none_lies_ahead(as_of: date, months: int) -> None:
    days = np.arange(to_ordinal(as_of) + 1, to_ordinal(as_of) + 120)
    answers = months_back(days, months)
    known = answers[answers != NO_DAY]
    assert len(np.unique(known)) == len(known)
    steps = steps_ahead(days, to_ordinal(as_of))
    lagged = [months_back(days[at : at + 1], int(step) + 1)[0] for at, step in enumerate(steps)]
    assert max(lagged) <= to_ordinal(as_of)


@given(as_of=DAYS, freq=st.sampled_from(["W", "M"]), h=st.integers(1, 24))
def test_periods_follow_each_other_without_a_gap(as_of: date, freq: str, h: int) -> None:
    ahead = horizon(to_ordinal(as_of), freq, h)
    assert ahead.days[0] == to_ordinal(as_of) + 1
    assert (np.diff(ahead.days) == 1).all()
    assert len(ahead.ds) == len(ahead.lengths) == h
    assert ahead.lengths.sum() == ahead.days.size
    if freq == "W":
        assert set(ahead.lengths.tolist()) == {7}
    else:
        assert all(day.day == 1 for day in ahead.ds[1:])
        assert to_date(ahead.days[-1] + 1).day == 1
