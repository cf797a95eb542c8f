"""A night's run: opened once, planned whole, followed to its end."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q, Sum

from finance.models import Book, Run, RunChunk
from kit.bulk import insert_many
from kit.errors import Conflict

FORECASTS = "forecasts"
CHUNK_USERS = 500
Status = Run.Status


@transaction.atomic
def open_run(*, slot: date, now: datetime, chunk_users: int = CHUNK_USERS) -> Run:
    """Open the run of a night, whole or not at all; two who open it at once get the same one.

    Nights before it that are still under way are overtaken: whatever they had left is due in this one.
    """
    run, made = Run.objects.get_or_create(name=FORECASTS, slot=slot, defaults={"opened_at": now})
    if made:
        earlier = Run.objects.filter(name=FORECASTS, slot__lt=slot, status=Status.RUNNING)
        earlier.update(status=Status.OVERTAKEN, ended_at=now)
        names = ["run_id", "first_user", "last_user", "users"]
        insert_many(RunChunk, names, ([run.pk, *span] for span in _spans(now, chunk_users)))
        run.users = run.chunks.aggregate(n=Sum("users"))["n"] or 0
        run.save(update_fields=["users"])
        settle(run, now=now)
    return run


def catch_up(*, now: datetime) -> Run | None:
    """Open tonight's run if the moment for it has passed and nobody has, as when beat was away then.

    Before the first night of all there is nothing to catch up with.
    """
    known = Run.objects.filter(name=FORECASTS)
    due = now.time() >= settings.NIGHT_OPENS_AT and known.filter(slot__lt=now.date()).exists()
    if not due or known.filter(slot__gte=now.date()).exists():
        return None
    return open_run(slot=now.date(), now=now)


def _spans(now: datetime, size: int) -> Iterator[tuple[int, int, int]]:
    due = Book.objects.due(now=now).filter(user__is_active=True)
    ids = due.order_by("user_id").values_list("user_id", flat=True).distinct()
    rest = ids.iterator(chunk_size=10_000)
    while users := list(islice(rest, size)):
        yield users[0], users[-1], len(users)


def under_way() -> Run | None:
    """Return the newest run that is not over."""
    return Run.objects.filter(name=FORECASTS, status=Status.RUNNING).order_by("-slot").first()


def settle(run: Run, *, now: datetime) -> bool:
    """End a run that has nothing left to do; True when this call did."""
    if run.chunks.open().exists():
        return False
    return bool(Run.objects.filter(pk=run.pk, status=Status.RUNNING).update(status=Status.DONE, ended_at=now))


@transaction.atomic
def cancel(run: Run, *, now: datetime) -> None:
    """Stop a run: chunks that are being computed are let finish, the others are never begun.

    Raises:
        Conflict: it is over.
    """
    if not Run.objects.filter(pk=run.pk, status=Status.RUNNING).update(status=Status.CANCELLED, ended_at=now):
        raise Conflict("This run is over.")


@transaction.atomic
def retry(run: Run, *, now: datetime) -> int:
    """Let the failed chunks of a run be tried anew; returns how many. A run that was over goes on.

    Raises:
        Conflict: a later night has been opened; what failed is due there.
    """
    if Run.objects.filter(name=run.name, slot__gt=run.slot).exists():
        raise Conflict("A later night has been opened; what failed is due there.")
    again = run.chunks.filter(status=RunChunk.Status.FAILED).update(
        status=RunChunk.Status.WAITING, failures=0, not_before=None, ended_at=None
    )
    left = run.chunks.open().exists()
    if left and run.status != Status.RUNNING:
        Run.objects.filter(pk=run.pk).update(status=Status.RUNNING, ended_at=None)
    return again


def progress(run: Run, *, now: datetime) -> dict[str, Any]:
    """Tell how a run stands: users and chunks by status, pace, the time that is left, errors by kind, what is stuck."""
    by_status = {name: {"chunks": 0, "users": 0} for name in RunChunk.Status.values}
    for name, chunks, users in run.chunks.values_list("status").annotate(n=Count("id"), u=Sum("users")).order_by():
        by_status[name] = {"chunks": chunks, "users": users}
    sums = run.chunks.aggregate(
        computed=Sum("computed"),
        passed_over=Sum("passed_over"),
        newest=Max("ended_at"),
        claims=Sum("fence"),
        stuck=Count("id", filter=Q(status=RunChunk.Status.RUNNING, lease_until__lt=now)),
    )
    done, left = by_status["done"]["users"], by_status["waiting"]["users"] + by_status["running"]["users"]
    seconds = ((run.ended_at or now) - run.opened_at).total_seconds()
    pace = done / seconds if seconds > 0 else 0.0
    problems = run.chunks.exclude(problem="").values_list("problem").annotate(n=Count("id")).order_by("-n", "problem")
    return {
        "name": run.name,
        "slot": run.slot.isoformat(),
        "status": run.status,
        "users": run.users,
        "computed": sums["computed"] or 0,
        "passed_over": sums["passed_over"] or 0,
        "failed": by_status["failed"]["users"],
        "left": left,
        "chunks": {name: counts["chunks"] for name, counts in by_status.items()},
        "stuck_chunks": sums["stuck"],
        "claims": sums["claims"] or 0,
        "seconds": round(seconds, 1),
        "users_per_second": round(pace, 1),
        "seconds_left": round(left / pace) if pace and run.status == Status.RUNNING else None,
        "problems": dict(problems),
        "last_progress_at": sums["newest"].isoformat() if sums["newest"] else None,
    }
