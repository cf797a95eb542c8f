"""What Prometheus is told of nights: each measure from the rows, in so many queries and no more."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from prometheus_client.core import Metric
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance.ml import MLClient
from finance.models import Book, Forecast, Run
from finance.models.nights import LEASE
from finance.nights import chunks, measures, runs, status
from kit import clock
from tests.finance.nights.conftest import NOW, SLOT, at, finish

pytestmark = pytest.mark.django_db
ON_POSTGRES = int(connection.vendor == "postgresql")


def told(found: Iterable[Metric]) -> dict[str, float]:
    """Return values by name, without the prefix, and label."""
    samples = (sample for family in found for sample in family.samples)
    return {":".join([one.name.removeprefix("giglens_"), *one.labels.values()]): one.value for one in samples}


def test_what_people_wait_for(five: list[User], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    row = {"user": five[0], "currency": "CZK"}
    Forecast.objects.create(**row, period="weekly", requested_at=NOW - timedelta(minutes=3))
    Forecast.objects.create(**row, period="monthly", requested_at=NOW, status="running", started_at=NOW)
    Forecast.objects.create(**row, period="monthly", requested_at=NOW - timedelta(hours=3), status="failed")
    Forecast.objects.create(**row, period="monthly", requested_at=NOW - timedelta(hours=30), status="failed")
    with django_assert_num_queries(2):
        found = told(measures.waiting(now=NOW))
    assert found == {"forecasts_waiting": 2, "forecast_oldest_waiting_seconds": 180, "forecasts_failed": 1}


def test_what_is_due_and_what_is_stale(five: list[User], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    old, older, gone, *_ = Book.objects.order_by("pk")
    Book.objects.update(computed_changes=1, computed_at=NOW)
    Book.objects.filter(pk=old.pk).update(computed_at=NOW - timedelta(days=7.5))
    Book.objects.filter(pk=older.pk).update(computed_at=NOW - timedelta(days=9))
    Book.objects.filter(pk=gone.pk).update(computed_at=NOW - timedelta(days=90))
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    with django_assert_num_queries(4 + ON_POSTGRES):
        found = told(measures.books(now=NOW))
    assert found == {"books": 5, "books_due": 2, "book_oldest_due_seconds": 9 * 86_400, "books_stale": 1}


def test_due_books_are_counted_only_so_far(five: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "MOST_COUNTED", 3)
    assert told(measures.books(now=NOW))["books_due"] == 3


def test_how_the_newest_night_stands(
    five: list[User], client_of_ml: MLClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert told(measures.nights(now=NOW)) == {"night_late": 0}
    run = runs.open_run(slot=SLOT, now=NOW, chunk_users=2)
    chunks.work(run.pk, client=client_of_ml, clock=at(NOW + timedelta(seconds=10)))
    dead = chunks.claim(run.pk, now=NOW)
    assert dead
    chunks.failed(dead, problem="ValueError", error="NaN", now=NOW)
    assert chunks.claim(run.pk, now=NOW)
    later = NOW + LEASE * 1.5
    with django_assert_num_queries(9):
        found = told(measures.nights(now=later))
    stages = {name: value for name, value in found.items() if name.startswith("night_chunk_seconds:")}
    assert {"night_chunk_seconds:read", "night_chunk_seconds:write"} <= set(stages)
    assert all(value >= 0 for value in stages.values())
    expected = {
        "night_late": 0,
        "night_under_way": 1,
        "night_hints": 0,
        "night_silent": 1,  # the lease and a half is longer than a silence
        "night_chunks_stuck": 1,
        "night_chunk_claims": 3,
        "night_users:computed": 2,
        "night_users:left": 3,
        "night_chunks:done": 1,
        "night_chunks:waiting": 1,
        "night_chunks:running": 1,
        "night_chunk_problems:ValueError": 1,
    }
    assert {name: found[name] for name in expected} == expected
    assert "night_last_done_seconds" not in found


def test_a_night_that_is_over_and_one_that_is_late(five: list[User], client_of_ml: MLClient) -> None:
    finish(runs.open_run(slot=SLOT, now=NOW).pk, client_of_ml)
    found = told(measures.nights(now=NOW + timedelta(hours=31)))
    assert (found["night_last_done_seconds"], found["night_late"], found["night_under_way"]) == (31 * 3_600, 1, 0)


def test_work_that_nobody_takes_up_is_stalled(five: list[User], monkeypatch: pytest.MonkeyPatch) -> None:
    later = NOW + status.STALLED_AFTER + timedelta(seconds=1)
    assert not status.stalled(now=NOW)
    row = Forecast.objects.create(user=five[0], currency="CZK", period="weekly", requested_at=NOW)
    assert not status.stalled(now=NOW)
    assert status.stalled(now=later)
    Forecast.objects.create(
        user=five[1], currency="CZK", period="weekly", requested_at=NOW, status="running", started_at=later
    )
    assert not status.stalled(now=later)  # somebody works: it will have its turn
    Forecast.objects.all().delete()
    assert row.pk is None or not status.stalled(now=later)
    run = runs.open_run(slot=SLOT, now=NOW)
    Run.objects.filter(pk=run.pk).update(hints=1, hinted_at=NOW)
    assert status.stalled(now=later)
    monkeypatch.setattr(clock, "shared_now", lambda: later)
    with pytest.raises(SystemExit) as ended:
        call_command("forecast_status", "--worker")
    assert ended.value.code == 1
    assert chunks.claim(run.pk, now=later)
    with pytest.raises(SystemExit) as ended:
        call_command("forecast_status", "--worker")
    assert ended.value.code == 0
