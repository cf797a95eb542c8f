"""Messages to workers: hints that a run has chunks to claim. However many users there are, few are under way.

A worker that has done a chunk sends the hint again, to the back of its queue; the tick sends what is missing, and
after a silence, in which hints may have been lost, one.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from finance.models import Run
from finance.nights import runs
from kit.tasks import send

MOST_HINTS = 64
SILENCE = timedelta(seconds=settings.NIGHT_LEASE_S)


def tick(*, now: datetime) -> int:
    """Send the hints that the run under way is short of; returns how many."""
    run = runs.under_way()
    if run is None or runs.settle(run, now=now):
        return 0
    wanted = run.chunks.claimable(now=now)[:MOST_HINTS].count()
    if silent(run, now=now):
        wanted, hints = min(1, wanted), 0
    else:
        hints = run.hints
    missing = wanted - hints
    if missing <= 0:
        return 0
    if not Run.objects.filter(pk=run.pk, hints=run.hints).update(hints=hints + missing, hinted_at=now):
        return 0  # two beats tick at once: the other one sends
    for _ in range(missing):
        send("finance.tasks.run_chunk", run.pk)
    return missing


def silent(run: Run, *, now: datetime, after: timedelta = SILENCE) -> bool:
    """Tell whether hints were sent and nobody has claimed anything for long."""
    heard = max(filter(None, (_last_claim(run), run.hinted_at)), default=None)
    return heard is not None and abs(now - heard) > after  # from the future: the clock has been set back since


def taken(run_pk: int) -> None:
    """Note that a hint has arrived."""
    Run.objects.filter(pk=run_pk, hints__gt=0).update(hints=F("hints") - 1)


def passed_on(run_pk: int) -> bool:
    """Note that a hint is sent on; False when enough are under way."""
    return bool(Run.objects.filter(pk=run_pk, hints__lt=MOST_HINTS).update(hints=F("hints") + 1))


def _last_claim(run: Run) -> datetime | None:
    newest = run.chunks.exclude(started_at=None).order_by("-started_at").values_list("started_at", flat=True)
    return newest.first()
