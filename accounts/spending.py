"""Spending on models: reserved before the call, settled after it, never over a cap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from accounts.models import ModelUse, SpendingDay
from kit.errors import Refusal

NANO = 10**9
LOST_AFTER = timedelta(minutes=5)


class OverCap(Refusal):
    """The day's cap is reached: of this person, or of the whole installation."""

    code, status = "over_cap", 429


@dataclass(frozen=True, slots=True)
class Intent:
    """What is about to be asked, and what it costs at most."""

    user_id: int
    turn: UUID | None
    kind: ModelUse.Kind
    provider: str
    model: str
    most_nano_usd: int
    priced_on: date
    audio_ms: int = 0


@dataclass(frozen=True, slots=True)
class Bill:
    """How a call ended."""

    outcome: ModelUse.Outcome
    cost_nano_usd: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False
    reason: str = ""
    first_token_ms: int | None = None
    total_ms: int | None = None


def nano_usd(dollars: Decimal) -> int:
    """Return an amount of US dollars in units of 10⁻⁹."""
    return int(dollars * NANO)


@transaction.atomic
def reserve(intent: Intent, *, now: datetime) -> int:
    """Put the most that a call may cost aside, and return the key of its row.

    Raises:
        OverCap: it would go over a cap; nothing was put aside.
    """
    amount = intent.most_nano_usd
    _take(intent.user_id, now, amount, settings.MODEL_USD_PER_USER_DAY, settings.MODEL_CALLS_PER_USER_DAY)
    _take(None, now, amount, settings.MODEL_USD_PER_DAY, None)
    use = ModelUse.objects.create(
        user_id=intent.user_id,
        turn=intent.turn,
        kind=intent.kind,
        provider=intent.provider,
        model=intent.model,
        audio_ms=intent.audio_ms,
        reserved_nano_usd=amount,
        priced_on=intent.priced_on,
        started_at=now,
    )
    return use.pk


def _take(user_id: int | None, now: datetime, amount: int, cap: Decimal, calls: int | None) -> None:
    day = SpendingDay.objects.of(user_id, on=now.date())
    room = day.with_room(nano_usd=amount, cap_nano_usd=nano_usd(cap), calls=calls)
    more = {"committed_nano_usd": F("committed_nano_usd") + amount, "calls": F("calls") + 1}
    if room.update(**more):
        return
    SpendingDay.objects.bulk_create([SpendingDay(user_id=user_id, on=now.date())], ignore_conflicts=True)
    if not room.update(**more):  # not the day's first call, then: the cap
        whose = "your" if user_id else "everybody's"
        raise OverCap(f"Today's limit of {whose} use of language models is reached.")


@transaction.atomic
def settle(pk: int, bill: Bill) -> bool:
    """Put what a call really cost in place of what was put aside; once, however often it is called."""
    row = ModelUse.objects.filter(pk=pk, outcome=ModelUse.Outcome.RESERVED)
    details = {name: getattr(bill, name) for name in Bill.__slots__}
    if not row.update(**details):
        return False
    use = ModelUse.objects.get(pk=pk)
    surplus = use.reserved_nano_usd - use.cost_nano_usd
    for owner in (use.user_id, None):
        day = SpendingDay.objects.of(owner, on=use.started_at.date())
        day.update(committed_nano_usd=Greatest(F("committed_nano_usd") - surplus, 0))
    return True


def settle_lost(*, now: datetime) -> int:
    """Close the calls whose process ended before it settled them, at the most they could cost; return how many."""
    lost = ModelUse.objects.unsettled(before=now - LOST_AFTER).values_list("pk", "reserved_nano_usd")[:1_000]
    bills = [(pk, Bill(ModelUse.Outcome.LOST, cost_nano_usd=most, estimated=True)) for pk, most in lost]
    return sum(settle(pk, bill) for pk, bill in bills)
