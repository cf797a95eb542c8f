"""The nightly run: a forecast a user and period, once per night, resumable wherever it was cut."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef

from accounts.models import User
from finance import engine, forecasts
from finance.flows import main_currency
from finance.models import Forecast, Transaction
from finance.snapshots import PERIODS


def request_all(*, slot: date, now: datetime) -> int:
    """Ask for every forecast of a night that has not been asked for yet; returns how many were new."""
    asked = 0
    for user in _users():
        currency = main_currency(user)
        for period in PERIODS:
            if currency and not _served(user, period, slot):
                forecasts.request(
                    user=user, period=period, currency=currency, trigger=Forecast.Trigger.NIGHTLY, now=now, slot=slot
                )
                asked += 1
    return asked


def run_all(*, slot: date, now: datetime) -> dict[str, int]:
    """Ask for a night's forecasts and compute them here and now; returns the counts by status."""
    request_all(slot=slot, now=now)
    waiting = Forecast.objects.filter(slot=slot).pending().order_by("id")
    for pk in list(waiting.values_list("pk", flat=True)):
        engine.run(pk, now=now)
    return status(slot=slot)


def status(*, slot: date) -> dict[str, int]:
    """Return how many forecasts of a night are in which status."""
    rows = Forecast.objects.filter(slot=slot).values_list("status").annotate(n=Count("id")).order_by()
    return dict.fromkeys(Forecast.Status.values, 0) | dict(rows)


def _users() -> Iterator[User]:
    has_transactions = Exists(Transaction.objects.filter(user=OuterRef("pk")))
    return User.objects.filter(has_transactions, is_active=True).order_by("pk").iterator(chunk_size=500)


def _served(user: User, period: str, slot: date) -> bool:
    return Forecast.objects.for_user(user).filter(period=period, slot=slot).exists()
