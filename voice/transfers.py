"""Putting a caller through to a person: a call of its own that GigLens places beside theirs, and pays for.

Its row is made and what it may cost is put aside before the number is dialled, so that the day's caps hold. Whoever
answers learns nothing of the caller: they see GigLens's number. Status callbacks and Twilio's API tell the leg's end
and its price as those of any call.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from voice import twilio, twiml
from voice.calls import costs, keeping, truth
from voice.flow.values import Step
from voice.models import Call, CallEvent
from voice.webhooks.parameters import Incoming

RINGS_S = 30
LEG = "transfer:"
# Twilio's words for how a dial ended, as those for a call; "answered" is of a call that was over at once.
STATUSES = {"answered": "completed"}


def possible() -> bool:
    """Tell whether there is a person to put anybody through to."""
    return bool(settings.SUPPORT_NUMBER and settings.TWILIO_NUMBER and twilio.available())


def begin(call: Call, *, now: datetime) -> None:
    """Make the row of the call to a person, counted, with what it may cost put aside.

    Raises:
        OverCallCap: it would go over a cap of the day; nothing was made.
    """
    with transaction.atomic():
        leg = Call.objects.create(
            user=call.user,
            direction=Call.Direction.OUTBOUND,
            purpose=Call.Purpose.TRANSFER,
            language=call.language,
            created_at=now,
            last_heard_at=now,
            expires_at=call.expires_at,
        )
        costs.reserve(leg, call.user, now=now)
        keeping.event(call, CallEvent.Kind.TRANSFERRED, f"{LEG}{leg.public_id}", now=now, details={"status": "dialled"})


def leg_of(call: Call) -> Call | None:
    """Return the last call to a person that a call was put through to."""
    mine = CallEvent.objects.filter(call=call, kind=CallEvent.Kind.TRANSFERRED, key__startswith=LEG)
    key = mine.order_by("-at", "-id").values_list("key", flat=True).first()
    return Call.objects.filter(public_id=key.removeprefix(LEG)).first() if key else None


def document(call: Call, steps: Sequence[Step]) -> str | None:
    """Return the document that says something and dials; None where nobody is being put through."""
    leg = leg_of(call)
    if leg is None or leg.status in Call.OVER or not settings.SUPPORT_NUMBER:
        return None
    return twiml.dialling(
        steps,
        number=settings.SUPPORT_NUMBER,
        rings_s=RINGS_S,
        action=twiml.url("/api/voice/dialled", turn=call.step, lang=call.language),
        status_callback=twiml.url("/api/voice/status", call=leg.public_id),
    )


def ended(call: Call, incoming: Incoming, *, now: datetime) -> None:
    """Take down how the call to a person ended, as the end of the dial tells it."""
    leg = leg_of(call)
    status = STATUSES.get(incoming.dial_status, incoming.dial_status)
    if leg is None or status not in Call.Status:
        return
    if incoming.dial_sid and not Call.objects.filter(call_sid=incoming.dial_sid).exists():
        Call.objects.filter(pk=leg.pk, call_sid=None).update(call_sid=incoming.dial_sid)
    truth.stands(leg, Call.Status(status), duration_s=incoming.dial_duration_s or 0, now=now)
    keeping.event(call, CallEvent.Kind.TRANSFERRED, f"over:{leg.public_id}", now=now, details={"status": status})
