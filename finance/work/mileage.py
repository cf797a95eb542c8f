"""The mileage log added up: business and personal, month by month, and what the business part deducts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from finance.models import TaxProfile, Transaction, Trip
from finance.tax.table import MileageRate, latest_table, mileage_rate, table_on
from kit.money import to_minor

KM_IN_A_MILE = Decimal("1.609344")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Driven:
    """What was driven on business and otherwise in one month, in the unit of the answer.

    Attributes:
        starts_on: the first of the month.
        deduction: exact, in the currency; None with the reason.
        reason: empty, `no_country`, `no_rate` (the country has none), `not_known` (the year is not in the table).
        told_by_platforms: what platform statements say was driven for them; shown beside, never added.
    """

    starts_on: date
    business: Decimal
    personal: Decimal
    deduction: Decimal | None
    reason: str
    told_by_platforms: Decimal


@dataclass(frozen=True)
class MileageYear:
    """A calendar year of the log."""

    year: int
    unit: str
    currency: str | None
    months: list[Driven]
    rates: list[MileageRate]

    @property
    def business(self) -> Decimal:
        """Business distance of the year."""
        return sum((month.business for month in self.months), ZERO)

    @property
    def personal(self) -> Decimal:
        """Other distance of the year."""
        return sum((month.personal for month in self.months), ZERO)

    @property
    def told_by_platforms(self) -> Decimal:
        """What platform statements tell of the year."""
        return sum((month.told_by_platforms for month in self.months), ZERO)

    @property
    def business_share(self) -> Decimal | None:
        """The business part of everything driven; None when nothing was."""
        whole = self.business + self.personal
        return self.business / whole if whole else None

    @property
    def deduction_minor(self) -> int | None:
        """The year's deduction, rounded once; None as soon as a month with business driving has none."""
        driven = [month for month in self.months if month.business]
        if self.currency is None or any(month.deduction is None for month in driven):
            return None
        return to_minor(sum((month.deduction or ZERO for month in driven), ZERO), self.currency)

    @property
    def reason(self) -> str:
        """Why there is no deduction."""
        return next((month.reason for month in self.months if month.business and month.reason), "")


def country_of(user: User) -> str:
    """Return the country whose tables hold for a user; empty when they named none."""
    return TaxProfile.objects.for_user(user).values_list("country", flat=True).first() or ""


def mileage_year(user: User, year: int, *, country: str) -> MileageYear:
    """Add up a calendar year: two queries, and one for the unit where no table says it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rates = _rates(country, year)
    unit = rates[0].unit if rates else _usual_unit(user)
    told = _told_by_platforms(user, first, last)
    driven = _driven(user, first, last, unit)
    months = [_month(on, driven.get(on, {}), told.get(on, 0), unit, country) for on in sorted({*driven, *told})]
    table = table_on(country, first) or latest_table(country)
    return MileageYear(year, unit, table.currency if table else None, months, rates)


def months_between(user: User, first: date, last: date, *, country: str) -> list[Driven]:
    """Return the months of some days, without what platforms tell: one query."""
    rate = mileage_rate(country, first)
    unit = rate.unit if rate else str(Trip.Unit.KM)
    driven = _driven(user, first, last, unit)
    return [_month(on, found, 0, unit, country) for on, found in sorted(driven.items())]


def convert(distance: Decimal, unit: str, into: str) -> Decimal:
    """Return a distance in another unit."""
    if unit == into:
        return distance
    return distance * KM_IN_A_MILE if into == "km" else distance / KM_IN_A_MILE


def month_minor(month: Driven, currency: str | None) -> int | None:
    """Return a month's deduction as it is shown."""
    return None if month.deduction is None or currency is None else to_minor(month.deduction, currency)


def shown(distance: Decimal) -> str:
    """Write a distance with one decimal."""
    return f"{distance.quantize(Decimal('0.1'), ROUND_HALF_EVEN):f}"


def _rates(country: str, year: int) -> list[MileageRate]:
    table = table_on(country, date(year, 1, 1))
    return list(table.mileage) if table else []


def _usual_unit(user: User) -> str:
    newest = Trip.objects.for_user(user).standing().values_list("unit", flat=True).first()
    return newest or str(Trip.Unit.KM)


def _driven(user: User, first: date, last: date, unit: str) -> dict[date, dict[str, Decimal]]:
    """Return month -> use -> distance. Rates change on the first of a month only (a test holds the tables to that)."""
    rows = (
        Trip.objects.for_user(user)
        .standing()
        .filter(on__gte=first, on__lte=last)
        .annotate(month=TruncMonth("on"))
        .values("month", "use", "unit")
        .annotate(thousandths=Sum("distance_thousandths"))
        .order_by("month")
    )
    found: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows:
        found[row["month"]][row["use"]] += convert(Decimal(row["thousandths"]).scaleb(-3), row["unit"], unit)
    return found


def _told_by_platforms(user: User, first: date, last: date) -> dict[date, int]:
    rows = Transaction.objects.for_user(user).between(first, last).exclude(distance_m=None)
    metres = rows.annotate(month=TruncMonth("posted_on")).values_list("month").annotate(metres=Sum("distance_m"))
    return dict(metres.order_by("month"))


def _month(on: date, driven: dict[str, Decimal], metres: int, unit: str, country: str) -> Driven:
    business = driven.get(Trip.Use.BUSINESS, ZERO)
    rate, reason = _rate(country, on)
    return Driven(
        starts_on=on,
        business=business,
        personal=driven.get(Trip.Use.PERSONAL, ZERO),
        deduction=convert(business, unit, rate.unit) * rate.rate if rate else None,
        reason=reason,
        told_by_platforms=convert(Decimal(metres).scaleb(-3), "km", unit),
    )


def _rate(country: str, on: date) -> tuple[MileageRate | None, str]:
    if not country:
        return None, "no_country"
    found = mileage_rate(country, on)
    if found:
        return found, ""
    return None, "no_rate" if table_on(country, on) else "not_known"
