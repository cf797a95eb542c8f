"""Recurring flows as rows: kept in line with the ledger, and with what their owner says of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from finance.models import RecurringFlow, Transaction
from finance.recurring.cadence import RHYTHMS, Cadence, days_until, usual_day
from finance.recurring.detect import RECENT, Recurring, find
from finance.recurring.streams import Occurrence

LOOK_BACK_DAYS = 760  # two yearly payments and their tolerance
Status = RecurringFlow.Status


@dataclass(frozen=True, slots=True)
class Due:
    """One day on which a recurring flow is expected."""

    flow: RecurringFlow
    on: date


def refresh(*, user: User, currency: str, today: date) -> int:
    """Bring the found flows in line with the ledger; what the owner said of them stays. Returns how many there are."""
    occurrences = _occurrences(user, currency, today)
    as_of = max((one.on for one in occurrences), default=today)
    found = find(occurrences, as_of=as_of)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        stored = _stored(user, currency)
        kept: set[int] = set()
        for one in found:
            row = _same(one, [row for row in stored if row.pk not in kept])
            row = row or RecurringFlow(user=user, currency=currency)
            for name, value in _columns(one).items():
                setattr(row, name, value)
            row.save()
            kept.add(row.pk)
        _let_go([row for row in stored if row.pk not in kept])
        _pass_time(_told(user, currency), as_of)
    return len(found)


def _occurrences(user: User, currency: str, today: date) -> list[Occurrence]:
    """Read what may recur: one query; transfers never do, and what lies ahead has not happened."""
    rows = (
        Transaction.objects.for_user(user)
        .in_currency(currency)
        .between(today - timedelta(days=LOOK_BACK_DAYS), today)
        .exclude(kind=Transaction.Kind.TRANSFER)
        .order_by()
    )
    columns = ("public_id", "posted_on", "amount_minor", "memo", "kind", "category", "platform", "account_id")
    return [Occurrence(*row) for row in rows.values_list(*columns)]


def _stored(user: User, currency: str) -> list[RecurringFlow]:
    return list(RecurringFlow.objects.for_user(user).filter(currency=currency, source=RecurringFlow.Source.FOUND))


def _same(found: Recurring, stored: Iterable[RecurringFlow]) -> RecurringFlow | None:
    """Return the row of the same thing: the one with most transactions in common, else the nearest amount."""
    alike = [row for row in stored if (row.direction, row.stream) == (found.direction, found.stream[:120])]
    ids = {str(one.id) for one in found.occurrences}

    def likeness(row: RecurringFlow) -> tuple[int, int]:
        shared = sum(told["transaction"] in ids for told in row.recent)
        return shared, -abs(row.typical_minor - found.typical_minor)

    return max(alike, key=likeness, default=None)


def _columns(found: Recurring) -> dict[str, Any]:
    last, change = found.last, found.price_change
    days = [one.on for one in found.occurrences[-RECENT:]]
    return {
        "direction": found.direction,
        "stream": found.stream[:120],
        "name": found.name,
        "cadence": found.cadence,
        "kind": last.kind,
        "category": last.category,
        "platform": last.platform,
        "typical_minor": found.typical_minor,
        "low_minor": found.low_minor,
        "high_minor": found.high_minor,
        "due_on": found.due_on,
        "due_from": found.due_from,
        "due_to": found.due_to,
        "due_day": usual_day(days) if RHYTHMS[found.cadence].months else None,
        "first_on": found.occurrences[0].on,
        "last_on": last.on,
        "times": len(found.occurrences),
        "recent": [_told_of(one) for one in reversed(found.occurrences[-RECENT:])],
        "price_before_minor": change.before_minor if change else None,
        "price_changed_on": change.on if change else None,
        "status": Status.ENDED if found.ended else Status.MISSED if found.missed else Status.ACTIVE,
    }


def _told_of(one: Occurrence) -> dict[str, Any]:
    return {"transaction": str(one.id), "on": one.on.isoformat(), "amount_minor": abs(one.amount_minor)}


def _let_go(rows: Iterable[RecurringFlow]) -> None:
    """End the rows that are no longer found; those that their owner named or judged are kept for their word's sake."""
    for row in rows:
        if row.label or row.decision:
            row.status = Status.ENDED
            row.save(update_fields=["status"])
        else:
            row.delete()


def _told(user: User, currency: str) -> QuerySet[RecurringFlow]:
    told: QuerySet[RecurringFlow] = RecurringFlow.objects.for_user(user).filter(
        currency=currency, source=RecurringFlow.Source.USER
    )
    return told


def _pass_time(rows: Iterable[RecurringFlow], as_of: date) -> None:
    """Move what a user told of to its next day once the ledger has passed the last one."""
    for row in rows:
        ahead = [on for on in _days(row, as_of + timedelta(days=800)) if on > as_of]
        if ahead and ahead[0] != row.due_on:
            row.due_on = row.due_from = row.due_to = ahead[0]
            row.save(update_fields=["due_on", "due_from", "due_to"])


def tell(
    *, user: User, name: str, direction: int, amount_minor: int, currency: str, cadence: Cadence, due_on: date
) -> RecurringFlow:
    """Write down a bill or pay that the ledger has not seen yet."""
    return RecurringFlow.objects.create(
        user=user,
        name=name,
        direction=direction,
        currency=currency,
        cadence=cadence,
        typical_minor=amount_minor,
        low_minor=amount_minor,
        high_minor=amount_minor,
        due_on=due_on,
        due_from=due_on,
        due_to=due_on,
        due_day=usual_day([due_on]) if RHYTHMS[cadence].months else None,
        source=RecurringFlow.Source.USER,
    )


def upcoming(rows: Iterable[RecurringFlow], *, first: date, last: date) -> list[Due]:
    """Return the days on which flows are expected between two days, soonest first; what was missed comes first."""
    found = [Due(row, on) for row in rows for on in _days(row, last) if on >= first or row.status == Status.MISSED]
    return sorted(found, key=lambda due: (due.on, due.flow.pk))


def scheduled(user: User, currency: str, *, after: date, until: date) -> list[tuple[date, int]]:
    """Return what the user told of and the ledger has not seen yet, as (day, signed minor units).

    What was found in the ledger is part of what the forecast learns from it, so it is not told a second time.
    """
    rows = _told(user, currency).running()  # type: ignore[attr-defined]  # the queryset's own method
    return scheduled_of(rows, after=after, until=until)


def scheduled_of(rows: Iterable[RecurringFlow], *, after: date, until: date) -> list[tuple[date, int]]:
    """Return the days and signed amounts of flows that the user told of."""
    return [
        (due.on, due.flow.direction * due.flow.typical_minor)
        for due in upcoming(rows, first=after + timedelta(days=1), last=until)
    ]


def next_on(row: RecurringFlow, *, today: date) -> date:
    """Return the day it is expected on next: from today on, except for what was missed."""
    if row.status == Status.MISSED:
        return row.due_on
    return next(on for on in _days(row, max(row.due_on, today + timedelta(days=800))) if on >= today)


def _days(row: RecurringFlow, until: date) -> Iterable[date]:
    return days_until(row.due_on, until, Cadence(row.cadence), day=row.due_day)
