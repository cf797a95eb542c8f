"""What operators decide: whose calls are not taken, and whether GigLens rings anybody at all."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.models import User
from voice.models import BlockedNumber, Call, CallEvent, OutboundSwitch

SWITCH = 1


def block(call: Call, *, by: User, reason: str = "", now: datetime) -> bool:
    """Take no more calls from the number of a call, and ring it no more; whether there is a number to block."""
    if not call.number_fingerprint:
        return False
    row = BlockedNumber(
        number_fingerprint=call.number_fingerprint,
        number_ends=call.number_ends,
        reason=reason,
        blocked_at=now,
        blocked_by=by,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # it is blocked already
        pass
    return True


def switch() -> OutboundSwitch:
    """Return the one switch; open while nobody has touched it."""
    return OutboundSwitch.objects.get_or_create(pk=SWITCH)[0]


def stop(*, by: User, reason: str = "", now: datetime) -> bool:
    """Ring nobody from now on; whether somebody was rung until then."""
    switch()
    open_one = OutboundSwitch.objects.filter(pk=SWITCH, stopped_at=None)
    return bool(open_one.update(stopped_at=now, stopped_by=by, reason=reason))


def reopen(*, by: User) -> bool:
    """Ring again; whether nobody was rung until then."""
    stopped = OutboundSwitch.objects.filter(pk=SWITCH, stopped_at__isnull=False)
    return bool(stopped.update(stopped_at=None, stopped_by=by, reason=""))


def errors_since(since: datetime) -> list[tuple[str, int]]:
    """Return how often Twilio told of each of its errors, the most frequent first."""
    rows = CallEvent.objects.filter(kind=CallEvent.Kind.ERROR, at__gte=since).exclude(details={})
    codes = Counter(str(details.get("code") or "-") for details in rows.values_list("details", flat=True)[:10_000])
    return codes.most_common(20)


def standing(*, now: datetime) -> dict[str, int]:
    """Return how many calls are under way, and how many there were in a day."""
    return {
        "under way": Call.objects.under_way().filter(last_heard_at__gte=now - timedelta(hours=1)).count(),
        "in the last 24 hours": Call.objects.filter(created_at__gte=now - timedelta(days=1)).count(),
    }
