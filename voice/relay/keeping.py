"""What a session reads and writes: its call, and how the session went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError

from voice.calls import keeping as calls
from voice.models import Call, CallEvent
from voice.relay.wire import Setup

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Line:
    """A call that a socket may carry, and whether it was carried before."""

    call: Call
    again: bool


def line_of(setup: Setup, *, now: datetime) -> Line | None:
    """Return the call that a session is about; None where we know none, it is over, or another account's."""
    if settings.TWILIO_ACCOUNT_SID and setup.account_sid != settings.TWILIO_ACCOUNT_SID:
        return None
    call = Call.objects.under_way().filter(call_sid=setup.call_sid).select_related("user").first()
    if call is None:
        return None
    call.way, call.last_heard_at = Call.Way.RELAY, now
    call.save(update_fields=["way", "last_heard_at"])
    return Line(call, again=bool(call.state))


def session_over(
    call: Call, session_id: str, *, counts: dict[str, int], firsts_ms: Sequence[float], now: datetime
) -> None:
    """Write down how a session went; what it was about is written elsewhere."""
    timings: dict[str, Any] = {"turns": len(firsts_ms)}
    if firsts_ms:
        timings |= {"first_text_median": round(median(firsts_ms), 1), "first_text_most": round(max(firsts_ms), 1)}
    key = f"relay-{session_id[:34]}-{now:%H%M%S.%f}"
    try:
        calls.event(call, CallEvent.Kind.RELAY, key, now=now, details=dict(counts), timings_ms=timings)
    except DatabaseError:
        log.exception("a session was not written down")
