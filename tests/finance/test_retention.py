"""Which forecasts are kept: what is shown, what a backtest reads, and two weeks of everything."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance import backtest, forecasts, retention, tasks
from finance.models import Forecast
from tests.finance.nights.conftest import worker_of
from tests.sent import Sent

NOW = datetime(2026, 11, 2, 5, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def made(user: User, days_ago: int, **kwargs: Any) -> Forecast:
    """Make a forecast that was asked for and answered so many days ago, of a ledger up to that day."""
    at = NOW - timedelta(days=days_ago)
    answered = {"started_at": at, "completed_at": at, "as_of": at.date(), "model_version": "1", "model": "m"}
    values = {"period": "weekly", "currency": "CZK", "status": "ready", "requested_at": at} | answered
    row: Forecast = Forecast.objects.create(user=user, **values | kwargs)
    return row


def prune_all() -> int:
    gone, after = 0, 0
    while True:
        count, last = retention.prune(now=NOW, after=after, limit=2)
        gone += count
        if last is None:
            return gone
        after = last


def test_it_works(ana: User) -> None:
    rows = {days: made(ana, days) for days in reversed(range(120))}
    prune_all()
    left = {days for days, row in rows.items() if Forecast.objects.filter(pk=row.pk).exists()}
    assert set(range(15)) <= left
    older = sorted(left - set(range(15)))
    assert {later - earlier for earlier, later in zip(older, older[1:], strict=False)} == {7}
    assert 13 * 7 <= max(older) <= 14 * 7
    assert prune_all() == 0


@pytest.mark.parametrize("period", ["weekly", "monthly"])
def test_a_backtest_reads_as_many_forecasts_as_before(ana: User, period: str) -> None:
    for days in reversed(range(0, 460, 1 if period == "weekly" else 3)):
        made(ana, days, period=period)
    current = forecasts.latest(ana, period, "CZK")
    assert current
    earlier = Forecast.objects.for_user(ana).ready().filter(period=period, as_of__lt=current.as_of)
    before = len(backtest._one_a_period(earlier, current))
    assert retention.prune(now=NOW)[0] > 30
    assert before - 1 <= len(backtest._one_a_period(earlier, current)) <= before
    assert forecasts.latest(ana, period, "CZK") == current


def test_what_is_shown_is_kept_however_old_it_is(ana: User) -> None:
    shown = made(ana, 15, changes=9, as_of=date(2026, 1, 1))  # an undone import: the ledger ends earlier since
    made(ana, 16, changes=8)
    for days in range(17, 20):
        made(ana, days, changes=1)
    prune_all()
    assert forecasts.latest(ana, "weekly", "CZK") == shown


def test_a_failure_is_kept_while_it_is_the_last_word(ana: User) -> None:
    unanswered = {"status": "failed", "as_of": None, "started_at": None, "completed_at": None}
    first, last = made(ana, 16, **unanswered), made(ana, 15, **unanswered)
    waiting = made(ana, 15, period="monthly", **unanswered | {"status": "requested"})
    prune_all()
    assert set(Forecast.objects.all()) == {last, waiting}
    assert first.pk


def test_users_follow_one_another_and_currencies_stand_alone(
    django_assert_num_queries: DjangoAssertNumQueries, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = [worker_of(f"w{number}") for number in range(5)]
    for user in users:
        for currency in ("CZK", "EUR"):
            for days in (15, 15, 15):
                made(user, days, currency=currency)
    with django_assert_num_queries(3):
        assert retention.prune(now=NOW, limit=10) == (20, None)
    for user in users:
        made(user, 15)
    monkeypatch.setattr(retention, "prune", lambda *, now, after: (2, 7 if after == 0 else None))
    tasks.prune_forecasts()
    tasks.prune_forecasts(7)
    assert sent == [("finance.tasks.prune_forecasts", (7,))]
