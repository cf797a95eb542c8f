"""What Prometheus is told of forecasts and nights: counted in the rows at the moment it asks, for they are the truth.

Each query is bounded: by an index, by the chunks of one run, or by MOST_COUNTED.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Min, QuerySet
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from finance.models import Book, Forecast, Run, RunChunk
from finance.models.forecasts import STALE_AFTER
from finance.nights import hints, runs, status
from kit import clock

MOST_COUNTED = 100_000  # a gauge that stands there says: at least so many
NEWEST_CHUNKS = 200
DAY = timedelta(days=1)


class NightsCollector(Collector):
    """Tells the measures whenever the registry is asked."""

    def collect(self) -> Iterator[Metric]:
        """Yield every measure."""
        now = clock.shared_now()
        yield from waiting(now=now)
        yield from books(now=now)
        yield from nights(now=now)

    def describe(self) -> Iterator[Metric]:
        """Name none beforehand: for that the database would be asked when the process starts."""
        return iter(())


def waiting(*, now: datetime) -> Iterator[Metric]:
    """Tell what people wait for."""
    found = Forecast.objects.pending().aggregate(n=Count("id"), oldest=Min("requested_at"))
    failed = Forecast.objects.filter(status=Forecast.Status.FAILED, requested_at__gt=now - DAY)
    yield _one("forecasts_waiting", "Forecasts that are asked for or under way.", found["n"])
    age = _seconds(now, found["oldest"])
    yield _one("forecast_oldest_waiting_seconds", "Age of the oldest of them; 0 without any.", age)
    yield _one("forecasts_failed", "Forecasts asked for within a day and given up.", _count(failed))


def books(*, now: datetime) -> Iterator[Metric]:
    """Tell how much is due, and how much is stale."""
    due = Book.objects.due(now=now).filter(user__is_active=True)
    stale = Book.objects.filter(computed_at__lt=now - STALE_AFTER, user__is_active=True)
    oldest = due.aggregate(at=Min("computed_at"))["at"] if (known := _count(due)) else None
    yield _one("books", "Users' money, each currency one.", _rows_of_books())
    yield _one("books_due", "Those that have changed since a night computed them, or have aged.", known)
    yield _one("book_oldest_due_seconds", "Since the oldest picture of them was computed.", _seconds(now, oldest))
    yield _one("books_stale", "Those that no night has computed for over eight days.", _count(stale))


def nights(*, now: datetime) -> Iterator[Metric]:
    """Tell how the newest night stands."""
    ended = status.last_done()
    if ended is not None:
        yield _one("night_last_done_seconds", "Since a night has ended well.", _seconds(now, ended))
    yield _one("night_late", "1 if none has for 30 hours.", status.late(now=now))
    run = Run.objects.filter(name=runs.FORECASTS).order_by("-slot").first()
    if run is None:
        return
    told, going = runs.progress(run, now=now), run.status == Run.Status.RUNNING
    yield _one("night_under_way", "1 while the newest night is.", going)
    yield _one("night_hints", "Messages under way to workers.", run.hints if going else 0)
    yield _one("night_silent", "1 if hints were sent and nobody claims.", going and hints.silent(run, now=now))
    yield _one("night_users_per_second", "Users done a second, since it was opened.", told["users_per_second"])
    yield _one("night_chunks_stuck", "Chunks whose lease has run out.", told["stuck_chunks"])
    yield _one("night_chunk_claims", "How often chunks were claimed; over the chunks: tried again.", told["claims"])
    users = {name: told[name] for name in ("computed", "passed_over", "failed", "left")}
    yield _by("night_users", "Users of the newest night.", "state", users)
    yield _by("night_chunks", "Chunks of the newest night.", "status", told["chunks"])
    yield _by("night_chunk_problems", "Its chunks by the last thing that went wrong.", "problem", told["problems"])
    yield _by("night_chunk_seconds", "Seconds a chunk, of the last 200 done.", "stage", _mean_seconds(run))


def _mean_seconds(run: Run) -> dict[str, float]:
    newest = run.chunks.filter(status=RunChunk.Status.DONE).order_by("-ended_at").values_list("seconds", flat=True)
    sums: dict[str, float] = defaultdict(float)
    chunks = list(newest[:NEWEST_CHUNKS])
    for seconds in chunks:
        for stage, took in seconds.items():
            sums[stage] += took
    return {stage: took / len(chunks) for stage, took in sums.items()}


def _rows_of_books() -> int:
    """Return how many books there are; PostgreSQL's own estimate where counting would take long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [Book._meta.db_table])
            if (estimate := int(cursor.fetchone()[0])) > MOST_COUNTED:
                return estimate
    return Book.objects.count()


def _count(rows: "QuerySet[Any]") -> int:
    return rows[:MOST_COUNTED].count()


def _seconds(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _one(name: str, words: str, value: float) -> Metric:
    return Gauge(f"giglens_{name}", words, value=float(value))


def _by(name: str, words: str, label: str, values: dict[str, float]) -> Metric:
    family = Gauge(f"giglens_{name}", words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family
