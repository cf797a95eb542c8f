"""Thin tasks; each may run twice."""

from celery import shared_task
from django.utils import timezone

from assistant.conversations import keeping


@shared_task
def forget_conversations() -> int:
    """Delete the conversations whose time is over; return how many."""
    return keeping.forget_expired(now=timezone.now())
