"""What a session reads and writes: its call, what was heard of an answer, how the session went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError

from assistant.conversations import keeping as conversations
from assistant.models import Turn
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


def cut(call: Call, pieces: Sequence[str], *, since: datetime, now: datetime) -> bool:
    """Cut the answer of a turn to what was heard of it; whether there was one.

    What was heard may begin with sentences that are the line's own, and no part of the answer.

    Args:
        since: when the turn began: an answer of an earlier one was heard.
    """
    if call.user is None or call.conversation is None:
        return False
    mine = Turn.objects.filter(conversation__user=call.user, conversation__public_id=call.conversation, at__gte=since)
    turn = mine.order_by("-position").first()
    if turn is None:
        return False
    kept = [form for one in turn.details.get("sentences", []) for form in (one["spoken"], one["text"])]
    heard = " ".join(piece for piece in pieces if any(form.startswith(piece) for form in kept))
    return conversations.heard_until(call.user, turn.public_id, heard, now=now)


def interrupted(call: Call, pieces: Sequence[str], *, since: datetime, now: datetime) -> None:
    """Keep what was heard of an answer, and that it was interrupted."""
    cut(call, pieces, since=since, now=now)
    calls.event(call, CallEvent.Kind.INTERRUPTED, f"interrupted-{since:%H%M%S.%f}", now=now)


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
