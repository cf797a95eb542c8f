"""Archives as rows: asked for, made or restored by a worker, fetched for a day, forgotten.

A small one is done in the request. The row is the truth and the task a hint, as everywhere.
"""

from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any

import structlog
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from redis.exceptions import RedisError

from accounts import audit
from accounts.archives import pieces, restoring, writing
from accounts.models import Archive, ArchivePiece, User
from kit.errors import Conflict, Refusal
from kit.tasks import send_on_commit

log = structlog.get_logger(__name__)

SMALL_ROWS = 20_000  # an export of so many takes a second or two
SMALL_BYTES = 2 * 1024 * 1024  # a restoration of so many likewise
FETCHABLE = timedelta(hours=24)
LEASE = timedelta(minutes=10)
HINT_AFTER = timedelta(seconds=20)
MAX_ATTEMPTS, MOST_KEPT, PROGRESS_KEPT_S = 3, 3, 3600
Kind, Status = Archive.Kind, Archive.Status


def ask_export(user: User, *, now: datetime) -> Archive:
    """Ask for an export; while one is under way, asking again returns that one."""
    with transaction.atomic():
        archive = _new(user, Kind.EXPORT, now=now)
        if archive.created_at != now:
            return archive
        audit.record(user, "archive.exported", archive, name="")
    if writing.count_of(user) <= SMALL_ROWS:
        return run(archive.pk, now=now) or archive
    send_on_commit("accounts.tasks.run_archive", archive.pk)
    return archive


def ask_restore(user: User, file: IO[bytes], *, dry_run: bool, now: datetime) -> Archive:
    """Take a large file to be restored by a worker.

    Raises:
        Conflict: another one is under way.
    """
    with transaction.atomic():
        archive = _new(user, Kind.RESTORE, now=now, dry_run=dry_run)
        if archive.created_at != now:
            raise Conflict("A restoration is under way already.", code="under_way")
        Archive.objects.filter(pk=archive.pk).update(bytes=pieces.keep(archive, file))
        send_on_commit("accounts.tasks.run_archive", archive.pk)
    return archive


def _new(user: User, kind: str, *, now: datetime, **columns: Any) -> Archive:
    try:
        with transaction.atomic():
            return Archive.objects.create(user=user, kind=kind, created_at=now, **columns)
    except IntegrityError:
        return Archive.objects.for_user(user).unfinished().filter(kind=kind).select_related("user").get()


def run(pk: int, *, now: datetime) -> Archive | None:
    """Make or restore one archive; None when there is nothing to do, or somebody else does it."""
    archive = _claim(pk, now=now)
    if archive is None:
        return None
    try:
        with TemporaryFile() as file:
            (_export if archive.kind == Kind.EXPORT else _restore)(archive, file, now)
    except Refusal as refusal:
        _fail(archive, refusal.code, refusal.message, now=now)
    archive.refresh_from_db()
    return archive


def _export(archive: Archive, file: IO[bytes], now: datetime) -> None:
    total = writing.count_of(archive.user)
    manifest = writing.write(archive.user, file, now=now, on_rows=partial(tell, archive, total=total))
    with transaction.atomic():
        if not _mine(archive).update(
            status=Status.READY, finished_at=now, expires_at=now + FETCHABLE, rows=manifest["rows"]
        ):
            return
        Archive.objects.filter(pk=archive.pk).update(bytes=pieces.keep(archive, file))
        _forget_older(archive.user)


def _restore(archive: Archive, file: IO[bytes], now: datetime) -> None:
    pieces.fetch(archive, file)
    tell_rows = partial(tell, archive, total=0)
    with audit.acting(audit.OWNER):
        found = restoring.restore(archive.user, file, dry_run=archive.dry_run, on_rows=tell_rows)
    with transaction.atomic():
        _mine(archive).update(
            status=Status.READY, finished_at=now, result=asdict(found), rows=sum(found.counts.values())
        )
        archive.pieces.all().delete()


def _forget_older(user: User) -> None:
    """Keep the files of the newest exports only."""
    mine = Archive.objects.for_user(user).filter(kind=Kind.EXPORT, status=Status.READY)
    ArchivePiece.objects.filter(archive__in=list(mine.values_list("pk", flat=True)[MOST_KEPT:])).delete()
    Archive.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST_KEPT:])).delete()


def unfinished(*, now: datetime) -> list[int]:
    """Return the archives whose message was lost or whose worker died, oldest first."""
    lost = Q(status=Status.WAITING, created_at__lt=now - HINT_AFTER)
    abandoned = Q(status=Status.RUNNING, started_at__lt=now - LEASE)
    rows = Archive.objects.filter(lost | abandoned, attempts__lt=MAX_ATTEMPTS).order_by("id")
    return list(rows.values_list("pk", flat=True)[:20])


def give_up(*, now: datetime) -> int:
    """Fail what was abandoned at its last attempt; returns how many."""
    spent = Archive.objects.filter(status=Status.RUNNING, started_at__lt=now - LEASE, attempts__gte=MAX_ATTEMPTS)
    for archive in spent:
        log.error("archive_given_up", archive=archive.pk)
        _fail(archive, "given_up", "It was started several times and never finished.", now=now)
    return len(spent)


def prune(*, now: datetime) -> int:
    """Delete the exports whose day is over; returns how many."""
    over = Archive.objects.filter(expires_at__lt=now) | Archive.objects.filter(
        status__in=[Status.READY, Status.FAILED], created_at__lt=now - timedelta(days=30)
    )
    return over.delete()[1].get("accounts.Archive", 0)


def tell(archive: Archive, done: int, *, total: int) -> None:
    """Note how far it has come: beside the database, since the work is one transaction."""
    with suppress(RedisError):  # progress is a comfort; without it the work is done all the same
        cache.set(f"archive-progress:{archive.pk}", (done, total), PROGRESS_KEPT_S)


def progress_of(archive: Archive) -> tuple[int, int] | None:
    """Return how many rows of how many are done; None where it is not known or not under way."""
    if archive.status not in (Status.WAITING, Status.RUNNING):
        return None
    with suppress(RedisError):
        found: tuple[int, int] | None = cache.get(f"archive-progress:{archive.pk}")
        return found
    return None


def _claim(pk: int, *, now: datetime) -> Archive | None:
    """Take a waiting or abandoned archive; the number of attempts is the claimant's fence."""
    free = Q(status=Status.WAITING) | Q(status=Status.RUNNING, started_at__lt=now - LEASE)
    took = Archive.objects.filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
        status=Status.RUNNING, started_at=now, attempts=F("attempts") + 1
    )
    return Archive.objects.select_related("user").get(pk=pk) if took else None


def _mine(archive: Archive) -> Any:
    return Archive.objects.filter(pk=archive.pk, status=Status.RUNNING, attempts=archive.attempts)


def _fail(archive: Archive, code: str, message: str, *, now: datetime) -> None:
    with transaction.atomic():
        if _mine(archive).update(status=Status.FAILED, finished_at=now, problem={"code": code, "message": message}):
            archive.pieces.all().delete()
