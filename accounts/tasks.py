"""Thin tasks; each may run twice."""

from celery import shared_task
from django.utils import timezone

from accounts import idempotency, receipts
from accounts.models import Receipt
from kit.tasks import RowTask


@shared_task
def prune_idempotent_requests() -> int:
    """Delete the kept answers that are too old to be asked for again; return how many."""
    return idempotency.prune(now=timezone.now())


@shared_task(base=RowTask)
def mail_receipt(pk: int, to: str, language: str) -> None:
    """Send the receipt of a deletion to whoever left: the address is in the message only, for the row names nobody."""
    receipts.mail(Receipt.objects.get(pk=pk), to=to, language=language)
