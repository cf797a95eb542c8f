"""What the ledger and the mileage log tell of a tax year, by the day, so that any part of the year can be added up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from finance.models import Transaction
from finance.tax.table import Table
from finance.work.mileage import Driven, months_between

Kind = Transaction.Kind
IN_THE_RATE = ("fuel", "repair", "insurance")  # categories whose costs the standard mileage rate stands for
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day, in minor units: earnings and costs as positive amounts, refunds taken off the costs."""

    on: date
    earned: int
    fees: int
    costs: int
    vehicle: int


@dataclass(frozen=True, slots=True)
class Profit:
    """A part of a year, in the currency's units. `mileage` is None where vehicle costs are counted as they are."""

    earned: Decimal
    fees: Decimal
    costs: Decimal
    mileage: Decimal | None

    @property
    def net_earnings(self) -> Decimal:
        """What platforms leave: earnings less their fees."""
        return self.earned - self.fees

    @property
    def profit(self) -> Decimal:
        """What is taxed, before a country's own rules."""
        return self.net_earnings - self.costs - (self.mileage or ZERO)

    def times(self, factor: Decimal) -> "Profit":
        """Return the same carried over a longer time."""
        mileage = None if self.mileage is None else self.mileage * factor
        return Profit(self.earned * factor, self.fees * factor, self.costs * factor, mileage)


@dataclass(frozen=True)
class YearFigures:
    """A tax year as far as it is known.

    Attributes:
        as_of: the last day that any statement tells of.
        digits: of the currency, after the point.
        trips: the months of the mileage log, for the standard method; empty for the actual one.
    """

    as_of: date
    digits: int
    days: list[DayFigures]
    trips: list[Driven]

    @property
    def by_rate(self) -> bool:
        """Whether vehicle costs are counted by the mileage rate: only when there are trips with a known rate."""
        return any(month.business for month in self.trips) and all(
            month.deduction is not None for month in self.trips if month.business
        )

    def through(self, last: date) -> Profit:
        """Add up the year to a day, that day included."""
        days = [day for day in self.days if day.on <= last]
        costs = sum(day.costs for day in days) - (sum(day.vehicle for day in days) if self.by_rate else 0)
        trips = [month.deduction or ZERO for month in self.trips if month.starts_on <= last]
        return Profit(
            earned=self._units(sum(day.earned for day in days)),
            fees=self._units(sum(day.fees for day in days)),
            costs=self._units(costs),
            mileage=sum(trips, ZERO) if self.by_rate else None,
        )

    def _units(self, minor: int) -> Decimal:
        return Decimal(minor).scaleb(-self.digits)


def year_figures(
    user: User, currency: str, first: date, last: date, *, today: date, digits: int, country: str, by_rate: bool
) -> YearFigures | None:
    """Read a tax year: two queries; None when the ledger tells nothing of it."""
    days = _days(user, currency, first, min(last, today))
    if not days:
        return None
    trips = months_between(user, first, min(last, today), country=country) if by_rate else []
    return YearFigures(days[-1].on, digits, days, trips)


def paid_in(user: User, currency: str, table: Table | None, first: date, last: date) -> int:
    """Return the tax paid for a year, in minor units.

    What is paid after the year before's last due date and up to this year's counts for this year: statements do not
    say which year a payment is for.
    """
    if table and table.instalments:
        last = max(last, table.instalments.rows[-1].due_on)
        first = _after_the_year_before(table, first)
    rows = Transaction.objects.for_user(user).in_currency(currency).between(first, last).filter(kind=Kind.TAX)
    return -int(rows.aggregate(paid=Coalesce(Sum("amount_minor"), 0))["paid"])


def _after_the_year_before(table: Table, first: date) -> date:
    """Return the first day whose payments are this year's: a last instalment may be due after its year is over."""
    rows = table.instalments.rows if table.instalments else []
    overlap = rows[-1].due_on - table.last_on if rows else None
    return first + overlap if overlap and overlap.days > 0 else first


def _days(user: User, currency: str, first: date, last: date) -> list[DayFigures]:
    rows = (
        Transaction.objects.for_user(user)
        .in_currency(currency)
        .between(first, last)
        .values("posted_on")
        .annotate(
            earned=_sum(Q(kind=Kind.EARNING)),
            fees=-_sum(Q(kind=Kind.PLATFORM_FEE)),
            costs=-_sum(Q(kind__in=[Kind.EXPENSE, Kind.REFUND])),
            vehicle=-_sum(Q(kind__in=[Kind.EXPENSE, Kind.REFUND], category__in=IN_THE_RATE)),
        )
        .order_by("posted_on")
    )
    return [DayFigures(row["posted_on"], row["earned"], row["fees"], row["costs"], row["vehicle"]) for row in rows]


def _sum(which: Q) -> Coalesce:
    return Coalesce(Sum("amount_minor", filter=which), 0)
