"""Telling the owner: of wrong PINs, of a lock, of a PIN or number that changed.

It is an alert that cannot be switched off, in the app, by mail and to devices. Changes are told in the transaction
that makes them. Wrong PINs are found by a sweep: on the line itself a known number must not take longer than an unknown
one, so there nothing is looked up and nothing is sent.
"""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from finance.advice.facts import Fact
from finance.alerts import keeping
from finance.alerts.rules import Candidate
from finance.models import Alert
from voice.models import Lockout, PhoneNumber

Severity = Alert.Severity
SHOWN = timedelta(days=14)
AGAIN = timedelta(days=1)  # what is older than this is no news
SLIP = timedelta(minutes=2)
MOST = 200  # rows looked at in one sweep
UNTOLD = Q(told_at=None) | Q(told_at__lt=F("failed_at"))


def changed(user: User, event: str, *, now: datetime, number: PhoneNumber | None = None) -> None:
    """Tell that a PIN or a number was changed: of each thing once an hour."""
    about = number.public_id if number else "pin"
    evidence = [Fact("ends", number.ends, "text", "telephone")] if number else []
    _tell(user, event, f"{event}:{about}:{now:%H}", Severity.WARNING, evidence, now=now)


def sweep(*, now: datetime) -> int:
    """Tell the owners of accounts and numbers on which a PIN was wrong; returns how many were told.

    One that a right one has followed is a slip, and is not told of; that is why a few minutes are waited.
    """
    rows = Lockout.objects.filter(UNTOLD, user__isnull=False, failures__gt=0, failed_at__gt=now - AGAIN)
    due = rows.filter(Q(failed_at__lte=now - SLIP) | Q(until__gt=now)).select_related("user").order_by("failed_at")
    return sum(_of_wrong_pins(row, now) for row in due[:MOST])


def _of_wrong_pins(row: Lockout, now: datetime) -> bool:
    """Tell of one row, unless another sweep does."""
    user, held = cast(User, row.user), bool(row.until and row.until > now)
    with transaction.atomic():
        if not Lockout.objects.filter(UNTOLD, pk=row.pk).update(told_at=row.failed_at):
            return False
        event, severity = ("locked", Severity.URGENT) if held else ("wrong_pins", Severity.WARNING)
        return _tell(user, event, event, severity, [], now=now)


def _tell(user: User, event: str, subject: str, severity: str, evidence: list[Fact], *, now: datetime) -> bool:
    """Tell of an event, of each subject once a day."""
    day = keeping.local_day(user, now)
    facts = [Fact("event", event, "text", "telephone"), *evidence]
    alert = Candidate(Alert.Kind.TELEPHONE, subject, severity, facts, on=day, expires_on=day + SHOWN)
    return keeping.tell(user, alert, now=now)
