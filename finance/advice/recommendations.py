"""Recommendations as rows: kept while they hold, expired when they do not, never repeated while open."""

from datetime import date, datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.advice.facts import Advice
from finance.advice.leaks.find import find_leaks
from finance.advice.leaks.spending import read_spending
from finance.advice.rules import advise
from finance.models import Recommendation
from finance.scoring.standing import Standing, read_standing
from kit.errors import Conflict

Status = Recommendation.Status
QUIET_DAYS = 30  # how long a dismissed advice stays away
VERBS = {"accept": Status.ACCEPTED, "dismiss": Status.DISMISSED, "done": Status.DONE, "reopen": Status.NEW}


def refresh(*, user: User, currency: str, now: datetime) -> int:
    """Bring the open advice in line with the figures; returns how many are open."""
    standing = read_standing(user, currency)
    found = _all(user, standing, now.date()) if standing else []
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        wanted = [advice for advice in found if not _dismissed_lately(user, advice, now)]
        _expire(user, keep={advice.key for advice in wanted}, now=now)
        for advice in wanted:
            _keep(user, currency, advice, standing.as_of if standing else now.date())
    return len(wanted)


def _all(user: User, standing: Standing, today: date) -> list[Advice]:
    return advise(standing, today=today) + find_leaks(read_spending(user, standing), today=today)


def decide(recommendation: Recommendation, verb: str, *, now: datetime, reason: str = "") -> Recommendation:
    """Accept, dismiss, finish or reopen an advice; deciding the same again changes nothing.

    Raises:
        Conflict: it has expired, so there is nothing to decide any more.
    """
    status = VERBS[verb]
    if recommendation.status == status:
        return recommendation
    if recommendation.status == Status.EXPIRED:
        raise Conflict("This advice no longer holds; there is nothing to decide.")
    if status == Status.NEW and _open_twin(recommendation):
        raise Conflict("The same advice is open already.")
    was, recommendation.status = recommendation.status, status
    recommendation.decided_at = None if status == Status.NEW else now
    recommendation.dismissed_reason = reason if status == Status.DISMISSED else ""
    with transaction.atomic():
        recommendation.save(update_fields=["status", "decided_at", "dismissed_reason"])
        undo = audit.request_of("POST", f"recommendations/{recommendation.public_id}/reopen")
        changes = {"status": [was, str(status)]}
        audit.record(
            recommendation.user,
            "recommendation.decided",
            recommendation,
            name=recommendation.kind,
            changes=changes,
            undo=undo if status != Status.NEW else None,
        )
    return recommendation


def _open_twin(recommendation: Recommendation) -> bool:
    twins = Recommendation.objects.filter(
        user_id=recommendation.user_id, deduplication_key=recommendation.deduplication_key
    )
    return bool(twins.open().exclude(pk=recommendation.pk).exists())


def _dismissed_lately(user: User, advice: Advice, now: datetime) -> bool:
    decided = Recommendation.objects.for_user(user).filter(deduplication_key=advice.key)
    last = decided.filter(status__in=[Status.DISMISSED, Status.DONE]).order_by("-decided_at").first()
    if last is None or last.decided_at is None or advice.bucket > last.bucket:
        return False
    return advice.once or (now - last.decided_at).days < QUIET_DAYS


def _expire(user: User, *, keep: set[str], now: datetime) -> None:
    gone = Recommendation.objects.for_user(user).open().exclude(deduplication_key__in=keep)
    gone.update(status=Status.EXPIRED, decided_at=now)


def _keep(user: User, currency: str, advice: Advice, as_of: date) -> None:
    fresh = {
        "kind": advice.kind,
        "currency": currency,
        "evidence": [fact.stored() for fact in advice.evidence],
        "impact": advice.impact,
        "rows": [row.stored() for row in advice.rows],
        "bucket": advice.bucket,
        "priority": advice.priority,
        "as_of": as_of,
    }
    open_rows = Recommendation.objects.for_user(user).open()
    if not open_rows.filter(deduplication_key=advice.key).update(**fresh):
        Recommendation.objects.create(user=user, deduplication_key=advice.key, **fresh)
