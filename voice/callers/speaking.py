"""The call that brings a code: who is calling, then 1 for the code and 9 for "it was not me".

The code is made when 1 is pressed: a voicemail presses nothing, so none is ever left on one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from assistant.languages import Language, nearest
from voice.callers import adding, codes
from voice.callers.lines import said, said_slowly
from voice.callers.sending import NOT_PLACED
from voice.calls import keeping
from voice.flow.values import Ended, Heard, Listening, Step
from voice.models import Call, CallEvent, PhoneNumber

CODE, NOT_ME = "1", "9"
MOST_CODES, MOST_ASKED = 3, 2
Wanted = Literal["greet", "ask", "code", "disown", "end"]


@dataclass(frozen=True, slots=True)
class State:
    """How often on this call it was asked what to do, and a code was said."""

    asked: int = 0
    codes: int = 0


def after(state: State, heard: Heard) -> tuple[State, Wanted]:
    """Return what is to be done. Pure."""
    if heard.kind == "start":
        return state, "greet"
    if heard.kind == "digits" and heard.digits == NOT_ME:
        return state, "disown"
    if heard.kind == "digits" and heard.digits == CODE and state.codes < MOST_CODES:
        return State(0, state.codes + 1), "code"
    if state.asked >= MOST_ASKED or (state.codes and heard.kind == "silence"):
        return state, "end"
    return State(state.asked + 1, state.codes), "ask"


@transaction.atomic
def answer(public_id: UUID, call_sid: str, heard: Heard, *, now: datetime) -> tuple[Sequence[Step], Language]:
    """Return what is said next on the call of a code; a call that brings none hears goodbye."""
    calls = Call.objects.select_for_update(of=("self",)).filter(purpose=Call.Purpose.VERIFICATION)
    call = calls.filter(public_id=public_id).first()
    row = _number_of(call) if call and _is_it(call, call_sid) else None
    if call is None or row is None:
        return (said("goodbye", "en"), Ended("goodbye")), "en"
    state, wanted = after(State(**call.state), heard)
    call.state, call.last_heard_at = {"asked": state.asked, "codes": state.codes}, now
    call.save(update_fields=["state", "last_heard_at"])
    return _done(call, row, wanted, now), nearest(call.language)


def _is_it(call: Call, call_sid: str) -> bool:
    """Tell whether it is the call that was placed; Twilio may be faster than its own answer to us, or that got lost."""
    if call.call_sid is None or call.disposition == NOT_PLACED:
        call.call_sid = call.call_sid or call_sid
        call.status, call.disposition, call.ended_at = Call.Status.IN_PROGRESS, "", None
        call.save(update_fields=["call_sid", "status", "disposition", "ended_at"])
    return call.call_sid == call_sid


def _number_of(call: Call) -> PhoneNumber | None:
    rows = PhoneNumber.objects.filter(user=call.user, fingerprint=call.number_fingerprint, verified_at=None)
    return rows.select_related("user").first()


def _done(call: Call, row: PhoneNumber, wanted: Wanted, now: datetime) -> Sequence[Step]:
    language, listening = nearest(call.language), Listening("decision", digits=1, speech=False)
    match wanted:
        case "code":
            code = codes.make(row, now=now)
            keeping.event(call, CallEvent.Kind.TURN, f"code:{call.state['codes']}", now=now)
            slowly = [said_slowly(name, language, code) for name in ("code", "once_more")]
            return (*slowly, said("what_now", language), listening)
        case "disown":
            adding.disown(row, now=now)
            keeping.over(call, "disowned", now=now)
            return (said("taken_off", language, interruptible=False), Ended("decided"))
        case "end":
            keeping.over(call, "told" if call.state["codes"] else "not_asked", now=now)
            return (said("goodbye", language), Ended("goodbye"))
    who = [said("who", language, interruptible=False)] if wanted == "greet" else []
    return (*who, said("ask", language), listening)
