"""How the nights stand, for operators, probes and metrics: read from the rows, never asked of a worker."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min

from finance.models import Book, Forecast, Run
from finance.nights import hints, runs

STALLED_AFTER = timedelta(minutes=10)  # many leases, and many tries of the sweeper
LATE_AFTER = timedelta(hours=30)  # a day, and six hours for the run itself


def forecasts_of(slot: date) -> dict[str, int]:
    """Return how many forecasts of a night are in which status."""
    rows = Forecast.objects.filter(slot=slot).values_list("status").annotate(n=Count("id")).order_by()
    return dict.fromkeys(Forecast.Status.values, 0) | dict(rows)


def last_done() -> datetime | None:
    """Return when a run has ended well last."""
    found: datetime | None = Run.objects.filter(name=runs.FORECASTS, status=Run.Status.DONE).aggregate(
        at=Max("ended_at")
    )["at"]
    return found


def late(*, now: datetime) -> bool:
    """Tell whether no run has ended well for too long, although runs have been opened before."""
    since = last_done() or Run.objects.filter(name=runs.FORECASTS).aggregate(at=Min("opened_at"))["at"]
    return since is not None and now - since > LATE_AFTER


def stalled(*, now: datetime) -> bool:
    """Tell whether there is work that no worker takes up: what each of them answers, it consumes nothing."""
    run = runs.under_way()
    if run is not None and hints.silent(run, now=now, after=STALLED_AFTER):
        return True
    asked = Forecast.objects.filter(status=Forecast.Status.REQUESTED, requested_at__lt=now - STALLED_AFTER)
    return asked.exists() and not Forecast.objects.filter(started_at__gt=now - STALLED_AFTER).exists()


def due_books(*, now: datetime) -> int:
    """Return how many pictures want to be computed again."""
    return int(Book.objects.due(now=now).filter(user__is_active=True).count())


def waiting_s(*, now: datetime) -> int:
    """Return how long the oldest forecast that somebody asked for has waited, in seconds."""
    oldest = Forecast.objects.pending().order_by("requested_at").values_list("requested_at", flat=True).first()
    return int((now - oldest).total_seconds()) if oldest else 0


def standing(*, slot: date | None, now: datetime) -> dict[str, Any]:
    """Tell how a night stands, and what is waiting.

    Args:
        slot: which night; None for the newest.
        now: the moment.
    """
    known = Run.objects.filter(name=runs.FORECASTS)
    run = (known.filter(slot=slot) if slot else known).order_by("-slot").first()
    told = runs.progress(run, now=now) if run else {"slot": slot.isoformat() if slot else None, "status": "none"}
    return {
        "run": told | (forecasts_of(run.slot) if run else {}),
        "oldest_waiting_s": waiting_s(now=now),
        "due_books": due_books(now=now),
        "silent": bool(run and run.status == Run.Status.RUNNING and hints.silent(run, now=now)),
        "stalled": stalled(now=now),
        "late": late(now=now),
    }
