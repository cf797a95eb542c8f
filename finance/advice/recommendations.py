"""Recommendations as rows: kept while they hold, expired when they do not, never repeated while open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.advice.facts import Advice
from finance.advice.leaks.find import find_leaks
from finance.advice.leaks.spending import read_spending
from finance.advice.rules import KINDS, advise
from finance.models import Recommendation
from finance.nights import books
from finance.scoring.standing import Standing, read_standing
from kit.bulk import insert_many, update_many
from kit.errors import Conflict

Status = Recommendation.Status
COLUMNS = ["kind", "currency", "evidence", "impact", "rows", "bucket", "priority", "as_of"]
NEW = ["public_id", "user_id", "deduplication_key", *COLUMNS]
QUIET_DAYS = 30  # how long a dismissed advice stays away
VERBS = {"accept": Status.ACCEPTED, "dismiss": Status.DISMISSED, "done": Status.DONE, "reopen": Status.NEW}


@dataclass(frozen=True, slots=True)
class Changes:
    """What brings the stored advice in line with what was found."""

    new: Sequence[Recommendation]
    renewed: Sequence[Recommendation]
    over: Sequence[Recommendation]
    open: int = 0  # how many are, once this is written


def refresh(*, user: User, currency: str, now: datetime) -> int:
    """Bring the open advice in line with the figures, unless these change meanwhile; returns how many are open."""
    changes_known = books.count(user, currency)
    standing = read_standing(user, currency)
    found = _all(user, standing, now.date()) if standing else []
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        stored = list(Recommendation.objects.for_user(user))
        if books.moved_on(user, currency, since=changes_known):  # whoever computes after that change knows more
            return sum(row.status in Recommendation.OPEN for row in stored)
        as_of = standing.as_of if standing else now.date()
        changes = compare(user, found, stored, currency=currency, as_of=as_of, now=now)
        write([changes], now=now)
    return changes.open


def renew(standings: Sequence[tuple[User, Standing]], *, now: datetime) -> None:
    """Bring the advice of many users in line with their figures, with as many queries as for one.

    What rests on single transactions was found when they came, and stays as it is. The caller has locked the users.
    """
    stored: dict[int, list[Recommendation]] = {user.pk: [] for user, _ in standings}
    for row in Recommendation.objects.filter(user__in=stored, kind__in=KINDS):
        stored[row.user_id].append(row)
    write(
        [
            compare(
                user,
                advise(standing, today=now.date()),
                stored[user.pk],
                currency=standing.currency,
                as_of=standing.as_of,
                now=now,
            )
            for user, standing in standings
        ],
        now=now,
    )


def compare(
    user: User, found: Sequence[Advice], stored: Sequence[Recommendation], *, currency: str, as_of: date, now: datetime
) -> Changes:
    """Tell what is new, what goes on and what is over; what was dismissed lately stays away."""
    open_rows = {row.deduplication_key: row for row in stored if row.status in Recommendation.OPEN}
    decided = {row.deduplication_key: row for row in sorted(_decided(stored), key=attrgetter("decided_at"))}  # the last
    wanted = {one.key: one for one in found if not _dismissed_lately(one, decided.get(one.key), now)}
    rows = {key: open_rows.get(key) or Recommendation(user=user, deduplication_key=key) for key in wanted}
    changed = {key for key, row in rows.items() if _renewed(row, _columns(currency, wanted[key], as_of))}
    return Changes(
        new=[row for key, row in rows.items() if key not in open_rows],
        renewed=[row for key, row in rows.items() if key in open_rows and key in changed],
        over=[row for key, row in open_rows.items() if key not in rows],
        open=len(rows),
    )


def _renewed(row: Recommendation, columns: Mapping[str, Any]) -> bool:
    """Bring a row in line; False when it was."""
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _decided(stored: Iterable[Recommendation]) -> Iterable[Recommendation]:
    return (row for row in stored if row.status in (Status.DISMISSED, Status.DONE) and row.decided_at)


def write(found: Iterable[Changes], *, now: datetime) -> None:
    """Write changes, of any number of users at once."""
    changes = list(found)
    new = ([*(getattr(row, name) for name in NEW), Status.NEW.value] for one in changes for row in one.new)
    insert_many(Recommendation, [*NEW, "status"], new)
    renewed = ([*(getattr(row, name) for name in COLUMNS), row.pk] for one in changes for row in one.renewed)
    update_many(Recommendation, COLUMNS, renewed)
    over = [row.pk for one in changes for row in one.over]
    Recommendation.objects.filter(pk__in=over).update(status=Status.EXPIRED, decided_at=now)


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


def _dismissed_lately(advice: Advice, last: Recommendation | None, now: datetime) -> bool:
    if last is None or last.decided_at is None or advice.bucket > last.bucket:
        return False
    return advice.once or (now - last.decided_at).days < QUIET_DAYS


def _columns(currency: str, advice: Advice, as_of: date) -> dict[str, Any]:
    return {
        "kind": advice.kind,
        "currency": currency,
        "evidence": [fact.stored() for fact in advice.evidence],
        "impact": advice.impact,
        "rows": [row.stored() for row in advice.rows],
        "bucket": advice.bucket,
        "priority": advice.priority,
        "as_of": as_of,
    }
