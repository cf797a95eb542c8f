"""Reminders: written down on somebody's word, told on their day, taken back."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.models import Reminder
from kit.errors import Conflict, Invalid

MOST = 100
LATE_DAYS = 7  # one whose day passed while nobody looked is told for so long


def remind(*, user: User, on: date, text: str, today: date, now: datetime) -> Reminder:
    """Write a reminder down.

    Raises:
        Conflict: there are too many.
        Invalid: its day is not ahead, or it says nothing.
    """
    if on <= today:
        raise Invalid("A reminder is for a day ahead.", fields={"on": "Not today, and not in the past."})
    if not text.strip():
        raise Invalid("A reminder of what?", fields={"text": "Not empty."})
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if Reminder.objects.for_user(user).standing().filter(on__gt=today).count() >= MOST:
            raise Conflict(f"At most {MOST} reminders: take one back first.", code="too_many_reminders")
        row = Reminder.objects.create(user=user, on=on, text=text.strip()[:80], created_at=now)
        undo = audit.request_of("DELETE", f"reminders/{row.public_id}")
        audit.record(user, "reminder.made", row, undo=undo, on=on.isoformat())
    return row


def take_back(row: Reminder, *, now: datetime) -> None:
    """Take a reminder back; the same again changes nothing."""
    if row.removed_at is None:
        with transaction.atomic():
            row.removed_at = now
            row.save(update_fields=["removed_at"])
            audit.record(row.user, "reminder.removed", row)


def due(user: User, *, today: date) -> list[Reminder]:
    """Return the reminders whose day has come: one query."""
    standing = Reminder.objects.for_user(user).standing()
    return list(standing.filter(on__lte=today, on__gt=today - timedelta(days=LATE_DAYS)))
