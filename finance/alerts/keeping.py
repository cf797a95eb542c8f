"""Alerts as rows: each kept once, ended when it no longer holds, handed to the channels that its owner chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.alerts import outbox
from finance.alerts.facts import Facts, Known, read_facts
from finance.alerts.rules import Candidate, candidates
from finance.models import Alert
from kit.errors import Conflict

Status = Alert.Status


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look at the facts changes: candidates that are new, ids of alerts that are over."""

    new: Sequence[Candidate]
    over: frozenset[int]


def plan(found: Sequence[Candidate], known: Sequence[Known], *, today: date) -> Plan:
    """Compare what the facts call for with what there is or was. Pure.

    A situation without a day stands until it is no longer found; one with a day is never told twice. A worse bucket is
    told anew, and takes the place of the one before.
    """
    new: list[Candidate] = []
    held: set[int] = set()
    over: set[int] = set()
    for candidate in found:
        same = _same(candidate, known)
        if same is None or candidate.bucket > same.bucket:
            new.append(candidate)
            over |= {same.id} if same else set()
        else:
            held.add(same.id)
    for one in known:
        if not one.over and one.on is None and one.id not in held:
            over.add(one.id)
    return Plan(new, frozenset(over))


def _same(candidate: Candidate, known: Sequence[Known]) -> Known | None:
    """Return the newest alert of the same thing."""
    alike = (one for one in known if (one.kind, one.subject) == (candidate.kind, candidate.subject))
    for one in alike:
        if candidate.on is None:
            if not one.over:
                return one
        elif candidate.slack_days is None or _near(one.on, candidate.on, candidate.slack_days):
            return one
    return None


def _near(one: date | None, other: date, days: int) -> bool:
    return one is not None and abs((one - other).days) <= days


def key_of(candidate: Candidate, *, today: date) -> str:
    """Return the deduplication key: the day that it is about, or on which the situation began, and how bad it is."""
    return f"{candidate.kind}:{candidate.subject}:{candidate.on or today}:{candidate.bucket}"


def refresh(*, user: User, currency: str, now: datetime) -> int:
    """Bring the alerts in line with the facts; returns how many are new. Running it again changes nothing."""
    today = local_day(user, now)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        facts = read_facts(user, currency, today=today)
        return keep(user, facts, now=now)


def keep(user: User, facts: Facts, *, now: datetime) -> int:
    """Write what the facts change; within the caller's transaction."""
    changes = plan(candidates(facts), facts.known, today=facts.today)
    live = Alert.objects.for_user(user).exclude(status=Status.EXPIRED)
    live.filter(pk__in=changes.over).update(status=Status.EXPIRED, decided_at=now)
    live.filter(expires_on__lt=facts.today).update(status=Status.EXPIRED, decided_at=now)
    made = [_make(user, candidate, facts.today, now) for candidate in changes.new]
    fresh = [alert for alert in made if alert]
    outbox.hand_over(user, fresh, now=now)
    return len(fresh)


def tell(user: User, candidate: Candidate, *, now: datetime) -> bool:
    """Tell of what no round finds, once; within the caller's transaction. Tells whether it was new."""
    alert = _make(user, candidate, local_day(user, now), now)
    if alert:
        outbox.hand_over(user, [alert], now=now)
    return alert is not None


def _make(user: User, candidate: Candidate, today: date, now: datetime) -> Alert | None:
    """Write one; None when there was one with its key: then it was told already."""
    columns = {
        "kind": candidate.kind,
        "subject": candidate.subject,
        "severity": candidate.severity,
        "bucket": candidate.bucket,
        "on": candidate.on,
        "expires_on": candidate.expires_on,
        "evidence": [fact.stored() for fact in candidate.evidence],
        "rows": [row.stored() for row in candidate.rows],
        "created_at": now,
    }
    alert, made = Alert.objects.get_or_create(
        user=user, deduplication_key=key_of(candidate, today=today), defaults=columns
    )
    return alert if made else None


def local_day(user: User, now: datetime) -> date:
    """Return the day that it is for a user."""
    return now.astimezone(ZoneInfo(user.time_zone)).date()


def decide(alert: Alert, verb: str, *, now: datetime) -> Alert:
    """Mark as seen, dismiss, or take a dismissal back; deciding the same again changes nothing.

    Raises:
        Conflict: it has expired.
    """
    status = {"seen": Status.SEEN, "dismiss": Status.DISMISSED, "restore": Status.SEEN}[verb]
    if alert.status == status or (verb == "seen" and alert.status == Status.DISMISSED):
        return alert
    if alert.status == Status.EXPIRED:
        raise Conflict("This alert is over; there is nothing to decide.")
    was, alert.status = alert.status, status
    alert.seen_at = alert.seen_at or now
    alert.decided_at = now if status == Status.DISMISSED else None
    with transaction.atomic():
        alert.save(update_fields=["status", "seen_at", "decided_at"])
        if verb != "seen":  # to look at something changes nothing that anybody would ask about
            undo = audit.request_of("POST", f"alerts/{alert.public_id}/restore") if verb == "dismiss" else None
            changes = {"status": [was, str(status)]}
            audit.record(alert.user, "alert.decided", alert, name=alert.kind, changes=changes, undo=undo)
    return alert


def see_all(user: User, *, now: datetime) -> int:
    """Mark every new alert as seen; returns how many there were."""
    return int(Alert.objects.for_user(user).filter(status=Status.NEW).update(status=Status.SEEN, seen_at=now))
