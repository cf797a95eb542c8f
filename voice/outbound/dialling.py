"""Placing a call so that it is placed once, whatever breaks in between.

The row is claimed and its attempt counted before Twilio is asked, and Twilio is asked outside any transaction. When it
is not known whether Twilio took it, because the answer or this process got lost, the row stays as it is until its
lease is over; then Twilio is asked which calls there are, and only one that it does not know is placed anew. An attempt
has an address of its own: a call of an attempt that was given up finds nothing there, and decides nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import requests
import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from accounts.models import User
from voice import twilio, twiml
from voice.calls import costs, keeping
from voice.models import Call, PhoneNumber, Ring
from voice.outbound import allowed, caps, quiet, rings
from voice.outbound.rings import Outcome

log = structlog.get_logger(__name__)
MOST_ATTEMPTS = 3
BACKOFF = (timedelta(minutes=5), timedelta(minutes=20))  # after nobody answered the first time, and the second
LEASE = timedelta(seconds=45)  # longer than a request to Twilio can last,
LATEST = timedelta(seconds=25)  # even if it is sent as late as this
SKEW = timedelta(seconds=30)  # between Twilio's clock and ours
RINGS_S = 25  # most voicemails take longer to pick up
EVENTS = ["initiated", "ringing", "answered", "completed"]


def dial(pk: int, *, clock: Callable[[], datetime]) -> bool:
    """Place the call of a ring, if it is due and may be; tells whether Twilio took it."""
    now = clock()
    ring, client = claim(pk, now=now), twilio.client()
    if ring is None or client is None or ring.number is None or ring.call is None:
        return False
    if clock() - now > LATEST:  # this process was asleep: somebody may be looking it up already
        return False
    try:
        sid = _place(client, ring, ring.number, ring.call)
    except TwilioRestException as error:
        if error.status >= 500:
            log.warning("a call may have been placed", ring=ring.pk, status=error.status)
            return False  # looked up when the lease is over
        _not_placed(ring, f"twilio_{error.code or error.status}", again=error.status == 429, now=now)
        return False
    except requests.ConnectTimeout:
        _not_placed(ring, "unreachable", again=True, now=now)
        return False
    except (TwilioException, requests.RequestException, ValueError) as error:  # an answer that is none is one of these
        log.warning("a call may have been placed", ring=ring.pk, reason=type(error).__name__)
        return False
    if placed(ring, sid, now=now):
        return True
    if not _of_use(ring):  # this process was asleep within the request, or it was taken back meanwhile
        log.warning("a call of an attempt that was given up is ended", ring=ring.pk)
        twilio.change(client, sid, status="completed")
    return False


def _place(client: Client, ring: Ring, number: PhoneNumber, call: Call) -> str:
    """Ask Twilio for the call."""
    made = client.calls.create(
        to=number.number,
        from_=settings.TWILIO_NUMBER,
        url=twiml.url(f"/api/voice/ring/{ring.nonce}"),
        fallback_url=twiml.url("/api/voice/fallback", call=call.public_id),
        status_callback=twiml.url("/api/voice/status", call=call.public_id),
        status_callback_event=EVENTS,
        timeout=RINGS_S,
        time_limit=settings.CALL_MOST_S,
        machine_detection="Enable",
        async_amd="true",
        async_amd_status_callback=twiml.url("/api/voice/amd", call=call.public_id),
        record=False,
    )
    return str(made.sid)


@transaction.atomic
def claim(pk: int, *, now: datetime) -> Ring | None:
    """Claim a ring for placing, or write down why it is not placed now. One of many at once gets it."""
    owner = Ring.objects.filter(pk=pk, outcome=Outcome.DUE).values_list("user_id", flat=True).first()
    if owner is None:
        return None
    User.objects.select_for_update(no_key=True).get(pk=owner)  # a consent that is being taken back is waited for
    ring = Ring.objects.filter(pk=pk, outcome=Outcome.DUE).select_related("user").first()
    if ring is None or not _may_ring(ring, now=now):
        return None
    number = allowed.number_of(ring)
    call = _call_of(ring, number, now=now) if number else None
    if call is None:
        return None
    mine = Ring.objects.filter(pk=pk, outcome=Outcome.DUE, attempts=ring.attempts)
    claimed = mine.update(
        outcome=Outcome.PLACING,
        attempts=F("attempts") + 1,
        nonce=rings.new_nonce(),
        placed_at=now,
        number=number,
        call=call,
        reason="",
    )
    if not claimed:  # it ended a moment ago: nothing is placed, and nothing counted
        transaction.set_rollback(True)
        return None
    return Ring.objects.select_related("user", "number", "call").get(pk=pk)


def _call_of(ring: Ring, number: PhoneNumber, *, now: datetime) -> Call | None:
    """Begin a call's row, counted and with what it may cost put aside; at a cap of the day the ring ends instead."""
    try:
        with transaction.atomic():
            caps.count(ring.user, now=now)
            call = Call.objects.create(**_columns(ring, number, now))
            costs.reserve(call, ring.user, now=now)
    except (caps.TooManyCalls, costs.OverCallCap) as refusal:
        rings.end(ring, Outcome.REFUSED, reason=refusal.code, now=now)
        return None
    return call


