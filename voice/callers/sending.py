"""A code on its way to a number: GigLens rings it, or sends a text."""

from datetime import datetime
from typing import Any, Literal

import requests
import structlog
from django.conf import settings
from django.db import transaction
from twilio.base.exceptions import TwilioRestException

from accounts.models import User
from assistant.languages import nearest
from kit.errors import Invalid, Unavailable
from voice import twilio, twiml
from voice.callers import codes, lines
from voice.calls import costs, keeping
from voice.models import BlockedNumber, Call, OutboundSwitch, PhoneNumber
from voice.outbound import caps

log = structlog.get_logger(__name__)
By = Literal["call", "text"]
NOT_PLACED = "not_placed"
RINGS_S = 40  # somebody waits for it, and goes to where the telephone is
EVENTS = ["initiated", "ringing", "answered", "completed"]
OF_THE_NUMBER = range(21200, 21700)  # Twilio's errors about a number that cannot be reached, among others


def check_possible() -> None:
    """Refuse at once where nobody can be rung.

    Raises:
        Unavailable: no account at Twilio, or an operator has stopped all calls.
    """
    if not twilio.available() or not settings.TWILIO_NUMBER:
        raise Unavailable("GigLens has no telephone here: nobody can be rung.", code="telephone_off")
    if OutboundSwitch.stopped():
        raise Unavailable("Nobody is rung at the moment: try again later.", code="calls_stopped")


def count(user: User, *, now: datetime) -> None:
    """Count a call or a text with a code among those that GigLens places in a day; a refusal says until when.

    Raises:
        TooManyCalls: it would be one too many.
        OverCallCap: what calls may cost in a day is used up.
    """
    caps.count(user, now=now)
    costs.check_room(user, now=now)


def send(row: PhoneNumber, *, by: By, silent: bool = False, now: datetime) -> None:
    """Ring a number, or send it a text; outside any transaction.

    Args:
        silent: do neither, and let nobody see it: others have asked for this number too often.

    Raises:
        Invalid: Twilio cannot reach that number.
        Unavailable: Twilio did not take it.
    """
    silent = silent or BlockedNumber.objects.filter(number_fingerprint=row.fingerprint).exists()
    code = codes.make(row, now=now) if by == "text" else ""
    if silent:
        return
    if code:
        _text(row, code)
        costs.text(row.user, now=now)
    else:
        _ring(row, now)


def _ring(row: PhoneNumber, now: datetime) -> None:
    """Place the call: its row first, then Twilio. The code is made when somebody has answered and asked for it."""
    call = _reserved(row, now)
    try:
        sid = _placed(call, row)
    except Exception:
        if Call.objects.filter(pk=call.pk, call_sid=None).update(
            status=Call.Status.FAILED, disposition=NOT_PLACED, ended_at=now
        ):
            costs.over(call, now=now)  # it rang nobody
        raise
    Call.objects.filter(pk=call.pk, call_sid=None).update(call_sid=sid)


@transaction.atomic
def _reserved(row: PhoneNumber, now: datetime) -> Call:
    """Begin the row of a call, with what it may cost put aside."""
    call = Call.objects.create(
        user=row.user,
        direction=Call.Direction.OUTBOUND,
        purpose=Call.Purpose.VERIFICATION,
        number=row.number,
        number_fingerprint=row.fingerprint,
        number_ends=row.ends,
        language=nearest(row.user.language),
        created_at=now,
        last_heard_at=now,
        expires_at=keeping.expires(row.user, now),
    )
    costs.reserve(call, row.user, now=now)
    return call


def _placed(call: Call, row: PhoneNumber) -> str:
    made = _asked(
        "calls",
        to=row.number,
        url=twiml.url(f"/api/voice/code/{call.public_id}"),
        fallback_url=twiml.url(f"/api/voice/code/{call.public_id}"),  # who it is, and the question, once more
        status_callback=twiml.url("/api/voice/status", call=call.public_id),
        status_callback_event=EVENTS,
        timeout=RINGS_S,
        time_limit=300,
        record=False,
    )
    return str(made.sid)


def _text(row: PhoneNumber, code: str) -> None:
    _asked("messages", to=row.number, body=lines.written("text", nearest(row.user.language), code=code))


def _asked(what: Literal["calls", "messages"], **wanted: Any) -> Any:
    """Ask Twilio to make something. What it says of a number is told to whoever gave it, and nothing else."""
    client = twilio.client()
    if client is None:
        raise Unavailable("GigLens has no telephone here: nobody can be rung.", code="telephone_off")
    try:
        return getattr(client, what).create(from_=settings.TWILIO_NUMBER, **wanted)
    except TwilioRestException as error:
        log.warning("twilio refused a code", what=what, status=error.status, code=error.code)
        if error.status == 400 and error.code in OF_THE_NUMBER:
            raise Invalid("That number cannot be reached.", fields={"number": "It cannot be reached."}) from None
    except requests.RequestException as error:
        log.warning("twilio was not reached", what=what, reason=type(error).__name__)
    raise Unavailable("The code could not be sent: try again in a minute.", code="not_sent")
