"""What each platform brought on each day: the one aggregate that platforms are compared from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from finance.models import LinkedAccount, Transaction

Kind = Transaction.Kind
TIP = "tip"
EARNED = Q(kind=Kind.EARNING)
PAY = EARNED & ~Q(category=TIP)
COLUMNS = ["platform", "posted_on", "gross", "tip", "fee", "refunds", "from_bank"]
COLUMNS += ["told_jobs", "told_minutes", "told_distance", "untold", "paid"]
COUNTED = [Kind.EARNING, Kind.PLATFORM_FEE, Kind.REFUND]


@dataclass(frozen=True, slots=True)
class DayWork:
    """One platform's day, in minor units; fees are positive.

    Attributes:
        platform: empty for earnings that name none.
        gross, tip, fee, refunds: what the statements tell; `refunds` are costs given back, and no pay.
        from_bank: the part of gross and tip that only a bank's statement tells, so that its fee is not known.
        jobs, minutes, distance_m: None where no row says; `jobs` also where not every pay of the day does.
        worked: whether anything was earned.
    """

    platform: str
    on: date
    gross: int
    tip: int
    fee: int
    refunds: int
    from_bank: int
    jobs: int | None
    minutes: int | None
    distance_m: int | None
    worked: bool

    @property
    def net(self) -> int:
        """Gross and tips less fees."""
        return self.gross + self.tip - self.fee


def days_of_work(user: User, currency: str, first: date, last: date) -> list[DayWork]:
    """Return the platform-days of first..last in one currency, oldest first: one query."""
    rows = (
        Transaction.objects.for_user(user)
        .in_currency(currency)
        .between(first, last)
        .filter(kind__in=COUNTED)
        .exclude(platform="", kind=Kind.REFUND)  # a shop's refund is nobody's pay
        .values("platform", "posted_on")  # grouped by
        .annotate(
            gross=_sum(PAY),
            tip=_sum(EARNED & Q(category=TIP)),
            fee=-_sum(Q(kind=Kind.PLATFORM_FEE)),
            refunds=_sum(Q(kind=Kind.REFUND)),
            from_bank=_sum(EARNED & ~Q(account__kind=LinkedAccount.Kind.PLATFORM)),
            told_jobs=Sum("jobs"),
            untold=Count("id", filter=PAY & Q(jobs=None, amount_minor__gt=0)),
            told_minutes=Sum("minutes"),
            told_distance=Sum("distance_m"),
            paid=Count("id", filter=EARNED & Q(amount_minor__gt=0)),
        )
        .order_by("posted_on", "platform")
    )
    return [_day(row) for row in rows.values_list(*COLUMNS)]


def _day(row: Sequence[Any]) -> DayWork:
    platform, on, gross, tip, fee, refunds, from_bank, jobs, minutes, distance, untold, paid = row
    told = None if untold else jobs
    return DayWork(platform, on, gross, tip, fee, refunds, from_bank, told, minutes, distance, paid > 0)


def earning_days(user: User, currency: str) -> tuple[date, date] | None:
    """Return the first and the last day of any earning; None without one."""
    rows = Transaction.objects.for_user(user).in_currency(currency).filter(kind=Kind.EARNING)
    found = rows.aggregate(first=Min("posted_on"), last=Max("posted_on"))
    return (found["first"], found["last"]) if found["first"] else None


def between(days: Iterable[DayWork], first: date, last: date) -> list[DayWork]:
    """Keep the days first..last, both included."""
    return [day for day in days if first <= day.on <= last]


def _sum(which: Q) -> Coalesce:
    return Coalesce(Sum("amount_minor", filter=which), 0)
