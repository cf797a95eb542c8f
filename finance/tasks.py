"""Thin tasks: each takes an id, looks at the row, may run twice. A message is a hint; the row is the truth."""

from celery import shared_task
from django.utils import timezone

from finance import engine, forecasts, nightly
from finance.intake import uploads
from kit.tasks import RowTask


@shared_task(base=RowTask)
def run_forecast(pk: int) -> None:
    """Compute one forecast, then the scores and advice that rest on it."""
    engine.run(pk, now=timezone.now())


@shared_task
def sweep_forecasts() -> None:
    """Find the forecasts whose message was lost or whose worker died."""
    now = timezone.now()
    forecasts.give_up(now=now)
    for pk in forecasts.unfinished(now=now):
        run_forecast.delay(pk)


@shared_task
def run_nightly_forecasts() -> None:
    """Ask for tonight's forecasts; each gets its message, and the sweeper catches what is lost."""
    now = timezone.now()
    nightly.request_all(slot=now.date(), now=now)


@shared_task(base=RowTask)
def run_import(pk: int) -> None:
    """Read one large statement."""
    uploads.run(pk, now=timezone.now())


@shared_task
def sweep_imports() -> None:
    """Find the statements whose message was lost or whose worker died."""
    now = timezone.now()
    uploads.give_up(now=now)
    for pk in uploads.unfinished(now=now):
        run_import.delay(pk)
