"""What became of a call that GigLens placed, whoever tells: a status, a detection, the sweeper, a decision elsewhere.

Told twice, late or in another order, it comes to the same: every change is one conditional UPDATE on what went before.
"""

from datetime import datetime

from django.db import transaction

from assistant.models import Proposal
from voice import twilio, twiml
from voice.models import Call, Ring
from voice.outbound import allowed, asking, consents, quiet, rings
from voice.outbound.dialling import BACKOFF
from voice.outbound.rings import Outcome, Purpose

UNANSWERED = (Call.Status.BUSY, Call.Status.NO_ANSWER)


def call_changed(call: Call, *, now: datetime) -> None:
    """Bring the ring of a call in line with its status, once the call is over."""
    if call.status not in Call.OVER:
        return
    with transaction.atomic():
        rows = Ring.objects.filter(call=call, outcome__in=(Outcome.PLACING, Outcome.PLACED))
        ring = rows.select_related("user", "call").first()
        if ring is None:
            return
        if call.status in UNANSWERED and (due := _again(ring, now=now)):
            mine = rows.filter(attempts=ring.attempts)
            mine.update(outcome=Outcome.DUE, due_at=due, reason=call.status.replace("-", "_"))
        else:
            outcome, reason = _outcome(ring, call)
            rings.end(ring, outcome, reason=reason, now=now, attempts=ring.attempts)


def _again(ring: Ring, *, now: datetime) -> datetime | None:
    """Return when to ring again; None where it would be once too often, or too late."""
    if ring.attempts > len(BACKOFF):
        return None
    due = quiet.opening(quiet.settings_of(ring.user), ring.user.time_zone, now + BACKOFF[ring.attempts - 1])
    return due if due < ring.expires_at else None


def _outcome(ring: Ring, call: Call) -> tuple[Ring.Outcome, str]:
    """Return how a ring ended whose call brought no decision."""
    state = asking.restored(call.state)
    if asking.is_machine(call.answered_by):
        return Outcome.MACHINE, ""
    match call.status:
        case Call.Status.BUSY | Call.Status.NO_ANSWER:
            return Outcome.NO_ANSWER, call.status.replace("-", "_")
        case Call.Status.CANCELED:
            return Outcome.NO_ANSWER, "canceled"
        case Call.Status.FAILED:
            return Outcome.FAILED, f"twilio_{call.error_code}" if call.error_code else "failed"
    if ring.purpose == Purpose.CALL_BACK or (ring.purpose == Purpose.BRIEFING and call.identified_at):
        return Outcome.TOLD, ""
    call.refresh_from_db(fields=["disposition"])
    return Outcome.UNDECIDED, call.disposition if state.place == "over" else state.place


def answered_by(call: Call, word: str, *, now: datetime) -> int | None:
    """Note who answered, as the detection says it first; returns the ring whose call is to be ended, of a machine."""
    first = Call.objects.filter(pk=call.pk, answered_by="").update(answered_by=word, last_heard_at=now)
    if not first or not asking.is_machine(word):
        return None
    ring = Ring.objects.filter(call=call, outcome__in=(Outcome.PLACING, Outcome.PLACED)).first()
    return ring.pk if ring and rings.end(ring, Outcome.MACHINE, now=now, reason=word) else None


def overtaken(ring: Ring, *, now: datetime) -> bool:
    """End a ring whose call is of no use any more: decided elsewhere, taken back, too late. Tells whether it was."""
    found = _settled(ring, now=now)
    return found is not None and rings.end(ring, found[0], reason=found[1], now=now)


def _settled(ring: Ring, *, now: datetime) -> tuple[Ring.Outcome, str] | None:
    if not consents.allows(ring.user, ring.purpose):
        return Outcome.REFUSED, "consent_revoked"
    if ring.purpose != Purpose.APPROVAL or ring.proposal is None or allowed.waits(ring, now=now):
        return None
    match ring.proposal.status:
        case Proposal.Status.EXECUTED | Proposal.Status.CONFIRMED | Proposal.Status.FAILED:
            return Outcome.APPROVED, "elsewhere"
        case Proposal.Status.DECLINED:
            return Outcome.DECLINED, "elsewhere"
    return Outcome.EXPIRED, ""


def hang_up(pk: int) -> bool:
    """End a ring's call, if it is still on: somebody who talks hears why, a telephone that rings just stops."""
    ring, client = Ring.objects.select_related("call").filter(pk=pk).first(), twilio.client()
    if ring is None or ring.call is None or not ring.call.call_sid or client is None:
        return False
    talks = asking.restored(ring.call.state).turn and ring.outcome != Outcome.MACHINE
    change = {"url": twiml.url(f"/api/voice/ring/{ring.nonce}"), "method": "POST"} if talks else {"status": "completed"}
    return twilio.change(client, ring.call.call_sid, **change)
