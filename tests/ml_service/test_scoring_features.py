"""Features of the score: a table of cases, and what they must not depend on."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_service.schemas import Loan, MonthOfAccount
from ml_service.scoring import features
from ml_service.scoring.features import Months
from tests.ml_service.build import LOAN, month


def year(**changes: Any) -> Months:
    return Months.of([MonthOfAccount.model_validate(month(f"1996-{at:02d}", **changes)) for at in range(1, 13)])


@pytest.mark.parametrize(
    ("feature", "changes", "expected"),
    [
        (features.lowest_balance, {"min_balance": 950.0}, 0.5),
        (features.lowest_balance, {"min_balance": -950.0}, -0.5),
        (features.lowest_balance, {"min_balance": -1.0, "outflow": 0.0}, -features.LARGEST),
        (features.in_the_red, {}, 0.0),
        (features.in_the_red, {"days_negative": 1}, 1.0),
        (features.in_the_red, {"overdraft_fees": 1}, 1.0),
        (features.in_the_red, {"min_balance": -0.01}, 1.0),
        (features.liquidity, {"closing_balance": 3800.0}, 2.0),
        (features.savings, {}, 0.05),
        (features.savings, {"inflow": 0.0}, -features.LARGEST),
        (features.savings, {"inflow": 0.0, "outflow": 0.0}, 0.0),
        (features.recent_net, {}, 0.15),
        (features.income_variation, {}, 0.0),
        (features.payment_burden, {}, 0.275),
        (features.loan_size, {}, 0.5),
        (features.usual_low, {"min_balance": 950.0}, 0.5),
        (features.recent_low, {"min_balance": 950.0}, 0.5),
        (features.mean_balance, {"closing_balance": 3800.0}, 2.0),
        (features.months_of_loss, {}, 0.0),
        (features.months_of_loss, {"inflow": 1000.0}, 1.0),
        (features.payment_cover, {"inflow": 3000.0}, 2.0),
        (features.payment_cover, {"inflow": 1000.0}, -1.0),
        (features.recent_cover, {"inflow": 2175.0}, 0.5),
        (features.half_year_cover, {"inflow": 2175.0}, 0.5),
        (features.payments_in_reserve, {"closing_balance": 5500.0}, 10.0),
        (features.payments_at_lowest, {"min_balance": -1.0}, -1.0),
    ],
)
def test_features(feature: Any, changes: dict[str, Any], expected: float) -> None:
    assert feature(year(**changes), Loan.model_validate(LOAN)) == pytest.approx(expected)


def test_without_a_loan_there_is_no_burden() -> None:
    assert features.payment_burden(year(), None) == features.loan_size(year(), None) == 0
    assert features.payment_cover(year(), None) == features.payments_at_lowest(year(), None) == features.LARGEST


def test_the_windows_end_with_the_last_month() -> None:
    rows = [MonthOfAccount.model_validate(month(f"1996-{at:02d}", inflow=1900.0 + 10 * at)) for at in range(1, 13)]
    loan = Loan.model_validate(LOAN | {"payment": 10.0})
    assert features.recent_cover(Months.of(rows), loan) == pytest.approx(11)
    assert features.half_year_cover(Months.of(rows), loan) == pytest.approx(9.5)
    low = Months.of(
        [row.model_copy(update={"min_balance": -1900.0}) if at == 8 else row for at, row in enumerate(rows)]
    )
    assert features.recent_low(low, None) > 0 > features.lowest_balance(low, None)


@given(payment=st.floats(0, 1e5), more=st.floats(0, 1e5), low=st.floats(-1e4, 1e4), inflow=st.floats(0, 1e4))
def test_a_larger_payment_never_looks_better(payment: float, more: float, low: float, inflow: float) -> None:
    rows = year(min_balance=low, closing_balance=low, inflow=inflow)
    small, large = (Loan(amount=9000.0, duration_months=12, payment=one) for one in (payment, payment + more))
    for one, before, after in zip(
        features.FEATURES, features.compute(rows, small), features.compute(rows, large), strict=True
    ):
        assert one.monotone * after >= one.monotone * before, one.name


@given(rate=st.floats(0.01, 1000), closing=st.floats(-1e4, 1e4), inflow=st.floats(0, 1e4))
def test_the_currency_makes_no_difference(rate: float, closing: float, inflow: float) -> None:
    one = year(closing_balance=closing, inflow=inflow)
    other = year(closing_balance=closing * rate, inflow=inflow * rate, outflow=1900.0 * rate, min_balance=150.0 * rate)
    assert features.compute(one, None) == pytest.approx(features.compute(other, None), abs=1e-6)


@given(values=st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=2), flows=st.lists(st.floats(0, 1e12), min_size=2))
def test_features_are_always_finite(values: list[float], flows: list[float]) -> None:
    rows = year(closing_balance=values[0], min_balance=values[1], inflow=flows[0], outflow=flows[1])
    assert all(math.isfinite(value) for value in features.compute(rows, None))
