"""A request that is sent twice is answered twice, with the same words, and done once.

Twilio repeats a request with the same I-Twilio-Idempotency-Token when it has seen no answer. The first one claims a row
by INSERT and keeps its document there, sealed; the second waits for it. All of it lies in the database: Redis may hang.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from voice.models import WebhookAnswer

KEPT = timedelta(minutes=20)  # longer than a call may last
LEASE = timedelta(seconds=10)  # longer than an answer may take: after it a claim is somebody else's
WAIT_S, LOOK_S = 3.0, 0.1


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer a request, and to write its answer down."""

    pk: int
    claimed_at: datetime

    def settle(self, document: str, now: datetime) -> bool:
        """Keep the answer; whether it was still ours to give."""
        return bool(self._mine().update(body=document, answered_at=now))

    def release(self) -> None:
        """Let the request be asked again."""
        self._mine().delete()

    def _mine(self) -> QuerySet[WebhookAnswer]:
        return WebhookAnswer.objects.filter(pk=self.pk, claimed_at=self.claimed_at, answered_at=None)


def key_of(*parts: str) -> str:
    """Return what names a request without telling anything of it."""
    return salted_hmac("voice.webhook", "\n".join(parts), algorithm="sha256").hexdigest()


def claim(key: str, *, now: datetime) -> Claim | str | None:
    """Claim a request; return its document where it was answered before, None while somebody answers it."""
    try:
        with transaction.atomic():
            return _claim_of(WebhookAnswer.objects.create(token=key, claimed_at=now))
    except IntegrityError:
        row = WebhookAnswer.objects.filter(token=key).first()
    if row is None:  # released between our INSERT and now
        return None
    if row.answered_at is not None:
        return row.body
    stale = WebhookAnswer.objects.filter(
        pk=row.pk, claimed_at=row.claimed_at, claimed_at__lt=now - LEASE, answered_at=None
    )
    if not stale.update(claimed_at=now):
        return None
    row.claimed_at = now
    return _claim_of(row)


async def claimed(key: str, *, clock: Callable[[], datetime]) -> Claim | str | None:
    """Claim a request, or wait for the answer of whoever has it; None: it does not come in time."""
    until = time.monotonic() + WAIT_S
    while True:
        found = await sync_to_async(claim)(key, now=clock())
        if found is not None or time.monotonic() >= until:
            return found
        await asyncio.sleep(LOOK_S)  # whoever has it may be another process: only the database can tell


def prune(*, now: datetime) -> int:
    """Forget the answers that nobody asks for again; return how many."""
    return WebhookAnswer.objects.filter(claimed_at__lt=now - KEPT).delete()[0]


def _claim_of(row: WebhookAnswer) -> Claim:
    return Claim(row.pk, row.claimed_at)
