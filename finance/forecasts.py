"""Forecasts: asked for as a row, claimed, answered by the ML service, kept with the model's version."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.models import User
from finance.ml import MLClient, MLError
from finance.models import Forecast
from finance.nights import books
from finance.outlook import Outlook
from finance.questions import HORIZON, Answered, Asked, answered, ask, material_of, request_of
from kit.periods import Period
from kit.tasks import send_on_commit

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)  # far over the client's three tries of 5 s; after it the work is somebody else's
MAX_ATTEMPTS = 8
MAX_REFUSALS = 3  # one answer may have been garbled on its way; not the same twice
FIRST_PAUSE = timedelta(seconds=20)  # before the first try again; each further pause is twice as long
HINTS_AT_ONCE = 64
Status = Forecast.Status


def request(*, user: User, period: Period, currency: str, trigger: Forecast.Trigger, now: datetime) -> Forecast:
    """Ask for a forecast; while one is waiting, asking again returns that one."""
    waiting = Forecast.objects.for_user(user).filter(period=period, currency=currency, status=Status.REQUESTED)
    row: Forecast | None = waiting.first()
    if row is None:
        try:
            with transaction.atomic():
                row = Forecast.objects.create(
                    user=user, period=period, currency=currency, trigger=trigger, requested_at=now
                )
        except IntegrityError:  # somebody asked in the same moment
            row = waiting.get()
    send_on_commit("finance.tasks.run_forecast", row.pk)
    return row


def claim(pk: int, *, now: datetime) -> Forecast | None:
    """Take a waiting or abandoned forecast; exactly one of several claimants gets it.

    The number of attempts is the claimant's fence: whoever holds an older one can no longer write.
    """
    free = Q(status=Status.REQUESTED) | _abandoned(now)
    took = Forecast.objects.filter(free, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
        status=Status.RUNNING, started_at=now, attempts=F("attempts") + 1
    )
    return Forecast.objects.select_related("user").get(pk=pk) if took else None


def _abandoned(now: datetime) -> Q:
    """Tell what a worker began and will not end; also what began in the future, before the clock was set back."""
    return Q(status=Status.RUNNING) & (Q(started_at__lt=now - LEASE) | Q(started_at__gt=now + LEASE))


def run(pk: int, *, client: MLClient, now: datetime) -> Forecast | None:
    """Compute one forecast if it still wants computing.

    The HTTP call is made outside any transaction. Without an answer the row waits for the sweeper, up to
    MAX_ATTEMPTS, and the last good forecast stays what people see.
    """
    forecast = claim(pk, now=now)
    if forecast is None:
        return None
    changes = books.count(
        forecast.user, forecast.currency
    )  # before the ledger is read: it may know of more, never less
    try:
        asked = ask(material_of(forecast.user, forecast.currency), unique_id=str(forecast.public_id), today=now.date())
        answer = _asked(asked, forecast.period, client) if asked else None
    except MLError as error:
        log.warning("forecast_not_answered", forecast=pk, attempt=forecast.attempts, reason=str(error))
        return _give_back(forecast, error)
    if asked is None or answer is None:
        return _finish(forecast, status=Status.FAILED, error="There are no transactions to forecast from.")
    columns = columns_of(asked, answer, forecast.period)
    return _finish(forecast, **columns, changes=changes, status=Status.READY, completed_at=now, error="")


def _asked(asked: Asked, period: str, client: MLClient) -> Answered:
    return answered([asked], client.pictures(request_of([asked], [period])))[0][0]


def columns_of(asked: Asked, answer: Answered, period: str) -> dict[str, Any]:
    """Return what a forecast keeps of its question and answer."""
    return {
        "as_of": asked.as_of,
        "h": HORIZON[period],
        "opening_balance_minor": asked.balance_minor,
        "buffer_minor": asked.buffer_minor,
        "basis": answer.basis,
        "preliminary": asked.short(period) or answer.basis != "own_history",
        "model": answer.model,
        "model_version": answer.model_version,
        "points": answer.points,
        "safe_days": answer.safe_days,
    }


def _finish(forecast: Forecast, **columns: Any) -> Forecast | None:
    """Write if the fence still holds; None when somebody else took the row over."""
    mine = Forecast.objects.filter(pk=forecast.pk, status=Status.RUNNING, attempts=forecast.attempts)
    return Forecast.objects.select_related("user").get(pk=forecast.pk) if mine.update(**columns) else None


def _give_back(forecast: Forecast, error: MLError) -> Forecast | None:
    """Put an unanswered row back in the queue, or give it up."""
    reason = str(error)[:300]
    refused = error.permanent and forecast.attempts >= MAX_REFUSALS and forecast.error == reason
    if refused or forecast.attempts >= MAX_ATTEMPTS:
        return _finish(forecast, status=Status.FAILED, error=reason)
    try:
        with transaction.atomic():
            return _finish(forecast, status=Status.REQUESTED, error=reason)
    except IntegrityError:  # a newer question waits already, and it knows more
        return _finish(forecast, status=Status.FAILED, error="A newer request took its place.")


def unfinished(*, now: datetime, limit: int = HINTS_AT_ONCE) -> list[int]:
    """Return the forecasts whose message was lost or whose worker died, oldest first."""
    ahead = now + LEASE  # told by a clock that has been set back since; the next attempt sets it right
    lost = Q(started_at=None) & (Q(requested_at__lt=now - FIRST_PAUSE) | Q(requested_at__gt=ahead))
    lost |= Q(started_at__gt=ahead)
    for attempts in range(1, MAX_ATTEMPTS):  # a service that is down for an hour must not use up all attempts
        pause = FIRST_PAUSE * 2 ** (attempts - 1)
        lost |= Q(attempts=attempts, started_at__lt=now - pause)
    unfinished = Q(status=Status.REQUESTED) & lost | _abandoned(now)
    rows = Forecast.objects.filter(unfinished, attempts__lt=MAX_ATTEMPTS).order_by("requested_at")
    return list(rows.values_list("pk", flat=True)[:limit])


def give_up(*, now: datetime) -> int:
    """Fail the forecasts that were abandoned at their last attempt; returns how many."""
    spent = Forecast.objects.filter(_abandoned(now), attempts__gte=MAX_ATTEMPTS)
    return spent.update(status=Status.FAILED, error="It was started several times and never finished.")


def latest(user: User, period: str, currency: str | None = None) -> Forecast | None:
    """Return the newest answered forecast: the one that knew of most changes of the ledger."""
    ready = Forecast.objects.for_user(user).ready().filter(period=period)
    ready = ready.filter(currency=currency) if currency else ready
    found: Forecast | None = ready.newest_first().first()
    return found


def newest_attempt(user: User, period: str, currency: str | None = None) -> Forecast | None:
    """Return the newest forecast whatever became of it."""
    asked = Forecast.objects.for_user(user).filter(period=period)
    found: Forecast | None = (asked.filter(currency=currency) if currency else asked).order_by("-id").first()
    return found


def outlook_with(user: User, forecast: Forecast, *, held_minor: int = 0, taxes_minor: int = 0) -> Outlook:
    """Return what a stored forecast says with the buffer that the user wants now."""
    buffer = user.buffer_in(forecast.currency)
    return Outlook(forecast.points, buffer, held_minor, taxes_minor, asked_buffer_minor=forecast.buffer_minor)
