"""The wish to ring somebody as a row: made, and later claimed by whoever places the call."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from assistant.languages import nearest
from assistant.models import Channel, Proposal
from assistant.proposals import keeping
from assistant.tools import acting
from finance.models import Recommendation
from kit.errors import Conflict, NotFound
from voice.models import Call, Ring
from voice.outbound import allowed, quiet
from voice.outbound.question import Asked, needs_pin

Outcome, Purpose = Ring.Outcome, Call.Purpose
UNDER_WAY = (Outcome.DUE, Outcome.PLACING, Outcome.PLACED)
# How long a ring is of use from when it may ring. Who asked to be called was told when, and waits then.
LIFE: Mapping[str, timedelta] = {
    Purpose.APPROVAL: timedelta(hours=2),
    Purpose.BRIEFING: timedelta(hours=2),
    Purpose.CALL_BACK: timedelta(minutes=15),
}
WORDS: Mapping[str, str] = {
    "no_telephone": "This server places no calls.",
    "stopped": "Calls are stopped for now.",
    "nobody_there": "This account is not rung.",
    "no_number": "Verify a telephone number first.",
    "blocked": "This number is not rung.",
    "no_consent": "Agree to be called first.",
    "no_pin": "Set a PIN for the telephone first.",
    "decided": "It does not wait for a decision any more.",
}


def about(*, user: User, proposal: UUID | str, now: datetime) -> Ring:
    """Ring somebody about what waits for their decision; while one is under way, it is the one.

    Raises:
        NotFound: there is no such proposal of theirs.
        Conflict: it may not be rung, and why.
    """
    row = Proposal.objects.for_user(user).filter(public_id=proposal).select_related("user").first()
    if row is None:
        raise NotFound("There is no such proposal.")
    under_way = Ring.objects.for_user(user).filter(proposal=row, outcome__in=UNDER_WAY).first()
    if under_way is not None:
        return under_way
    said = quiet.settings_of(user)
    asked = Asked(user, nearest(user.language), now)
    pin_needed = needs_pin(row, asked, above_minor=said.pin_above_minor)
    try:
        with transaction.atomic():
            ring = _wish(user, Purpose.APPROVAL, now=now, proposal=row, pin_needed=pin_needed)
            after = keeping.ring_about(user=user, public_id=row.public_id, until=ring.expires_at, now=now)
            if after.status != Proposal.Status.PROPOSED or after.expires_at <= now:
                raise Conflict(WORDS["decided"], code="decided")
    except IntegrityError:  # a second request was faster
        return Ring.objects.get(proposal=row, outcome__in=UNDER_WAY)
    return ring


def about_advice(*, user: User, recommendation: UUID | str, now: datetime) -> Ring:
    """Ring somebody about a recommendation: a proposal to accept it, on a call of its own.

    Raises:
        NotFound: there is no such recommendation of theirs that is open.
        Conflict: it may not be rung, and why.
    """
    row = Recommendation.objects.for_user(user).open().filter(public_id=recommendation).first()
    if row is None:
        raise NotFound("There is no such recommendation.")
    draft = acting.draft_of("accept_recommendation", row, nearest(user.language))
    mine = Proposal.objects.for_user(user).waiting(now=now)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # asked for twice at once, it is one call
        waiting = mine.filter(kind=draft.kind, payload__recommendation=str(row.public_id), rung=True).first()
        proposal = waiting or keeping.propose(user=user, draft=draft, channel=Channel.TELEPHONE, now=now, rung=True)
        return about(user=user, proposal=proposal.public_id, now=now)


def back(proposal: Proposal, *, now: datetime) -> Ring | None:
    """Call back whoever asked for it and said yes; None where that has been seen to."""
    if Ring.objects.filter(proposal=proposal).exists():
        return None
    ring = Ring(user=proposal.user, purpose=Purpose.CALL_BACK, proposal=proposal)
    refused, promised = allowed.why_not(ring, now=now), proposal.payload.get("at")
    earliest = datetime.fromisoformat(str(promised)) if promised else now
    try:
        with transaction.atomic():
            return _wish(
                proposal.user, Purpose.CALL_BACK, now=now, proposal=proposal, refused=refused, earliest=earliest
            )
    except IntegrityError:
        return None


def brief(user: User, *, now: datetime) -> Ring:
    """Ring somebody with their briefing."""
    refused = allowed.why_not(Ring(user=user, purpose=Purpose.BRIEFING), now=now)
    return _wish(user, Purpose.BRIEFING, now=now, refused=refused)


def _wish(
    user: User,
    purpose: Call.Purpose,
    *,
    now: datetime,
    proposal: Proposal | None = None,
    pin_needed: bool = True,
    refused: str | None = None,
    earliest: datetime | None = None,
) -> Ring:
    """Write the row, due when they may next be rung.

    Args:
        refused: why it may not be placed, where the row says so; without it that is refused to whoever asks.
        earliest: when it was promised for.
    """
    said = quiet.settings_of(user)
    due = quiet.opening(said, user.time_zone, max(now, earliest or now))
    ring = Ring(
        user=user,
        purpose=purpose,
        proposal=proposal,
        pin_needed=pin_needed,
        nonce=new_nonce(),
        created_at=now,
        due_at=due,
        expires_at=due + LIFE[purpose],
    )
    if refused is None and (why := allowed.why_not(ring, now=now)):
        raise Conflict(WORDS[why], code=why)
    if refused:
        ring.outcome, ring.reason, ring.ended_at = Outcome.REFUSED, refused, now
    elif due > now:
        ring.reason = "quiet_hours" if not quiet.open_at(said, user.time_zone, now) else "promised"
    with transaction.atomic():
        ring.save()
        audit.record(user, "ring.asked", ring, purpose=purpose)
    return ring


def new_nonce() -> str:
    """Return what the address of one call is told apart by; another for each attempt."""
    return secrets.token_urlsafe(32)


def end(ring: Ring, outcome: Ring.Outcome, *, now: datetime, reason: str = "", **where: Any) -> bool:
    """End a ring that is under way; False where it has ended, or is not as `where` says."""
    mine = Ring.objects.filter(pk=ring.pk, outcome__in=UNDER_WAY, **where)
    return bool(mine.update(outcome=outcome, reason=reason, ended_at=now))
