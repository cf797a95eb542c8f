"""A call's row: begun by its first webhook, told events once each, over once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from assistant.models import ConversationSettings
from assistant.models.conversations import DEFAULT_KEEP_DAYS, expiry
from voice.callers.numbers import fingerprint, of_caller
from voice.models import BlockedNumber, Call, CallEvent
from voice.webhooks.parameters import Incoming

PHONE_LIKE = 4


def inbound(incoming: Incoming, now: datetime) -> Call:
    """Return the row of a call that came in, a new one where it is the first that is heard of it."""
    row = Call.objects.filter(call_sid=incoming.call_sid).first()
    if row is not None:
        return row
    try:
        with transaction.atomic():
            return Call.objects.create(**_columns(incoming, now))
    except IntegrityError:  # a second request was faster
        return Call.objects.get(call_sid=incoming.call_sid)


def _columns(incoming: Incoming, now: datetime) -> dict[str, Any]:
    number = incoming.number_from
    return {
        "call_sid": incoming.call_sid,
        "direction": Call.Direction.INBOUND,
        "way": Call.Way.RELAY if settings.TWILIO_RELAY else Call.Way.GATHER,
        "status": Call.Status.IN_PROGRESS,
        "number": number,
        "number_fingerprint": fingerprint_of(number),
        "number_ends": ends_of(number),
        "stir": incoming.stir,
        "created_at": now,
        "answered_at": now,
        "last_heard_at": now,
        "expires_at": expires(None, now),
    }


def fingerprint_of(number: str) -> str:
    """Return the fingerprint of whatever stands in From; none for those who hide their number."""
    return fingerprint(of_caller(number))


def ends_of(number: str) -> str:
    """Return the last digits of a number, for operators; none of one too short to hide the rest."""
    return number[-PHONE_LIKE:] if number.startswith("+") and len(number) > 2 * PHONE_LIKE else ""


def expires(user: User | None, last_at: datetime) -> datetime:
    """Return when a call's number and state are forgotten: as its caller's conversations are."""
    days = ConversationSettings.keep_days_of(user) if user else DEFAULT_KEEP_DAYS
    return expiry(days, last_at=last_at)


def blocked(call: Call) -> bool:
    """Tell whether an operator has blocked the number."""
    mark = call.number_fingerprint
    return bool(mark) and BlockedNumber.objects.filter(number_fingerprint=mark).exists()


def event(
    call: Call, kind: CallEvent.Kind, key: str, *, now: datetime, sequence: int | None = None, **told: dict[str, Any]
) -> bool:
    """Note that something happened; whether it is the first time that it is told.

    Args:
        key: names it within the call: told twice, it is one event.
        told: `timings_ms` and `details`; never digits, never what was said.
    """
    row = CallEvent(call=call, kind=kind, at=now, key=key, sequence=sequence, **told)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def over(call: Call, disposition: str, *, now: datetime) -> bool:
    """Say how a call ended, in a word; the first word stays."""
    mine = Call.objects.filter(pk=call.pk, disposition="")
    return bool(mine.update(disposition=disposition, last_heard_at=now))
