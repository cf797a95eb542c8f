"""What calls cost, kept under the day's caps: put aside at first, by minutes when over, by the price when it is known.

A person's cap holds both ways. Everybody's cap holds back the calls that GigLens places; a call that comes in counts,
but is not turned away by it: else strangers who ring long enough would close the line to everybody.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from accounts.models import User
from kit.errors import Refusal
from voice.models import Call, CallCost, CallSpending

MICRO = 10**6
MINUTE_S = 60


class OverCallCap(Refusal):
    """The day's calls, or what they may cost, are used up."""

    code, status = "over_cap", 429

    def __init__(self, on: date) -> None:
        again = midnight(on).isoformat()
        message = "Today's limit of telephone calls is reached: try again after midnight, UTC."
        super().__init__(message, details={"again_at": again})


def midnight(on: date) -> datetime:
    """Return when a day, UTC, is over."""
    return datetime.combine(on + timedelta(days=1), time(), UTC)


def micros(dollars: Decimal) -> int:
    """Return an amount of US dollars in units of 10⁻⁶."""
    return int(dollars * MICRO)


def of_minutes(seconds: int) -> int:
    """Return what a call of so many seconds comes to; Twilio counts minutes that were begun."""
    return -(-seconds // MINUTE_S) * micros(settings.CALL_USD_PER_MINUTE)


@transaction.atomic
def reserve(call: Call, user: User | None, *, now: datetime) -> None:
    """Put aside the most that a call may cost; once for each purse, however often it is asked for.

    Args:
        user: whose purse besides everybody's; None while nobody knows who calls.

    Raises:
        OverCallCap: it would go over a cap; nothing was put aside.
    """
    if user:  # always before everybody's: calls that lock both wait for each other, and none for ever
        _take(call, user.pk, now.date())
    _take(call, None, now.date())


def full_until(user: User, *, at: datetime) -> datetime | None:
    """Return until when no call to somebody may be placed on the day of an instant; None where there is room."""
    on, most = at.astimezone(UTC).date(), of_minutes(settings.CALL_MOST_S)
    full = any(
        CallSpending.objects.of(owner, on=on).exists() and not _room(owner, on, most).exists()
        for owner in (user.pk, None)
    )
    return midnight(on) if full else None


def check_room(user: User, *, now: datetime) -> None:
    """See whether a call to somebody would still be within the caps of the day.

    Raises:
        OverCallCap: it would not.
    """
    if full_until(user, at=now):
        raise OverCallCap(now.astimezone(UTC).date())


@transaction.atomic
def text(user: User, *, now: datetime) -> None:
    """Count what a text costs in the sums of the day; Twilio's price of it is not asked for."""
    on, amount = now.astimezone(UTC).date(), micros(settings.TEXT_USD)
    for owner in (user.pk, None):
        CallSpending.objects.bulk_create([CallSpending(user_id=owner, on=on)], ignore_conflicts=True)
        CallSpending.objects.of(owner, on=on).update(committed_micros=F("committed_micros") + amount)


def over(call: Call, *, now: datetime) -> None:
    """Count a call that is over by its minutes, in the purse of whoever it turned out to be."""
    if call.user_id and not owned(call, call.user_id).exists():
        _put(call, call.user_id, now.date(), capped=False)
    seconds = call.duration_s
    if seconds is None and call.ended_at and call.answered_at:
        seconds = int((call.ended_at - call.answered_at).total_seconds())
    _settle(call, of_minutes(seconds or 0), exact=False)


def priced(call: Call) -> None:
    """Count a call by Twilio's price, in place of its minutes."""
    if call.price_micros is not None and call.price_currency in ("", "USD"):
        _settle(call, call.price_micros, exact=True)


def owned(call: Call, owner: int | None) -> QuerySet[CallCost]:
    """Return what is counted for a call in somebody's purse, or in everybody's."""
    rows = CallCost.objects.filter(call=call)
    return rows.filter(user__isnull=True) if owner is None else rows.filter(user_id=owner)


def _take(call: Call, owner: int | None, on: date) -> None:
    if owned(call, owner).exists():
        return
    inbound = call.direction == Call.Direction.INBOUND
    _put(call, owner, on, capped=owner is not None or not inbound)


def _put(call: Call, owner: int | None, on: date, *, capped: bool) -> None:
    """Add the most that a call may cost to a day's sum, in one UPDATE that holds the cap."""
    most = of_minutes(settings.CALL_MOST_S)
    room = _room(owner, on, most) if capped else CallSpending.objects.of(owner, on=on)
    more = {"committed_micros": F("committed_micros") + most, "calls": F("calls") + 1}
    if not room.update(**more):
        CallSpending.objects.bulk_create([CallSpending(user_id=owner, on=on)], ignore_conflicts=True)
        if not room.update(**more):  # not the day's first call, then: the cap
            raise OverCallCap(on)
    CallCost.objects.create(call=call, user_id=owner, on=on, counted_micros=most)


def _room(owner: int | None, on: date, amount: int) -> QuerySet[CallSpending]:
    """Return a day's sum, if the cap leaves room for an amount more."""
    cap = micros(settings.CALL_USD_PER_USER_DAY if owner else settings.CALL_USD_PER_DAY)
    room: QuerySet[CallSpending] = CallSpending.objects.of(owner, on=on).filter(committed_micros__lte=cap - amount)
    return room.filter(calls__lt=settings.CALLS_PER_USER_DAY) if owner else room


@transaction.atomic(savepoint=False)
def _settle(call: Call, amount: int, *, exact: bool) -> None:
    """Put what a call came to in place of what is counted for it; an exact sum is not replaced by a guess."""
    rough = CallCost.objects.filter(call=call, exact=False)
    # In the order in which they were locked at first.
    held = list(rough.select_for_update(no_key=True).order_by(F("user").asc(nulls_last=True)))
    if not held:
        return
    rough.filter(pk__in=[row.pk for row in held]).update(counted_micros=amount, exact=exact)
    for row in held:
        less = Greatest(F("committed_micros") - (row.counted_micros - amount), 0)
        CallSpending.objects.of(row.user_id, on=row.on).update(committed_micros=less)
