"""What a session reads and writes: its call, what was heard of an answer, how the session went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.conf import settings
from django.db import DatabaseError

from assistant.conversations import keeping as conversations
from assistant.models import Turn
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


def note(call: Call, kind: CallEvent.Kind, key: str, *, now: datetime, **more: dict[str, float]) -> None:
    """Write down that something happened; a call goes on where that fails."""
    try:
        CallEvent.objects.get_or_create(call=call, key=key[:80], defaults={"kind": kind, "at": now, **more})
    except DatabaseError:
        log.exception("an event of a call was not written", kind=kind)
