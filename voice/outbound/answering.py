"""A request of a call that GigLens placed: its row, the pure flow, and what the flow wants done.

The PIN is looked at outside the transaction. The decision, the outcome of the ring and the state of the call are
written in one, with the ring's row locked: a request that comes twice finds the turn gone on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from accounts import audit
from assistant.languages import Language, nearest
from assistant.models import Proposal
from assistant.proposals import keeping as proposals
from voice import twiml
from voice.callers import pins
from voice.calls import keeping
from voice.flow.acts import CheckPin
from voice.flow.values import Ended, Heard, Listening, Said, Step
from voice.models import Call, CallConsent, CallEvent, Ring
from voice.outbound import allowed, asking, briefing, consents, rings
from voice.outbound.asking import Decide, HandOver, Known, Line, Parts, State, Stop, Tell
from voice.outbound.lines import line
from voice.outbound.question import Asked, outcome_said, question_said
from voice.outbound.rings import Outcome, Purpose

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What goes out.

    Attributes:
        action: where the answer to it comes.
        handed_over: the call, where it goes on as any other, with what it hears first.
    """

    steps: Sequence[Step]
    action: str
    language: Language
    handed_over: tuple[Call, Heard] | None = None


def step_path(nonce: str) -> str:
    """Return the path that is told what is keyed in."""
    return f"/api/voice/ring/{nonce}/step"


GOODBYE = Told((*line("goodbye", "en"), Ended("goodbye")), "", "en")


def answer(nonce: str, call_sid: str, what: Heard | None, *, turn: int = 0, now: datetime) -> Told:
    """Answer a request.

    Args:
        what: what was heard in answer to the document `turn`; None for the first request of a call, `again` where a
            document got lost on its way.
    """
    ring = _ring(nonce, call_sid, now=now)
    if ring is None or ring.call is None:
        return GOODBYE
    right = _checked(ring, ring.call, what, turn, now=now)
    with transaction.atomic():
        # The call before its ring, as by whoever tells that it is over: with both at once neither waits for ever.
        Call.objects.select_for_update(no_key=True).filter(pk=ring.call.pk).first()
        row = Ring.objects.select_for_update(of=("self",)).select_related("user", "call", "proposal").get(pk=ring.pk)
        if row.call is None or row.nonce != nonce:  # this attempt was given up a moment ago
            return GOODBYE
        return _Step(row, row.call, now).told(what, turn, right)


def _ring(nonce: str, call_sid: str, *, now: datetime) -> Ring | None:
    """Return the ring of an address, bound to the one call that asks for it first."""
    ring = Ring.objects.filter(nonce=nonce).select_related("user", "call", "proposal").first()
    if ring is None or ring.call is None:
        return None
    if ring.call.call_sid is None:  # Twilio is faster than its own answer to us
        Call.objects.filter(pk=ring.call.pk, call_sid=None).update(call_sid=call_sid)
        ring.call.refresh_from_db(fields=["call_sid"])
    if ring.call.call_sid != call_sid:
        log.warning("another call asks for the address of a ring", ring=ring.pk)
        return None
    Ring.objects.filter(pk=ring.pk, outcome=Outcome.PLACING).update(outcome=Outcome.PLACED)
    return ring


def _checked(ring: Ring, call: Call, what: Heard | None, turn: int, *, now: datetime) -> bool | None:
    """Look at a PIN, where one is given in answer to the document that is out; None where none is."""
    state = asking.restored(call.state)
    if what is None or what.kind == "again" or turn != state.turn:
        return None
    _, parts = asking.heard(state, what, known_of(ring, call, now=now))
    given = next((part for part in parts if isinstance(part, CheckPin)), None)
    if given is None:
        return None
    checked = pins.check(number_fingerprint=call.number_fingerprint, pin=given.pin, now=now)
    return checked.user is not None and checked.user.pk == ring.user_id


def known_of(ring: Ring, call: Call, *, now: datetime) -> Known:
    """Return what the flow has to know."""
    still, decided = ring.outcome in rings.UNDER_WAY and consents.allows(ring.user, ring.purpose), False
    if ring.purpose == Purpose.APPROVAL and ring.proposal is not None:
        still = still and allowed.waits(ring, now=now)
        decided = ring.proposal.status not in (Proposal.Status.PROPOSED, Proposal.Status.EXPIRED)
    return Known(ring.purpose, ring.pin_needed, call.answered_by, still, decided)


