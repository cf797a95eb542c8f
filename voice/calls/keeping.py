"""A call's row: begun by its first webhook, told events once each, over once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from assistant.models import ConversationSettings
from assistant.models.conversations import DEFAULT_KEEP_DAYS, expiry
from voice.callers import numbers
from voice.models import BlockedNumber, Call, CallEvent
from voice.webhooks.parameters import Incoming

ENDS = 4


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
    number = numbers.of_caller(incoming.number_from)
    return {
        "call_sid": incoming.call_sid,
        "direction": Call.Direction.INBOUND,
        "way": Call.Way.RELAY if settings.TWILIO_RELAY else Call.Way.GATHER,
        "status": Call.Status.IN_PROGRESS,
        "number": number,
        "number_fingerprint": numbers.fingerprint(number),
        "number_ends": ends_of(number),
        "stir": incoming.stir,
        "created_at": now,
        "answered_at": now,
        "last_heard_at": now,
        "expires_at": expires(None, now),
    }


def ends_of(number: str) -> str:
    """Return the last digits of a number, for operators; none of one too short to hide the rest."""
    return number[-ENDS:] if len(number) > 2 * ENDS else ""


def expires(user: User | int | None, last_at: datetime) -> datetime:
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


def broke(call: Call, code: str, *, now: datetime) -> int:
    """Note an error of Twilio's by its code; how many there were. The last one is shown with the call."""
    seen = CallEvent.objects.filter(call=call, kind=CallEvent.Kind.ERROR).count()
    event(call, CallEvent.Kind.ERROR, f"error:{code}:{seen}", now=now, details={"code": code})
    if code:
        Call.objects.filter(pk=call.pk).update(error_code=code[:8])
    return seen + 1
