"""How a call stands: one truth out of what is told in any order, more than once, or not at all.

A status only ever advances, by one conditional UPDATE; of the ways to end, the first that is told stays. Whoever has
something to do when a call is over is called once, by whoever ends it.
"""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from voice import measures
from voice.calls import costs, keeping
from voice.models import Call, CallEvent
from voice.outbound import following
from voice.webhooks.parameters import Incoming

log = structlog.get_logger(__name__)
Status = Call.Status
ORDER = (Status.QUEUED, Status.INITIATED, Status.RINGING, Status.IN_PROGRESS)
# What the end of a call is called where nobody has said anything better.
ENDS = {
    Status.COMPLETED: "hung_up",
    Status.BUSY: "busy",
    Status.FAILED: "failed",
    Status.NO_ANSWER: "no_answer",
    Status.CANCELED: "canceled",
}


@transaction.atomic
def told(incoming: Incoming, public_id: str = "", *, now: datetime) -> Call | None:
    """Take down what a status callback says; the call, where we know it.

    Args:
        public_id: the call's own, where the address told it: a call that GigLens places may be heard of before Twilio
            has told us its name.
    """
    call = call_of(incoming, public_id, now=now)
    if call is None or incoming.status not in Status:
        return call
    key = f"status:{incoming.status}:{'' if incoming.sequence is None else incoming.sequence}"
    kind, details = CallEvent.Kind.STATUS, {"status": incoming.status}
    event = CallEvent(call=call, kind=kind, key=key, at=now, sequence=incoming.sequence, details=details)
    CallEvent.objects.bulk_create([event], ignore_conflicts=True)
    if incoming.error_code:
        keeping.broke(call, incoming.error_code, now=now)
    stands(call, Status(incoming.status), duration_s=incoming.duration_s, now=now)
    return call


def call_of(incoming: Incoming, public_id: str, *, now: datetime) -> Call | None:
    """Return the call that is spoken of, bound to its CallSid; a call that came in is begun where it is new."""
    found = Call.objects.filter(call_sid=incoming.call_sid).first()
    if found is not None:
        return found
    if known := _uuid(public_id):
        nameless = Call.objects.filter(public_id=known, call_sid=None, direction=Call.Direction.OUTBOUND)
        if nameless.update(call_sid=incoming.call_sid):
            return Call.objects.get(call_sid=incoming.call_sid)
    if incoming.direction == "inbound":
        return keeping.inbound(incoming, now)
    log.warning("twilio speaks of a call that nobody placed")
    return None


def stands(call: Call, status: Call.Status, *, duration_s: int | None = None, now: datetime) -> bool:
    """Advance a call to a status; whether that ended it."""
    if status in Call.OVER:
        return _ends(call, status, duration_s, now)
    mine, heard = Call.objects.filter(pk=call.pk), {"last_heard_at": now}
    answered = {"answered_at": Coalesce("answered_at", Value(now))} if status == Status.IN_PROGRESS else {}
    earlier = ORDER[: ORDER.index(status)]
    if not mine.filter(status__in=earlier).update(status=status, **heard, **answered):
        mine.update(**heard)
    return False


@transaction.atomic(savepoint=False)
def _ends(call: Call, status: Call.Status, duration_s: int | None, now: datetime) -> bool:
    """End a call that is not over, and do once what has to be done then; the row is locked meanwhile."""
    mine = Call.objects.filter(pk=call.pk)
    held = mine.select_for_update(no_key=True, of=("self",)).defer("number", "state").first()
    if held is None:
        return False
    held.last_heard_at = now
    held.duration_s = duration_s if held.duration_s is None else held.duration_s
    if held.status in Call.OVER:
        held.save(update_fields=["last_heard_at", "duration_s"])
        return False
    held.status, held.ended_at = status, now
    held.disposition = held.disposition or ENDS[status]  # the first word stays
    if held.user_id is not None or held.expires_at is None:
        held.expires_at = keeping.expires(held.user_id, now)
    held.save(update_fields=["last_heard_at", "duration_s", "status", "ended_at", "disposition", "expires_at"])
    costs.over(held, now=now)
    if held.direction == Call.Direction.OUTBOUND:
        following.call_changed(held, now=now)
    measures.CALLS.labels(held.direction, held.way, held.disposition).inc()
    return True


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
