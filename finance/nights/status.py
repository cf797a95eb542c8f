"""How the nights stand, for operators, probes and metrics: read from the rows, never asked of a worker."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count

from finance.models import Book, Forecast, Run
from finance.nights import hints, runs

LATE_AFTER = timedelta(hours=30)  # a day, and six hours for the run itself


def forecasts_of(slot: date) -> dict[str, int]:
    """Return how many forecasts of a night are in which status."""
    rows = Forecast.objects.filter(slot=slot).values_list("status").annotate(n=Count("id")).order_by()
    return dict.fromkeys(Forecast.Status.values, 0) | dict(rows)


def late(*, now: datetime) -> bool:
    """Tell whether no run has ended well for too long, although runs have been opened before."""
    done = Run.objects.filter(name=runs.FORECASTS, status=Run.Status.DONE).order_by("-ended_at").first()
    first = Run.objects.filter(name=runs.FORECASTS).order_by("opened_at").first()
    since = done.ended_at if done else first.opened_at if first else None
    return since is not None and now - since > LATE_AFTER


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
        "late": late(now=now),
    }
