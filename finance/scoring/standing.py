"""Where a user stands: the figures that scores and advice are computed from, gathered once."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from statistics import fmean, pstdev

from accounts.models import User
from finance import flows as sums
from finance.balances import UserBalances, balances_of
from finance.flows import DayFlow
from finance.forecasts import latest, outlook_with
from finance.held import held
from finance.history import daily_levels, not_own
from finance.models import Forecast
from finance.outlook import Outlook
from finance.snapshots import Ledger, mean_monthly_cash_out, read_ledger
from kit.periods import DAY, period_end, period_start

RECENT_MONTHS, STABILITY_MONTHS = 3, 6


@dataclass(frozen=True)
class Standing:
    """A user's ledger in one currency as of its last day, with what the forecast says of it."""

    currency: str
    as_of: date
    ledger: Ledger
    balances: UserBalances
    buffer_minor: int
    daily_target_minor: int | None
    planned_weekdays: Sequence[int]
    outlook: Outlook | None
    forecast: Forecast | None = None
    taken_in: dict[date, int] = field(default_factory=dict)

    @cached_property
    def recent(self) -> list[DayFlow]:
        """The flows of the last three full months."""
        starts = self.ledger.full_months(until=self.as_of, at_most=RECENT_MONTHS)
        return [flow for start in starts for flow in self.ledger.month(start)]

    @cached_property
    def full_months(self) -> int:
        """How many full months the ledger covers."""
        return len(self.ledger.full_months(until=self.as_of, at_most=36))

    @cached_property
    def borrowed_minor(self) -> int:
        """What of today's balance is borrowed or was moved in: it must not raise a score."""
        return daily_levels(self.taken_in, self.as_of, self.as_of)[0]

    @cached_property
    def own_balance_minor(self) -> int | None:
        """Today's balance less what is borrowed or was moved in; None when no balance is known."""
        balance = self.balances.on(self.as_of)
        return None if balance is None else balance - self.borrowed_minor

    @cached_property
    def liquidity_months(self) -> float | None:
        """Months that the own balance lasts at the mean cash out of the last three full months."""
        spent = mean_monthly_cash_out(self.ledger, until=self.as_of)
        return self.own_balance_minor / spent if self.own_balance_minor is not None and spent else None

    @cached_property
    def margin(self) -> float | None:
        """EBITDA over revenue of the last three full months."""
        earned = sums.revenue(self.recent)
        return 1 - sums.operating_expenses(self.recent) / earned if earned > 0 else None

    @cached_property
    def net_share(self) -> float | None:
        """Own net cash flow over own cash in, of the last three full months."""
        flows = self.recent
        came = sums.own_cash_in(flows)
        return 1 - sums.cash_out(flows) / came if came > 0 else None

    @cached_property
    def debt_share(self) -> float | None:
        """Loan repayments over revenue of the last three full months."""
        earned = sums.revenue(self.recent)
        return sums.debt_service(self.recent) / earned if earned > 0 else None

    @cached_property
    def income_variation(self) -> float | None:
        """Coefficient of variation of monthly revenue over the last six full months; None under two months."""
        starts = self.ledger.full_months(until=self.as_of, at_most=STABILITY_MONTHS)
        monthly = [sums.revenue(self.ledger.month(start)) for start in starts]
        if len(monthly) < 2 or fmean(monthly) <= 0:
            return None
        return pstdev(monthly) / fmean(monthly)

    def foreseen(self, outlook: Outlook | None) -> "Standing":
        """Return the same with the outlook from its last day; what was worked out of the ledger stays worked out."""
        found = copy(self)
        found.__dict__["outlook"] = outlook
        return found

    def shortfall(self, *, added_minor: int = 0) -> float | None:
        """Return the chance of falling under the buffer within four weeks, on own money.

        Args:
            added_minor: what is put aside or brought in today, in minor units.
        """
        return self.outlook.shortfall(spend_minor=self.borrowed_minor - added_minor) if self.outlook else None

    def own_daily_balances(self, first: date, last: date) -> list[int] | None:
        """Return the own balance at the end of each day first..last; None when no balance is known."""
        if not self.balances.known:
            return None
        if self.ledger.first_on <= first and last <= self.as_of:
            start = self.ledger.first_on
            return self._own_balances[(first - start).days : (last - start).days + 1]
        return self._own_between(first, last)

    @cached_property
    def _own_balances(self) -> list[int]:
        return self._own_between(self.ledger.first_on, self.as_of)

    def _own_between(self, first: date, last: date) -> list[int]:
        said = self.balances.daily(first, last)
        if not self.taken_in:
            return [balance or 0 for balance in said]
        taken = daily_levels(self.taken_in, first, last)
        return [(balance or 0) - level for balance, level in zip(said, taken, strict=True)]

    def earned_on_worked_days(self, first: date, last: date) -> list[int]:
        """Return what each worked day of first..last brought, in minor units."""
        return [amount for amount in self.ledger.days.came_between(sums.Kind.EARNING, first, last) if amount > 0]


def read_standing(user: User, currency: str) -> Standing | None:
    """Gather a user's standing: a handful of queries, whatever the length of the ledger; None without transactions."""
    ledger = read_ledger(user, currency)
    if ledger is None:
        return None
    forecast = latest(user, "weekly", currency)
    current = forecast if forecast and forecast.as_of == ledger.last_on else None
    balances, kept = balances_of(user, currency), held(user, currency, on=ledger.last_on)
    return standing_of(user, currency, ledger=ledger, balances=balances, forecast=current, held_minor=kept.minor)


def standing_of(
    user: User,
    currency: str,
    *,
    ledger: Ledger,
    balances: UserBalances,
    forecast: Forecast | None,
    held_minor: int = 0,
) -> Standing:
    """Put a standing together from what was read; `forecast` is of the ledger's last day.

    What is held for goals lowers safe-to-spend and no score, so for scores alone it need not be read.
    """
    return Standing(
        currency=currency,
        as_of=ledger.last_on,
        ledger=ledger,
        balances=balances,
        buffer_minor=user.buffer_in(currency),
        daily_target_minor=user.daily_target_minor if currency == user.home_currency else None,
        planned_weekdays=user.planned_weekdays,
        outlook=outlook_with(user, forecast, held_minor=held_minor) if forecast else None,
        forecast=forecast,
        taken_in=not_own(ledger.days),
    )


def week_nets(standing: Standing, weeks: int) -> list[int]:
    """Return the own net cash flow of the last full weeks, newest first."""
    start = period_start(standing.as_of + DAY, "weekly") - timedelta(days=7)
    found: list[int] = []
    while len(found) < weeks and start >= standing.ledger.first_on:
        flows = standing.ledger.days.between(start, period_end(start, "weekly"))
        found.append(sums.own_cash_in(flows) - sums.cash_out(flows))
        start -= timedelta(days=7)
    return found
