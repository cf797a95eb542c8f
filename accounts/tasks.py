"""Thin tasks; each may run twice."""

from celery import shared_task
from django.utils import timezone

from accounts import idempotency


@shared_task
def prune_idempotent_requests() -> int:
    """Delete the kept answers that are too old to be asked for again; return how many."""
    return idempotency.prune(now=timezone.now())