def _columns(ring: Ring, number: PhoneNumber, now: datetime) -> dict[str, Any]:
    relay = settings.TWILIO_RELAY and ring.purpose == Call.Purpose.CALL_BACK
    return {
        "user": ring.user,
        "direction": Call.Direction.OUTBOUND,
        "purpose": ring.purpose,
        "way": Call.Way.RELAY if relay else Call.Way.GATHER,
        "number": number.number,
        "number_fingerprint": number.fingerprint,
        "number_ends": number.ends,
        "language": ring.user.language,
        "created_at": now,
        "last_heard_at": now,
        "expires_at": keeping.expires(ring.user, now),
    }


def _may_ring(ring: Ring, *, now: datetime) -> bool:
    """Tell whether a ring is placed now; else it ends, or waits for its time."""
    if ring.expires_at <= now:
        rings.end(ring, Outcome.EXPIRED, reason=ring.reason, now=now)
        return False
    if ring.due_at > now:
        return False
    opening = quiet.opening(quiet.settings_of(ring.user), ring.user.time_zone, now)
    if opening > now:
        return _wait(ring, opening, "quiet_hours", now=now)
    why = allowed.why_not(ring, now=now)
    if why == "stopped":
        return _wait(ring, now + timedelta(minutes=1), why, now=now)  # an operator may open it again
    if why:
        rings.end(ring, Outcome.REFUSED, reason=why, now=now)
        return False
    return True


def _wait(ring: Ring, until: datetime, reason: str, *, now: datetime) -> bool:
    """Put a ring off; one that would be too late by then has expired."""
    if until >= ring.expires_at:
        rings.end(ring, Outcome.EXPIRED, reason=reason, now=now)
    else:
        Ring.objects.filter(pk=ring.pk, outcome=Outcome.DUE).update(due_at=until, reason=reason)
    return False


def _nameless(ring: Ring) -> "QuerySet[Call]":
    """Return the call of an attempt while Twilio has not named it; the ring may have the next attempt's by now."""
    return Call.objects.filter(pk=ring.call_id or 0, call_sid=None)


@transaction.atomic
def placed(ring: Ring, sid: str, *, now: datetime) -> bool:
    """Note that Twilio has taken the call of an attempt; False where that attempt has ended or was given up."""
    if not Call.objects.filter(call_sid=sid).exists():
        _nameless(ring).update(call_sid=sid, last_heard_at=now)
    mine = Ring.objects.filter(pk=ring.pk, attempts=ring.attempts, outcome=Outcome.PLACING)
    return bool(mine.update(outcome=Outcome.PLACED))


def _of_use(ring: Ring) -> bool:
    """Tell whether the call of an attempt is the ring's, and still wanted."""
    mine = Ring.objects.filter(pk=ring.pk, call=ring.call_id)
    return mine.exclude(outcome__in=(Outcome.REFUSED, Outcome.EXPIRED)).exclude(reason="elsewhere").exists()


@transaction.atomic
def _not_placed(ring: Ring, reason: str, *, again: bool, now: datetime) -> None:
    """Note that a call was surely not placed: tried again soon, where that is of use, or given up."""
    call, over = _nameless(ring).exclude(status__in=Call.OVER).first(), {"disposition": "not_placed", "ended_at": now}
    if call is None or not _nameless(ring).update(status=Call.Status.FAILED, **over):
        return  # Twilio has spoken of it since
    costs.over(call, now=now)
    mine = Ring.objects.filter(pk=ring.pk, attempts=ring.attempts, outcome=Outcome.PLACING)
    due = now + timedelta(minutes=ring.attempts)
    if again and ring.attempts < MOST_ATTEMPTS and due < ring.expires_at:
        mine.update(outcome=Outcome.DUE, due_at=due, reason=reason)
    elif mine.update(outcome=Outcome.FAILED, reason=reason[:40], ended_at=now):
        log.error("a call could not be placed", ring=ring.pk, reason=reason)


def look_up(pk: int, *, now: datetime) -> bool:
    """Find out what became of a ring whose placing nobody finished; False where Twilio could not be asked."""
    placing = Ring.objects.filter(pk=pk, outcome=Outcome.PLACING, placed_at__lte=now - LEASE)
    ring, client = placing.select_related("call").first(), twilio.client()
    if ring is None or ring.placed_at is None or ring.call is None or client is None:
        return True
    try:
        # Its name may be known by a status callback, though nobody has answered yet.
        sid = ring.call.call_sid or _found(client, ring.call.number, ring.placed_at)
    except (TwilioException, requests.RequestException, ValueError) as error:
        log.warning("a call could not be looked up", ring=ring.pk, reason=type(error).__name__)
        if ring.expires_at <= now:
            rings.end(ring, Outcome.FAILED, reason="unknown", now=now, attempts=ring.attempts)
        return False
    if sid:
        placed(ring, sid, now=now)
    else:
        _not_placed(ring, "lost", again=True, now=now)
    return True


def _found(client: Client, number: str, since: datetime) -> str | None:
    """Return the call to a number that was made since, and that no row knows."""
    made = client.calls.list(to=number, from_=settings.TWILIO_NUMBER, limit=20)
    fresh = [one for one in made if one.date_created and one.date_created >= since - SKEW]
    known = set(Call.objects.filter(call_sid__in=[one.sid for one in fresh]).values_list("call_sid", flat=True))
    strange = sorted((one.date_created, str(one.sid)) for one in fresh if one.sid not in known and one.date_created)
    return strange[0][1] if strange else None
