"""How a call stands: one truth out of what is told in any order, more than once, or not at all.

A status only ever advances, by one conditional UPDATE; of the ways to end, the first that is told stays. Whoever has
something to do when a call is over is called once, by whoever ends it.
"""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
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
    details = {"status": incoming.status}
    keeping.event(call, CallEvent.Kind.STATUS, key, now=now, sequence=incoming.sequence, details=details)
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
    mine = Call.objects.filter(pk=call.pk)
    mine.update(last_heard_at=now)
    if status not in Call.OVER:
        earlier = ORDER[: ORDER.index(status)]
        if mine.filter(status__in=earlier).update(status=status) and status == Status.IN_PROGRESS:
            mine.filter(answered_at=None).update(answered_at=now)
        return False
    with transaction.atomic():
        ended = mine.exclude(status__in=Call.OVER).update(status=status, ended_at=now)
        if duration_s is not None:
            mine.filter(Q(duration_s=None)).update(duration_s=duration_s)
        if ended:
            _over(Call.objects.get(pk=call.pk), now=now)
    return bool(ended)


def _over(call: Call, *, now: datetime) -> None:
    """Do what has to be done once when a call is over."""
    keeping.over(call, ENDS[Status(call.status)], now=now)
    expires = keeping.expires(call.user, now)
    Call.objects.filter(pk=call.pk).update(expires_at=Coalesce("expires_at", expires) if call.user is None else expires)
    costs.over(call, now=now)
    following.call_changed(call, now=now)
    call.refresh_from_db(fields=["disposition"])
    measures.CALLS.labels(call.direction, call.way, call.disposition).inc()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
