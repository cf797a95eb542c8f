"""The Celery application."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_postrun, worker_ready
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gig_lens.settings")

app = Celery("gig_lens")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Log as settings.LOGGING says: with a receiver here, Celery leaves the root logger alone."""


@worker_ready.connect
@task_postrun.connect
def heartbeat(**_: Any) -> None:
    """Leave the time at which the worker was last seen to consume; beat's sweeps make it do so twice a minute."""
    settings.HEARTBEAT_FILE.touch()
