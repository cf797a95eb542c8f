"""Large files: taken at once, read by a worker, followed by their import's status and progress.

The row is the truth and the task a hint, as everywhere. Nothing of a file is seen before all of it is in: it is
written in one transaction, and a worker that dies leaves nothing behind but the file, which the next one takes.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Q
from redis.exceptions import RedisError

from finance.intake import imports, mappings
from finance.models import Import, LinkedAccount, WaitingUpload
from finance.statements.read import rough_count
from kit.errors import Refusal
from kit.tasks import send_on_commit

log = structlog.get_logger(__name__)

LARGE_ROWS = 5_000
LEASE = timedelta(minutes=10)  # the largest file takes a minute or two
MAX_ATTEMPTS = 3
HINT_AFTER = timedelta(seconds=20)
PROGRESS_KEPT_S = 3600
GIVEN_UP = "Reading it was started several times and never finished."
Status = Import.Status


def is_large(content: bytes) -> bool:
    """Tell whether a file is better read by a worker."""
    return rough_count(content) > LARGE_ROWS


def accept(*, account: LinkedAccount, file_name: str, content: bytes, said: dict[str, Any]) -> Import:
    """Take a file to be read later.

    Args:
        account: where it belongs.
        file_name: as the user's device calls it.
        content: the file.
        said: what `mappings.choices_for` takes of the user's word on it.

    Raises:
        Invalid: what was said is not understood.
        TooLarge: it is over the limit of size.
    """
    mappings.choices_for(account.user, **said)
    with transaction.atomic():
        statement = Import.objects.create(
            user=account.user,
            account=account,
            file_name=file_name[-200:],
            file_sha256=imports.digest(content),
            currency=account.currency or account.user.home_currency,
            status=Status.WAITING,
        )
        WaitingUpload.objects.create(statement=statement, content=content, said=said)
        send_on_commit("finance.tasks.run_import", statement.pk)
    return statement


def run(pk: int, *, now: datetime) -> Import | None:
    """Read one waiting file; None when there is nothing to do, or somebody else does it."""
    statement = _claim(pk, now=now)
    upload = WaitingUpload.objects.filter(statement_id=pk).first() if statement else None
    if statement is None or upload is None:
        return None
    try:
        choices = mappings.choices_for(statement.user, **upload.said)
        content = bytes(upload.content)
        tell(statement, "reading", 0, rough_count(content))
        imports.import_statement(
            account=statement.account,
            file_name=statement.file_name,
            content=content,
            choices=choices,
            waiting=statement,
            on_written=lambda done, total: tell(statement, "writing", done, total),
        )
    except Refusal as refusal:
        _fail(statement, {"code": refusal.code, "message": refusal.message, "details": refusal.details})
    return statement


def unfinished(*, now: datetime) -> list[int]:
    """Return the imports whose message was lost or whose worker died, oldest first."""
    lost = Q(status=Status.WAITING, created_at__lt=now - HINT_AFTER)
    abandoned = Q(status=Status.RUNNING, started_at__lt=now - LEASE)
    rows = Import.objects.filter(lost | abandoned, undone_at=None, attempts__lt=MAX_ATTEMPTS).order_by("id")
    return list(rows.values_list("pk", flat=True)[:20])


def give_up(*, now: datetime) -> int:
    """Fail the imports that were abandoned at their last attempt; returns how many."""
    spent = Import.objects.filter(status=Status.RUNNING, started_at__lt=now - LEASE, attempts__gte=MAX_ATTEMPTS)
    for statement in spent:
        log.error("import_given_up", statement=statement.pk)
        _fail(statement, {"code": "given_up", "message": GIVEN_UP, "details": {}})
    return len(spent)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a worker has come."""

    stage: str
    done: int
    total: int


def tell(statement: Import, stage: str, done: int, total: int) -> None:
    """Note how far it has come: beside the database, since the writing is one transaction."""
    with suppress(RedisError):  # progress is a comfort; without it the file is read all the same
        cache.set(_key(statement), (stage, done, total), PROGRESS_KEPT_S)


def progress_of(statement: Import) -> Progress | None:
    """Return how far the worker has come; None where it is not known or not under way."""
    if statement.status not in (Status.WAITING, Status.RUNNING):
        return None
    with suppress(RedisError):
        found = cache.get(_key(statement))
        return Progress(*found) if found else None
    return None


def _key(statement: Import) -> str:
    return f"import-progress:{statement.pk}"


def _claim(pk: int, *, now: datetime) -> Import | None:
    """Take a waiting or abandoned import; the number of attempts is the claimant's fence."""
    free = Q(status=Status.WAITING) | Q(status=Status.RUNNING, started_at__lt=now - LEASE)
    took = Import.objects.filter(free, pk=pk, undone_at=None, attempts__lt=MAX_ATTEMPTS).update(
        status=Status.RUNNING, started_at=now, attempts=F("attempts") + 1
    )
    return Import.objects.select_related("user", "account__user").get(pk=pk) if took else None


def _fail(statement: Import, problem: dict[str, Any]) -> None:
    """Say why nothing was taken, if it is still ours to say."""
    mine = Import.objects.filter(pk=statement.pk, status=Status.RUNNING, attempts=statement.attempts)
    with transaction.atomic():
        if mine.update(status=Status.FAILED, problem=problem):
            WaitingUpload.objects.filter(statement=statement).delete()
    statement.refresh_from_db()
