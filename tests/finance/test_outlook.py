"""What a stored forecast says."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.outlook import QUANTILES, Outlook, probability_below

START = date(2026, 11, 1)


def points(minimum: int = -900, step: int = 100, days: int = 91) -> dict[str, Any]:
    """Return a forecast whose running minimum has quantiles minimum, minimum + step, ..."""
    path = [[minimum + step * level] * 13 for level in range(len(QUANTILES))]
    daily = [[1_000 - 20 * day for day in range(days)], [1_000 - day for day in range(days)], [1_000] * days]
    ds = [(START + timedelta(days=day)).isoformat() for day in range(days)]
    return {
        "quantiles": QUANTILES,
        "ds": ds[::7],
        "balance": {"q": path, "mean": path[9]},
        "running_minimum": {"q": path},
        "shortfall_probability": [0.5] * 13,
        "daily_balance": {"quantiles": [0.1, 0.5, 0.9], "ds": ds, "q": daily},
    }


def test_safe_days_count_to_the_first_stressed_day_under_the_buffer() -> None:
    assert Outlook(points(), 0).safe_days() == 52  # 1,000 - 20 x 51 is the first below 0
    assert Outlook(points(), 1_001).safe_days() == 1
    assert Outlook(points(), -10_000).safe_days() is None


def test_safe_to_spend_is_the_stressed_minimum_less_the_buffer_and_never_negative() -> None:
    assert Outlook(points(minimum=500), 100).safe_to_spend() == 600 - 100
    assert Outlook(points(minimum=-900), 0).safe_to_spend() == 0


def test_the_lowest_point_is_a_day_of_the_median_path() -> None:
    lowest = Outlook(points(), 0).lowest_point()
    assert lowest is not None
    assert (lowest.on, lowest.amount_minor) == (START + timedelta(days=90), 910)


def test_spending_raises_the_chance_of_a_shortfall_and_saving_lowers_it() -> None:
    outlook = Outlook(points(), 0)
    less, now, more = (outlook.shortfall(spend_minor=amount) for amount in (-300, 0, 300))
    assert (less, now, more) == pytest.approx((0.35, 0.5, 0.65))


def test_without_a_balance_nothing_is_said() -> None:
    outlook = Outlook(points() | {"balance": None}, 0)
    assert outlook.safe_days() is None
    assert outlook.safe_to_spend() is None
    assert outlook.lowest_point() is None
    assert outlook.shortfall() is None
    assert outlook.scenarios() is None


rising = st.lists(st.integers(-10_000, 10_000), min_size=19, max_size=19).map(sorted)


@given(rising, st.integers(-20_000, 20_000), st.integers(0, 5_000))
def test_a_probability_rises_with_its_threshold(values: list[int], threshold: int, more: int) -> None:
    low = probability_below(threshold, QUANTILES, values)
    high = probability_below(threshold + more, QUANTILES, values)
    assert 0 <= low <= high + 1e-12 <= 1 + 1e-12


def test_another_buffer_than_was_asked_about_is_read_from_the_quantiles() -> None:
    asked = Outlook(points(), 0, asked_buffer_minor=0)
    higher = Outlook(points(), 300, asked_buffer_minor=0)
    assert asked.shortfall() == asked.shortfalls()[0] == 0.5  # type: ignore[index]  # a balance is known
    assert higher.shortfall() == pytest.approx(0.65)
    assert higher.shortfalls() == pytest.approx([0.65] * 13)
