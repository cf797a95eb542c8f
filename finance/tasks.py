"""Thin tasks: each takes an id, looks at the row, may run twice. A message is a hint; the row is the truth."""

import structlog
from celery import shared_task
from django.utils import timezone

from finance import engine, forecasts, retention
from finance.alerts import delivery, outbox, rounds
from finance.intake import uploads
from finance.ml import ml_client
from finance.nights import chunks, hints, runs, status
from kit import clock

log = structlog.get_logger(__name__)


@shared_task
def run_forecast(pk: int) -> None:
    """Compute one forecast, then the scores and advice that rest on it."""
    engine.run(pk, now=clock.shared_now())


@shared_task
def sweep_forecasts() -> None:
    """Find the forecasts whose message was lost or whose worker died."""
    now = clock.shared_now()
    forecasts.give_up(now=now)
    for pk in forecasts.unfinished(now=now):
        run_forecast.delay(pk)


@shared_task
def open_night() -> None:
    """Open tonight's run, if nobody has."""
    now = clock.shared_now()
    runs.open_run(slot=now.date(), now=now)
    hints.tick(now=now)


@shared_task
def watch_nights() -> None:
    """Log an error while no night has ended for too long: whoever is called for errors is called."""
    now = clock.shared_now()
    if status.late(now=now):
        log.error("no_night_has_ended", **status.standing(slot=None, now=now))


@shared_task
def tick_nights() -> None:
    """Open the night that beat has missed, and send the hints that the run under way is short of."""
    now = clock.shared_now()
    runs.catch_up(now=now)
    hints.tick(now=now)


@shared_task
def run_chunk(run_pk: int) -> None:
    """Compute one chunk of a run, and go to the back of the queue for the next."""
    hints.taken(run_pk)
    if chunks.work(run_pk, client=ml_client(), clock=clock.shared_now) and hints.passed_on(run_pk):
        run_chunk.delay(run_pk)


@shared_task
def prune_forecasts(after: int = 0) -> None:
    """Delete the forecasts of the next users that nobody asks for any more, and go to the back of the queue."""
    _, last = retention.prune(now=clock.shared_now(), after=after)
    if last is not None:
        prune_forecasts.delay(last)


@shared_task
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


@shared_task
def deliver_alerts(user_pk: int, channel: str) -> None:
    """Send a person what is due on one channel."""
    delivery.deliver(user_pk, channel, now=timezone.now())


@shared_task
def sweep_alerts() -> None:
    """Find the messages whose quiet hours are over, whose turn it is again, or whose worker died."""
    for user_pk, channel in outbox.due(now=timezone.now()):
        deliver_alerts.delay(user_pk, channel)


@shared_task
def look_for_alerts() -> None:
    """Look at the next users of the day's round; while there are more, go to the back of the queue."""
    if rounds.look(now=timezone.now()) == rounds.AT_ONCE:
        look_for_alerts.delay()