class _Step:
    """One request with its rows, within the transaction that has the ring locked."""

    def __init__(self, ring: Ring, call: Call, now: datetime) -> None:
        self.ring, self.call, self.now = ring, call, now
        self.state = asking.restored(call.state)
        self.known = known_of(ring, call, now=now)
        self.asked = Asked(ring.user, nearest(call.language), now)

    def told(self, what: Heard | None, turn: int, right: bool | None) -> Told:
        """Go on, and return what goes out."""
        if self.ring.purpose == Purpose.CALL_BACK and self.ring.outcome == Outcome.TOLD:
            return self._handed_over(Heard("again"))  # its state is the other flow's by now
        before = self.state
        self.state, parts = self._next(what, turn, right)
        steps = tuple(step for part in parts for step in self._done(part))
        if self.state != before:
            Call.objects.filter(pk=self.call.pk).update(state=self.state.kept(), last_heard_at=self.now)
        if any(isinstance(part, HandOver) for part in parts):
            rings.end(self.ring, Outcome.TOLD, now=self.now)
            Call.objects.filter(pk=self.call.pk).update(state={})
            self.call.state = {}
            return self._handed_over(Heard("start"))
        language = self.asked.language
        return Told(steps, twiml.url(step_path(self.ring.nonce), turn=self.state.turn, lang=language), language)

    def _handed_over(self, what: Heard) -> Told:
        return Told((), "", self.asked.language, (self.call, what))

    def _next(self, what: Heard | None, turn: int, right: bool | None) -> tuple[State, Parts]:
        if what is None:
            return asking.begin(self.state, self.known)
        if what.kind == "again" or turn != self.state.turn:
            return asking.again(self.state, self.known)
        state, parts = asking.heard(self.state, what, self.known)
        if not any(isinstance(part, CheckPin) for part in parts):
            return state, parts
        if right:
            self._identified()
        self._event(CallEvent.Kind.IDENTIFIED if right else CallEvent.Kind.REFUSED, f"pin:{turn}")
        return asking.pin_was(state, self.known, right=bool(right))

    def _done(self, part: asking.Part) -> tuple[Step, ...]:
        """Do what a part of the flow says, and return what is said of it."""
        match part:
            case Line(key, to_its_end):
                return line(key, self.asked.language, interruptible=not to_its_end)
            case Tell():
                return self._about()
            case Decide(yes):
                return self._decide(yes=yes)
            case Stop():
                consents.take_back(user=self.ring.user, via=CallConsent.From.TELEPHONE, now=self.now)
                rings.end(self.ring, Outcome.REFUSED, reason="consent_revoked", now=self.now)
                return ()
            case Listening():
                return (part,)
            case Ended():
                keeping.over(self.call, part.why, now=self.now)
                return (part,)
        return ()

    def _about(self) -> tuple[Said, ...]:
        if self.ring.purpose == Purpose.BRIEFING:
            return briefing.briefing_said(self.asked)
        return question_said(self.ring.proposal, self.asked) if self.ring.proposal else ()

    def _decide(self, *, yes: bool) -> tuple[Said, ...]:
        """Decide: once, whoever else does at the same moment; the outcome is the row's, not this key's."""
        if self.ring.proposal is None:
            return ()
        decide = proposals.confirm if yes else proposals.decline
        with audit.acting(audit.OWNER):
            row = decide(user=self.ring.user, public_id=self.ring.proposal.public_id, now=self.now, via="keypad")
        if row.decided_at != self.now:
            return line("already", self.asked.language)
        outcome = Outcome.DECLINED if row.status == Proposal.Status.DECLINED else Outcome.APPROVED
        rings.end(self.ring, outcome, now=self.now, reason="failed" if row.status == Proposal.Status.FAILED else "")
        self._event(CallEvent.Kind.DECIDED, "decided", outcome=outcome)
        return outcome_said(row, self.asked)

    def _identified(self) -> None:
        Call.objects.filter(pk=self.call.pk, identified_at=None).update(identified_at=self.now)

    def _event(self, kind: CallEvent.Kind, key: str, **details: str) -> None:
        keeping.event(self.call, kind, key, now=self.now, details=details)
