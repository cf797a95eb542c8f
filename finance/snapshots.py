"""FinancialSnapshot: each week and month, rebuilt from transactions."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from finance import flows as sums
from finance.balances import balances_of
from finance.days import Days
from finance.flows import DayFlow, day_flows
from finance.models import FinancialSnapshot
from kit.periods import DAY, Period, period_end, period_start, periods_between

LIQUIDITY_MONTHS = 3
PERIODS: tuple[Period, ...] = ("weekly", "monthly")
FIELDS = [
    "ends_on",
    "complete",
    "source",
    "revenue_minor",
    "expenses_minor",
    "cash_in_minor",
    "cash_out_minor",
    "debt_service_minor",
    "closing_balance_minor",
    "previous_revenue_minor",
    "mean_monthly_cash_out_minor",
    "jobs",
    "days_worked",
]


@dataclass(frozen=True)
class Ledger:
    """What one user moved in one currency, with the days that the statements cover."""

    days: Days
    first_on: date
    last_on: date

    @classmethod
    def of(cls, days: Days) -> "Ledger":
        """Take days, at least one, as the ledger from the first to the last."""
        return cls(days, days.first_on, days.last_on)

    def full_months(self, *, until: date, at_most: int) -> list[date]:
        """Return the starts of the last calendar months that are covered whole and end by `until`, oldest first."""
        covered = self._covered_months
        return covered[: bisect_right(covered, until, key=lambda start: period_end(start, "monthly"))][-at_most:]

    def month(self, start: date) -> Sequence[DayFlow]:
        """Return the flows of the month from `start`, one of each kind and without jobs: for sums of amounts."""
        if (found := self._months.get(start)) is None:
            found = self._months[start] = self.days.between(start, period_end(start, "monthly"))
        return found

    @cached_property
    def _covered_months(self) -> list[date]:
        """Starts of the calendar months that are covered whole, oldest first."""
        starts = periods_between(self.first_on, self.last_on, "monthly")
        return [start for start in starts if self.first_on <= start and period_end(start, "monthly") <= self.last_on]

    @cached_property
    def _months(self) -> dict[date, list[DayFlow]]:
        return {}


@dataclass(frozen=True)
class DetailedLedger(Ledger):
    """The same with its flows by day and kind, oldest first, which know their jobs."""

    flows: Sequence[DayFlow]

    def between(self, first: date, last: date) -> Sequence[DayFlow]:
        """Return the flows of the days first..last."""
        lower = bisect_left(self.flows, first, key=lambda flow: flow.on)
        return self.flows[lower : bisect_right(self.flows, last, key=lambda flow: flow.on)]


def mean_monthly_cash_out(ledger: Ledger, *, until: date) -> int | None:
    """Return the mean cash out of the last three full months (of fewer where there are fewer); None without one."""
    months = ledger.full_months(until=until, at_most=LIQUIDITY_MONTHS)
    return round(sum(sums.cash_out(ledger.month(start)) for start in months) / len(months)) if months else None


def snapshot_of(
    ledger: DetailedLedger, start: date, period: Period, balance_on: Callable[[date], int | None]
) -> FinancialSnapshot:
    """Return the unsaved snapshot of the period that starts on `start`."""
    end = period_end(start, period)
    flows = ledger.between(start, end)
    before = period_start(start - DAY, period)
    return FinancialSnapshot(
        period=period,
        starts_on=start,
        ends_on=end,
        complete=end <= ledger.last_on,
        source=FinancialSnapshot.Source.COMPUTED,
        revenue_minor=sums.revenue(flows),
        expenses_minor=sums.operating_expenses(flows),
        cash_in_minor=sums.cash_in(flows),
        cash_out_minor=sums.cash_out(flows),
        debt_service_minor=sums.debt_service(flows),
        closing_balance_minor=balance_on(min(end, ledger.last_on)),
        previous_revenue_minor=sums.revenue(ledger.between(before, start - DAY)) if start > ledger.first_on else None,
        mean_monthly_cash_out_minor=mean_monthly_cash_out(ledger, until=end),
        jobs=sums.jobs(flows),
        days_worked=sums.days_worked(flows),
    )


def read_ledger(user: User, currency: str) -> DetailedLedger | None:
    """Return the user's flows in a currency; None when there are none."""
    flows = day_flows(user, currency)
    return DetailedLedger(Days.of(flows), flows[0].on, flows[-1].on, flows) if flows else None


@transaction.atomic
def rebuild(*, user: User, currency: str) -> int:
    """Bring every snapshot of a user and currency in line with the transactions; returns how many there are."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two rebuilds at once would delete each other's rows
    ledger = read_ledger(user, currency)
    stored = FinancialSnapshot.objects.for_user(user).filter(currency=currency)
    computed = stored.filter(source=FinancialSnapshot.Source.COMPUTED)
    if ledger is None:
        computed.delete()
        return 0
    balance_on = balances_of(user, currency).on
    rows = [
        snapshot_of(ledger, start, period, balance_on)
        for period in PERIODS
        for start in periods_between(ledger.first_on, ledger.last_on, period)
    ]
    for row in rows:
        row.user, row.currency = user, currency
    keep = ["user", "currency", "period", "starts_on"]
    FinancialSnapshot.objects.bulk_create(
        rows, batch_size=200, update_conflicts=True, unique_fields=keep, update_fields=FIELDS
    )
    computed.filter(Q(ends_on__lt=ledger.first_on) | Q(starts_on__gt=ledger.last_on)).delete()
    return len(rows)
