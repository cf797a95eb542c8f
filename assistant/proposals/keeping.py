"""Proposals as rows: put to somebody, decided by them once, carried out with their yes.

Nothing here is a tool: a model can have an action drafted, and neither confirm nor carry it out.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from rest_framework.exceptions import ValidationError

from accounts import audit
from accounts.models import User
from assistant.facts import Source
from assistant.models import Proposal
from assistant.models.proposals import GOOD_FOR
from assistant.proposals import calling
from assistant.proposals.drafts import Draft, question_of
from assistant.proposals.executing import execute
from assistant.proposals.stored import restored, stored
from assistant.tools.found import Found
from kit.errors import NotFound, Refusal

log = structlog.get_logger(__name__)
Status, Kind = Proposal.Status, Proposal.Kind


@transaction.atomic
def propose(
    *, user: User, draft: Draft, channel: str, now: datetime, good_for: timedelta = GOOD_FOR, rung: bool = False
) -> Proposal:
    """Put an action to somebody; what waited on the same channel waits no more.

    Args:
        good_for: how long a yes is waited for.
        rung: it is asked on a call of its own, so that it and what is asked in conversations leave each other alone.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not rung:
        before = Proposal.objects.for_user(user).filter(channel=channel, status=Status.PROPOSED, rung=False)
        before.update(status=Status.EXPIRED, decided_at=now)
    return Proposal.objects.create(
        user=user,
        kind=draft.kind,
        payload=dict(draft.payload),
        facts=[stored(fact) for fact in draft.facts],
        channel=channel,
        created_at=now,
        expires_at=now + good_for,
        rung=rung,
    )


def ring_about(*, user: User, public_id: UUID | str, until: datetime, now: datetime) -> Proposal:
    """Let what waits for a yes wait longer, on a call of its own; what was decided stays as it is.

    Raises:
        NotFound: it is not this user's.
    """
    proposal = _mine(user, public_id)
    Proposal.objects.filter(pk=proposal.pk, expires_at__lt=until).waiting(now=now).update(expires_at=until)
    Proposal.objects.filter(pk=proposal.pk).waiting(now=now).update(rung=True)
    return _mine(user, public_id)


def confirm(*, user: User, public_id: UUID | str, now: datetime, via: str = "") -> Proposal:
    """Say yes: claim the proposal by one conditional UPDATE, and carry it out in the same transaction.

    Whoever comes second finds it decided and changes nothing. A crash undoes the claim with everything else.

    Args:
        via: where the yes was said, for the audit: "app", "keypad", a channel.

    Raises:
        NotFound: it is not this user's.
    """
    proposal = _mine(user, public_id)
    with transaction.atomic():
        mine = Proposal.objects.filter(pk=proposal.pk)
        calls = proposal.kind == Kind.CALL_ME
        claimed = mine.waiting(now=now).update(status=Status.CONFIRMED if calls else Status.EXECUTED, decided_at=now)
        if claimed:
            _carry_out(proposal, now=now, via=via)
        else:
            _expire(proposal, now=now)
    return _mine(user, public_id)


def _carry_out(proposal: Proposal, *, now: datetime, via: str) -> None:
    """Carry a claimed proposal out; what the domain refuses is a failure, with nothing of it done."""
    columns: dict[str, object] = {}
    if proposal.kind == Kind.CALL_ME:
        columns = _promised(proposal, now=now)
        Proposal.objects.filter(pk=proposal.pk).update(**columns)
    else:
        try:
            with transaction.atomic():
                columns["result_id"] = execute(proposal, now=now)
        except (Refusal, ValidationError, IntegrityError, KeyError, ValueError, ArithmeticError) as error:
            log.warning("proposal_failed", proposal=proposal.pk, kind=proposal.kind, reason=type(error).__name__)
            reason = error.message if isinstance(error, Refusal) else "It could not be done as it was asked."
            columns = {"status": Status.FAILED, "failure": reason[:200]}
        Proposal.objects.filter(pk=proposal.pk).update(**columns)
    status = str(columns.get("status", Status.CONFIRMED if proposal.kind == Kind.CALL_ME else Status.EXECUTED))
    _record(proposal, status, via=via)


def _promised(proposal: Proposal, *, now: datetime) -> dict[str, object]:
    """Return what a yes to being called comes to: when, as the telephone promises it at this moment, or why not."""
    said = proposal.payload.get("at")
    at = datetime.fromisoformat(str(said)) if said else now
    expected = calling.outlook(proposal.user, now=max(at, now))
    columns: dict[str, object] = {}
    due, name = expected.at or (at if at > now else None), "call"
    if expected.refused:
        columns, due, name = {"status": Status.FAILED, "failure": expected.refused}, expected.again, "again"
    facts = calling.when(proposal.user, due, name=name, now=now) if due else ()
    payload = {"at": due.isoformat()} if due else {}
    return columns | {"payload": payload, "facts": [stored(fact) for fact in facts]}


def decline(*, user: User, public_id: UUID | str, now: datetime, via: str = "") -> Proposal:
    """Say no; once decided, nothing changes.

    Raises:
        NotFound: it is not this user's.
    """
    proposal = _mine(user, public_id)
    with transaction.atomic():
        if Proposal.objects.filter(pk=proposal.pk).waiting(now=now).update(status=Status.DECLINED, decided_at=now):
            _record(proposal, Status.DECLINED, via=via)
        else:
            _expire(proposal, now=now)
    return _mine(user, public_id)


def waiting(user: User, *, channel: str, now: datetime) -> Proposal | None:
    """Return what a yes on a channel would carry out."""
    found: Proposal | None = (
        Proposal.objects.for_user(user).waiting(now=now).filter(channel=channel, rung=False).first()
    )
    return found


def told(proposal: Proposal) -> Found:
    """Return what is said of a proposal: the question while it waits, else what became of it."""
    source = Source("proposal", str(proposal.public_id))
    facts = tuple(restored(one, source) for one in proposal.facts)
    match proposal.status:
        case Status.PROPOSED:
            return Found(question_of(proposal.kind, {fact.name for fact in facts}), facts)
        case Status.EXECUTED | Status.CONFIRMED:
            return Found(_done(proposal.kind, {fact.name for fact in facts}), facts)
        case Status.FAILED if proposal.kind == Kind.CALL_ME and proposal.failure:
            return Found(f"act.call.{proposal.failure}", facts)
        case _:
            return Found(f"proposal.{proposal.status}", facts)


def _done(kind: str, facts: Collection[str]) -> str:
    """Return the words in which it is said that an action is done, or when a call will come."""
    if kind == Kind.CALL_ME:
        return "done.call_me_later" if "call_at" in facts else "done.call_me"
    return f"done.{kind}"


def _expire(proposal: Proposal, *, now: datetime) -> None:
    late = Proposal.objects.filter(pk=proposal.pk, status=Status.PROPOSED, expires_at__lte=now)
    late.update(status=Status.EXPIRED, decided_at=now)


def _record(proposal: Proposal, status: str, *, via: str) -> None:
    audit.record(proposal.user, f"proposal.{status}", proposal, channel=proposal.channel, via=via or proposal.channel)


def _mine(user: User, public_id: UUID | str) -> Proposal:
    mine = Proposal.objects.for_user(user).select_related("user")
    try:
        found: Proposal | None = mine.filter(public_id=UUID(str(public_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("There is no such proposal.")
    return found
