"""Clocks that are wrong: hosts that disagree, and a clock that is set forward or back while a night runs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from finance import engine, forecasts, refresh
from finance.ml import MLClient
from finance.models import Book, Forecast, Run, Score
from finance.nights import books, chunks, computing, hints, runs
from finance.scoring import scores
from finance.scoring.standing import read_standing
from finance.tasks import tick_nights
from kit import clock
from tests.finance.nights.conftest import NOW, SLOT, at, finish
from tests.sent import Sent

pytestmark = pytest.mark.django_db
SKEWS = [timedelta(minutes=minutes) for minutes in (-180, -60, -3, 3, 60, 180)]


@pytest.fixture
def run(five: list[User]) -> Run:
    return runs.open_run(slot=SLOT, now=NOW, chunk_users=5)


def test_hosts_go_by_the_clock_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2031, 1, 1, tzinfo=UTC))
    told = clock.shared_now()
    assert told.tzinfo is not None
    ours = connection.vendor != "postgresql"
    assert (told.year == 2031) == ours


@pytest.mark.parametrize("skew", SKEWS)
def test_what_knows_of_more_changes_is_shown_whatever_the_clocks_say(
    five: list[User], client_of_ml: MLClient, skew: timedelta
) -> None:
    ana = five[0]
    finish(runs.open_run(slot=SLOT, now=NOW + skew).pk, client_of_ml, clock=at(NOW + skew))
    refresh.after_change(user=ana, currency="CZK")
    for row in Forecast.objects.pending():
        engine.run(row.pk, now=NOW, client=client_of_ml)
    assert {forecasts.latest(ana, period, "CZK").trigger for period in ("weekly", "monthly")} == {"user"}  # type: ignore[union-attr]  # both are there


def test_scores_of_an_older_ledger_are_not_written_over_newer_ones(
    five: list[User], client_of_ml: MLClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, real = five[0], read_standing

    def slow(user: User, currency: str) -> object:
        found = real(user, currency)
        books.changed(user, currency)  # while this one computes, somebody uploads, and is computed
        return found

    monkeypatch.setattr(scores, "read_standing", slow)
    scores.refresh(user=ana, currency="CZK", client=client_of_ml, now=NOW)
    assert not Score.objects.for_user(ana).exists()
    monkeypatch.undo()
    scores.refresh(user=ana, currency="CZK", client=client_of_ml, now=NOW)
    assert Score.objects.for_user(ana).exists()


@pytest.mark.parametrize("skew", SKEWS)
def test_a_worker_whose_clock_is_wrong_costs_work_and_no_truth(
    run: Run, client_of_ml: MLClient, skew: timedelta
) -> None:
    """As it would be without one clock for all: whoever claims last writes, the other is refused."""
    wrong = chunks.claim(run.pk, now=NOW + skew)
    assert wrong
    right = chunks.claim(run.pk, now=NOW)
    if right is None:  # the lease holds: a few minutes more, and it is over
        computing.compute(wrong, client=client_of_ml, clock=at(NOW + skew))
    else:
        computing.compute(right, client=client_of_ml, clock=at(NOW))
        with pytest.raises(computing.Fenced):
            computing.compute(wrong, client=client_of_ml, clock=at(NOW + skew))
    chunk = run.chunks.get()
    assert (chunk.status, chunk.computed, Forecast.objects.ready().count()) == ("done", 5, 10)


def test_a_lease_from_the_future_holds_nobody_up(run: Run, client_of_ml: MLClient) -> None:
    assert chunks.claim(run.pk, now=NOW + timedelta(hours=3))  # it dies, and the clock is set back
    assert chunks.claim(run.pk, now=NOW)
    run.chunks.update(status="waiting", lease_until=None, not_before=NOW + timedelta(hours=3))
    assert finish(run.pk, client_of_ml) == 1


def test_hints_from_the_future_are_sent_again(run: Run, sent: Sent) -> None:
    assert hints.tick(now=NOW + timedelta(hours=2)) == 1
    assert hints.tick(now=NOW) == 1
    assert sent == [("finance.tasks.run_chunk", (run.pk,))] * 2


def test_a_forecast_from_the_future_is_found_by_the_sweeper(five: list[User]) -> None:
    ahead = NOW + timedelta(hours=2)
    row = forecasts.request(user=five[0], period="weekly", currency="CZK", trigger=Forecast.Trigger.USER, now=ahead)
    assert forecasts.unfinished(now=NOW) == [row.pk]
    assert forecasts.claim(row.pk, now=ahead)
    assert forecasts.claim(row.pk, now=ahead) is None
    assert forecasts.unfinished(now=NOW) == [row.pk]
    assert forecasts.claim(row.pk, now=NOW)


def test_a_clock_that_is_set_back_uses_up_no_attempts(five: list[User]) -> None:
    """Found by make chaos, seed 201: what was asked for in the future was asked of ML again at every tick."""
    ahead, nobody = NOW + timedelta(hours=2), MLClient(base_url="http://127.0.0.1:9", sleep=lambda _: None)
    row = forecasts.request(user=five[0], period="weekly", currency="CZK", trigger=Forecast.Trigger.USER, now=ahead)
    forecasts.run(row.pk, client=nobody, now=ahead)
    for second in range(0, 20, 2):
        now = NOW + timedelta(seconds=second)
        for pk in forecasts.unfinished(now=now):
            forecasts.run(pk, client=nobody, now=now)
    row.refresh_from_db()
    assert (row.status, row.attempts) == ("requested", 2)


def test_a_night_that_beat_has_missed_is_opened_by_the_next_tick(
    five: list[User], sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "shared_now", lambda: NOW)
    tick_nights()
    assert not Run.objects.exists()  # before the first night of all
    finished = runs.open_run(slot=SLOT - timedelta(days=1), now=NOW - timedelta(days=1))
    Run.objects.filter(pk=finished.pk).update(status="done", ended_at=NOW)
    monkeypatch.setattr(clock, "shared_now", lambda: NOW - timedelta(minutes=1))
    tick_nights()
    assert Run.objects.count() == 1
    monkeypatch.setattr(clock, "shared_now", lambda: NOW + timedelta(hours=3))
    tick_nights()
    tick_nights()
    assert Run.objects.filter(slot=SLOT).count() == 1
    assert Book.objects.due(now=NOW).count() == 5
