"""The Celery application."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gig_lens.settings")

app = Celery("gig_lens", task_cls="kit.tasks:RowTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Log as settings.LOGGING says: with a receiver here, Celery leaves the root logger alone."""


@worker_ready.connect
def first_heartbeat(**_: Any) -> None:
    """The worker consumes from now on; later heartbeats come from the task of that name."""
    from gig_lens.tasks import heartbeat

    heartbeat()
