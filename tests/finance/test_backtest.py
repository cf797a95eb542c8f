"""What stored forecasts said, beside what the ledger has come to say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from finance.backtest import backtest
from finance.models import Forecast, Transaction
from finance.outlook import QUANTILES
from tests.finance.conftest import Write

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


def forecast(user: User, as_of: date, *, net: int = 10_000, period: str = "weekly", **changes: Any) -> Forecast:
    """Store a forecast that says `net` a period, 5,000 less in the stressed and more in the optimistic case."""
    starts = [as_of + timedelta(days=1 + 7 * week) for week in range(13)]
    if period == "monthly":
        first = as_of + timedelta(days=1)
        later = [date(first.year + (first.month + at) // 12, (first.month + at) % 12 + 1, 1) for at in range(5)]
        starts = [first, *later]
    q = [[round(net + 12_500 * (level - 0.5))] * len(starts) for level in QUANTILES]
    given: dict[str, Any] = {
        "user": user, "period": period, "currency": "CZK", "status": Forecast.Status.READY, "as_of": as_of,
        **dict.fromkeys(("requested_at", "started_at", "completed_at"), datetime(2026, 11, 1, tzinfo=UTC)),
        "model_version": "t", "points": {"quantiles": QUANTILES, "ds": [day.isoformat() for day in starts],
                                         "net": {"q": q, "mean": q[9]}},
    }  # fmt: skip
    row: Forecast = Forecast.objects.create(**given | changes)
    return row


def test_four_eight_and_thirteen_weeks_ago_are_told_to_their_last_week(ana: User, write: Write) -> None:
    for week in range(13):
        write(TODAY - timedelta(days=7 * week), 20_000)
        write(TODAY - timedelta(days=7 * week), -9_000, Transaction.Kind.PERSONAL)
    for weeks in (4, 8, 13):
        forecast(ana, TODAY - timedelta(weeks=weeks))
    rows = backtest(forecast(ana, TODAY))
    ahead = {weeks: {row["periods_ahead"] for row in rows if row["as_of"] == TODAY - timedelta(weeks=weeks)}
             for weeks in (4, 8, 13)}  # fmt: skip
    assert ahead == {4: set(range(1, 5)), 8: set(range(1, 9)), 13: set(range(1, 14))}
    newest = rows[0]
    assert (newest["starts_on"], newest["ends_on"]) == (TODAY - timedelta(days=6), TODAY)
    assert [Decimal(newest[name]) for name in ("low", "said", "high", "happened")] == [50, 100, 150, 110]
    assert newest["inside"]


def test_a_week_that_went_otherwise_is_outside(ana: User, write: Write) -> None:
    write(TODAY, -1)
    forecast(ana, TODAY - timedelta(weeks=1))
    (row,) = backtest(forecast(ana, TODAY))
    assert (Decimal(row["happened"]), row["inside"]) == (Decimal("-0.01"), False)


def test_daily_uploads_do_not_crowd_out_the_forecasts_of_months_ago(ana: User, write: Write) -> None:
    write(TODAY, 100)
    for days in range(1, 92):
        forecast(ana, TODAY - timedelta(days=days))
    rows = backtest(forecast(ana, TODAY))
    assert max(row["periods_ahead"] for row in rows) == 13
    assert len({row["as_of"] for row in rows}) == 13


def test_a_month_ends_when_it_ends(ana: User, write: Write) -> None:
    write(date(2026, 10, 31), 10_000)
    forecast(ana, date(2026, 8, 14), period="monthly")
    rows = backtest(forecast(ana, TODAY, period="monthly"))
    assert [(row["starts_on"], row["ends_on"]) for row in rows] == [
        (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 8, 15), date(2026, 8, 31)),
    ]  # fmt: skip


def test_other_people_and_currencies_are_left_out(ana: User, ben: User, write: Write) -> None:
    write(TODAY, 100)
    forecast(ben, TODAY - timedelta(weeks=4))
    forecast(ana, TODAY - timedelta(weeks=4), currency="EUR")
    forecast(ana, TODAY - timedelta(weeks=4), status=Forecast.Status.FAILED)
    assert backtest(forecast(ana, TODAY)) == []
