"""A chunk's way: claimed with a lease and a fence, computed, and done in one transaction; or put back, or split."""

import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from finance.ml import MLClient, MLError
from finance.models import Run, RunChunk
from finance.models.nights import LEASE
from finance.nights import computing, runs

log = structlog.get_logger(__name__)

MOST_FAILURES = 8  # crashes, lost leases and refusals that a chunk may have before it is split, or given up
UNANSWERED_PAUSE = LEASE / 6  # how long a chunk without an answer waits on average
FAILED_PAUSE = timedelta(seconds=1)  # and one that failed: it may have been chance, such as a garbled answer
Clock = Callable[[], datetime]
Status = RunChunk.Status


def work(run_pk: int, *, client: MLClient, clock: Clock) -> bool:
    """Claim one chunk of a run and see it through; False when there is none to claim."""
    chunk = claim(run_pk, now=clock())
    if chunk is None:
        runs.settle(Run.objects.get(pk=run_pk), now=clock())
        return False
    try:
        with _uncollected():
            computing.compute(chunk, client=client, clock=clock)
    except computing.Fenced:
        log.warning("chunk_taken_over", run=run_pk, chunk=chunk.pk, fence=chunk.fence)
    except MLError as error:
        if error.too_large:
            isolate(chunk, problem="too large", error=str(error), now=clock())
        elif error.permanent:
            failed(chunk, problem="refused", error=str(error), now=clock())
        else:
            put_back(chunk, UNANSWERED_PAUSE, problem="unanswered", error=str(error), now=clock())
    except DatabaseError:
        raise  # nothing was written; the lease runs out and the chunk is claimed again
    except Exception as error:
        log.exception("chunk_failed", run=run_pk, chunk=chunk.pk)
        failed(chunk, problem=type(error).__name__[:30], error=str(error), now=clock())
    return True


@contextmanager
def _uncollected() -> Iterator[None]:
    """Compute without looking for reference cycles: a chunk has none, and among a million tuples it takes long."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def claim(run_pk: int, *, now: datetime) -> RunChunk | None:
    """Take the next chunk of a run; exactly one of several claimants gets it.

    PostgreSQL passes over rows that others are claiming; elsewhere the fence decides, compared and set.
    """
    while True:
        with transaction.atomic():
            free = RunChunk.objects.claimable(now=now).filter(run=run_pk, run__status=Run.Status.RUNNING)
            if connection.features.has_select_for_update_skip_locked:
                free = free.select_for_update(skip_locked=True, of=("self",))
            chunk: RunChunk | None = free.order_by("first_user").first()
            if chunk is None:
                return None
            lost = chunk.status == Status.RUNNING
            took = RunChunk.objects.filter(pk=chunk.pk, fence=chunk.fence).update(
                status=Status.RUNNING,
                fence=F("fence") + 1,
                failures=F("failures") + int(lost),
                started_at=now,
                lease_until=now + LEASE,
            )
            chunk.refresh_from_db()
        if not took:
            continue
        if chunk.failures < MOST_FAILURES:
            return chunk
        isolate(chunk, problem="crashed", error=f"A worker died of it {chunk.failures} times.", now=now)


def put_back(chunk: RunChunk, pause: timedelta, *, problem: str, error: str, now: datetime, failures: int = 0) -> None:
    """Give a chunk back, for about `pause` later; without failures it is no fault of its users."""
    later = now + pause * (0.5 + random.random())  # noqa: S311 - spreads the load, hides nothing
    told = {"problem": problem, "error": error[:300], "failures": F("failures") + failures}
    computing.held(chunk).update(status=Status.WAITING, lease_until=None, not_before=later, **told)


def failed(chunk: RunChunk, *, problem: str, error: str, now: datetime) -> None:
    """Give a chunk that failed back; one that has failed too often is split."""
    if chunk.failures + 1 < MOST_FAILURES:
        put_back(chunk, FAILED_PAUSE, problem=problem, error=error, now=now, failures=1)
    else:
        isolate(chunk, problem=problem, error=error, now=now)


@transaction.atomic
def isolate(chunk: RunChunk, *, problem: str, error: str, now: datetime) -> None:
    """Split a chunk that cannot be computed in two, until the user at fault stands alone and is reported."""
    told = {"problem": problem, "error": error[:300]}
    users = computing.users_of(chunk, now=now)
    if len(users) < 2:
        if computing.held(chunk).update(status=Status.FAILED, lease_until=None, ended_at=now, **told):
            log.error("user_not_computed", run=chunk.run_id, user=next(iter(users), None), **told)
        return
    half = len(users) // 2
    lower, upper = users[:half], users[half:]
    kept = {"status": Status.WAITING, "failures": 0, "not_before": None, "lease_until": None}
    if computing.held(chunk).update(last_user=lower[-1], users=len(lower), **kept, **told):
        RunChunk.objects.create(run_id=chunk.run_id, first_user=upper[0], last_user=upper[-1], users=len(upper), **told)
