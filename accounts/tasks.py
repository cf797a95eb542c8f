"""Thin tasks; each may run twice."""

from celery import shared_task
from django.utils import timezone

from accounts import idempotency, receipts, spending
from accounts.archives import queue
from accounts.models import Receipt


@shared_task
def prune_idempotent_requests() -> int:
    """Delete the kept answers that are too old to be asked for again; return how many."""
    return idempotency.prune(now=timezone.now())


@shared_task
def mail_receipt(pk: int, to: str, language: str) -> None:
    """Send the receipt of a deletion to whoever left: the address is in the message only, for the row names nobody."""
    receipts.mail(Receipt.objects.get(pk=pk), to=to, language=language)


@shared_task
def run_archive(pk: int) -> None:
    """Make one large export, or restore one large file."""
    queue.run(pk, now=timezone.now())


@shared_task
def sweep_archives() -> None:
    """Find the archives whose message was lost or whose worker died, and forget those whose day is over."""
    now = timezone.now()
    queue.give_up(now=now)
    queue.prune(now=now)
    for pk in queue.unfinished(now=now):
        run_archive.delay(pk)


@shared_task
def settle_lost_uses() -> int:
    """Close the calls of models that nobody settled; return how many."""
    return spending.settle_lost(now=timezone.now())
