"""What a goal takes a week, and how likely it is to be there: exact, and read from the forecast's own balance."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.affordability import afford
from finance.goals.chances import chance_of, per_week
from finance.goals.progress import Progress, share_of
from finance.models import Goal
from finance.outlook import FAN, Outlook

TODAY = date(2026, 11, 1)
DAYS = [(TODAY + timedelta(days=n)).isoformat() for n in range(1, 92)]
LOW, STEP = 100_000, 10_000  # the balance of any day: 1,000.00 in a bad case, 100.00 more each quantile


def outlook(**changes: Any) -> Outlook:
    paths = [[LOW + STEP * rank] * 91 for rank in range(len(FAN))]
    points = {"quantiles": FAN, "balance": {}, "daily_balance": {"quantiles": FAN, "ds": DAYS, "q": paths}}
    points |= {"running_minimum": {"q": [[LOW + STEP * rank] * 13 for rank in range(len(FAN))]}}
    points |= {"shortfall_probability": [0.0] * 13}
    points |= {"minimum_ahead": {"quantiles": FAN, "ds": DAYS[:60], "q": [path[:60] for path in paths]}}
    return replace(Outlook(points, buffer_minor=0), **changes)


def goal(saved: int = 0, **columns: Any) -> Progress:
    values: dict[str, Any] = {"target_minor": 50_000, "due_on": TODAY + timedelta(days=28), "currency": "USD"}
    return Progress(Goal(**(values | columns)), saved)


def test_the_pace_is_what_is_missing_over_the_weeks_left_rounded_up() -> None:
    assert per_week(goal(), today=TODAY) == 12_500
    assert per_week(goal(saved=1), today=TODAY) == 12_500
    assert per_week(goal(due_on=TODAY + timedelta(days=30)), today=TODAY) == 11_667
    assert per_week(goal(due_on=TODAY), today=TODAY) == 50_000
    assert per_week(goal(due_on=None), today=TODAY) is None
    assert per_week(goal(saved=60_000), today=TODAY) == 0


@given(st.integers(1, 10**12), st.integers(8, 4000))
def test_at_that_pace_it_is_there_and_a_cent_less_would_not_do(remaining: int, days: int) -> None:
    pace = per_week(goal(target_minor=remaining, due_on=TODAY + timedelta(days=days)), today=TODAY)
    assert pace is not None
    assert pace * days >= remaining * 7 > (pace - 1) * days


@pytest.mark.parametrize(
    ("needed", "chance"),
    [(LOW, 0.95), (LOW + STEP, 0.90), (LOW + 3 * STEP, 0.50), (LOW + 6 * STEP, 0.05), (LOW - STEP, 1.0), (10**9, 0.0)],
)
def test_the_chance_is_that_of_the_balance_on_the_day(needed: int, chance: float) -> None:
    found = chance_of(goal(target_minor=needed), [outlook()], held_minor=0, today=TODAY)
    assert found.missing == ""
    assert found.probability == pytest.approx(chance)


def test_what_is_held_back_and_the_buffer_have_to_be_covered_too() -> None:
    without = chance_of(goal(target_minor=LOW), [outlook()], held_minor=0, today=TODAY).probability
    held = chance_of(goal(target_minor=LOW), [outlook()], held_minor=STEP, today=TODAY).probability
    buffered = chance_of(goal(target_minor=LOW), [outlook(buffer_minor=STEP)], held_minor=0, today=TODAY).probability
    assert without is not None
    assert held == buffered == pytest.approx(0.90)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_saved_is_never_less_likely(saved: int, more: int) -> None:
    one = chance_of(goal(saved, target_minor=3 * 10**6), [outlook()], held_minor=0, today=TODAY).probability
    other = chance_of(goal(saved + more, target_minor=3 * 10**6), [outlook()], held_minor=0, today=TODAY).probability
    assert one is not None
    assert other is not None
    assert 0 <= one <= other <= 1


@pytest.mark.parametrize(
    ("progress", "outlooks", "missing"),
    [
        (goal(target_minor=None), [outlook()], "no_target"),
        (goal(due_on=None), [outlook()], "no_date"),
        (goal(saved=50_000), [outlook()], "reached"),
        (goal(due_on=TODAY), [outlook()], "past"),
        (goal(), [], "no_forecast"),
        (goal(), [Outlook({"quantiles": FAN, "balance": None}, 0)], "no_balance"),
        (goal(due_on=TODAY + timedelta(days=200)), [outlook()], "too_far"),
    ],
)
def test_where_it_cannot_be_told_it_says_why(progress: Progress, outlooks: list[Outlook], missing: str) -> None:
    found = chance_of(progress, outlooks, held_minor=0, today=TODAY)
    assert (found.probability, found.missing) == (None, missing)


@given(st.integers(1, 10**12), st.integers(1, 10_000))
def test_a_share_is_exact_to_half_a_minor_unit(amount: int, percent: int) -> None:
    assert abs(Decimal(amount) * percent / 10_000 - share_of(amount, percent)) <= Decimal("0.5")


def test_what_is_held_for_goals_is_neither_safe_to_spend_nor_affordable() -> None:
    free, held = outlook(), outlook(held_minor=30_000)
    assert free.safe_to_spend() == LOW + STEP
    assert held.safe_to_spend() == LOW + STEP - 30_000
    assert outlook(held_minor=10**9).safe_to_spend() == 0
    safe = held.safe_to_spend() or 0
    assert afford(held, safe, today=TODAY).affordable
    assert not afford(held, safe + STEP, today=TODAY).affordable
