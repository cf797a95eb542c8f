"""The daily look at everybody: dates come near also where the ledger does not change and no night comes by."""

from datetime import date, datetime, timedelta

import structlog
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from finance.alerts import keeping
from finance.flows import main_currency
from finance.models import AlertRound, Book, Reminder

log = structlog.get_logger(__name__)

BEGINS = timedelta(hours=3)  # UTC: after the night's forecasts
AT_ONCE = 200


def day_of(now: datetime) -> date:
    """Return the day of the round that is under way."""
    return (now - BEGINS).date()


def look(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Look at the next users of today's round; returns how many.

    Each is noted after the look, so that a worker that dies costs nobody a day; two that look at the same user at once
    find the same, and the second finds it told.
    """
    day = day_of(now)
    users = list(_waiting(day)[:limit])
    for user in users:
        try:
            keeping.refresh(user=user, currency=main_currency(user) or user.home_currency, now=now)
        except Exception:  # one user's fault must not end the round of the others
            log.exception("alerts_not_looked_for", user=user.pk)
        AlertRound.objects.update_or_create(user=user, defaults={"day": day})
    return len(users)


def _waiting(day: date) -> QuerySet[User]:
    looked = AlertRound.objects.filter(user=OuterRef("pk"), day__gte=day)
    has_money = Exists(Book.objects.filter(user=OuterRef("pk")))
    asked = Exists(Reminder.objects.filter(user=OuterRef("pk"), on__lte=day, removed_at=None))
    return User.objects.filter(has_money | asked, ~Exists(looked), is_active=True).order_by("pk")
