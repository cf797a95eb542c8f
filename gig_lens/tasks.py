"""Tasks of the house itself."""

from celery import shared_task
from django.conf import settings


@shared_task
def heartbeat() -> None:
    """Leave the time of the last consumed message: beat, broker and worker all had to work for it."""
    settings.HEARTBEAT_FILE.touch()
