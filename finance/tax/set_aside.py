"""What to set aside: the year's estimate, each deposit's share, what is due when. One answer for every channel."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from finance.balances import closing_balance
from finance.models import TaxProfile
from finance.tax import instalments, profiles
from finance.tax.figures import Profit, YearFigures, paid_in, year_figures
from finance.tax.instalments import Due, factor
from finance.tax.rules import NotKnown, own_percentage, tax_of
from finance.tax.table import Table, latest_table, table_on
from finance.tax.working import ZERO, Working
from finance.work.days import days_of_work
from kit.money import from_minor, minor_digits, to_minor

DEPOSITS_SHOWN, DEPOSIT_DAYS = 60, timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Deposit:
    """What a platform left on one day, and what of it is to be set aside; minor units."""

    on: date
    platform: str
    net_minor: int
    aside_minor: int


@dataclass(frozen=True)
class TaxAnswer:
    """A tax year.

    Attributes:
        reason: why there is no estimate: no_country, year_not_known, no_earnings, over_known_income, presumptive_limit.
        year: the table that holds; None where an own percentage holds without one.
        latest_known: the newest year there is a table for, told where the asked one is not known; never used for it.
        share: of net earnings, to be set aside.
        whole: the estimate of the year, what is known carried over its days; `to_date` as if nothing more came.
        needed, paid, kept: to be set aside so far; tax paid; the balance of the account it is kept in.
    """

    profile: TaxProfile
    currency: str
    first_on: date
    last_on: date
    reason: str = ""
    year: Table | None = None
    latest_known: str = ""
    as_of: date | None = None
    share: Decimal | None = None
    whole: Working | None = None
    to_date: Working | None = None
    net_earnings: Decimal = ZERO
    needed: Decimal = ZERO
    paid: Decimal = ZERO
    kept: Decimal | None = None
    by_rate: bool = False
    deposits: list[Deposit] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)

    @property
    def method(self) -> str:
        """By whose rules: table, own_percentage; empty where there is no estimate."""
        if self.reason:
            return ""
        return "own_percentage" if self.profile.own_percent_hundredths is not None else "table"

    @property
    def missing(self) -> Decimal:
        """What is still to be set aside."""
        return max(ZERO, self.needed - self.paid - (self.kept or ZERO))


@dataclass(frozen=True)
class _Year:
    """The year that is asked for, and what is known of it."""

    profile: TaxProfile
    currency: str
    table: Table | None
    first: date
    last: date


def answer(user: User, *, on: date, today: date) -> TaxAnswer:
    """Return the tax year that holds a day: a handful of queries, whatever the length of the ledger."""
    year = _year(profiles.profile_of(user), on)
    figures = _figures(year, today)
    base = TaxAnswer(year.profile, year.currency, year.first, year.last, year=year.table)
    own = profiles.own_share(year.profile)
    if own is None and (year.table is None or year.table.income_tax is None):
        latest = latest_table(year.profile.country)
        reason = "year_not_known" if latest else "no_country"
        return _without(base, reason, latest.year if latest else "")
    if figures is None:
        return _without(base, "no_earnings")
    try:
        return _estimated(year, figures, base)
    except NotKnown as why:
        return _without(base, why.reason)


def _year(profile: TaxProfile, on: date) -> _Year:
    table = table_on(profile.country, on)
    currency = profiles.currency_of(profile.user, profile.country)
    if table:
        return _Year(profile, currency, table, table.first_on, table.last_on)
    return _Year(profile, currency, None, date(on.year, 1, 1), date(on.year, 12, 31))


def _figures(year: _Year, today: date) -> YearFigures | None:
    by_rate = year.profile.mileage_method == TaxProfile.Vehicle.STANDARD
    return year_figures(
        year.profile.user,
        year.currency,
        year.first,
        year.last,
        today=today,
        digits=minor_digits(year.currency),
        country=year.profile.country,
        by_rate=by_rate,
    )


def _without(base: TaxAnswer, reason: str, latest_known: str = "") -> TaxAnswer:
    return TaxAnswer(
        base.profile, base.currency, base.first_on, base.last_on, reason, base.year, latest_known=latest_known
    )


def _estimated(year: _Year, figures: YearFigures, base: TaxAnswer) -> TaxAnswer:
    rule = _rule(year)
    so_far = figures.through(figures.as_of)
    days = (year.last - year.first).days + 1
    whole_profit = so_far.times(factor(year.first, figures.as_of, days))
    whole = rule(whole_profit)
    share = _share(whole, whole_profit)
    paid = from_minor(paid_in(year.profile.user, year.currency, year.table, year.first, year.last), year.currency)
    return TaxAnswer(
        base.profile,
        base.currency,
        base.first_on,
        base.last_on,
        year=year.table,
        as_of=figures.as_of,
        share=share,
        whole=whole,
        to_date=rule(so_far),
        net_earnings=so_far.net_earnings,
        needed=_rounded(max(ZERO, so_far.net_earnings) * share, year.currency),
        paid=paid,
        kept=_kept(year, figures.as_of),
        by_rate=figures.by_rate,
        deposits=_deposits(year, figures.as_of, share),
        dues=_dues(year, figures, rule, paid),
    )


def _rule(year: _Year) -> Callable[[Profit], Working]:
    digits, own = minor_digits(year.currency), profiles.own_share(year.profile)
    if own is not None:
        return lambda profit: own_percentage(profit, own, digits=digits)
    situation, table = profiles.situation_of(year.profile, year.currency), year.table
    if table is None:
        raise NotKnown("year_not_known")
    return lambda profit: tax_of(profit, situation, table, digits=digits)


def _share(whole: Working, profit: Profit) -> Decimal:
    """Return the share of net earnings that covers the year's tax."""
    if profit.net_earnings <= 0:
        return ZERO
    return min(Decimal(1), whole.owed / profit.net_earnings)


def _kept(year: _Year, as_of: date) -> Decimal | None:
    account = year.profile.kept_in
    if account is None or account.currency != year.currency:
        return None
    balance = closing_balance(account, as_of)
    return None if balance is None else from_minor(max(0, balance), year.currency)


def _deposits(year: _Year, as_of: date, share: Decimal) -> list[Deposit]:
    """Return the newest deposits: what each platform left on a day."""
    first = max(year.first, as_of - DEPOSIT_DAYS)
    days = [day for day in days_of_work(year.profile.user, year.currency, first, as_of) if day.net > 0]
    newest = sorted(days, key=lambda day: (day.on, day.net), reverse=True)[:DEPOSITS_SHOWN]
    return [Deposit(day.on, day.platform, day.net, round(day.net * share)) for day in newest]


def _dues(year: _Year, figures: YearFigures, rule: Callable[[Profit], Working], paid: Decimal) -> list[Due]:
    if year.table is None:
        return []
    own = profiles.own_share(year.profile)
    if own is not None:
        return instalments.dues_of_own_share(figures, year.table, own, paid=paid)
    return instalments.dues(
        figures,
        year.table,
        rule,
        paid=paid,
        last_year=profiles.last_year_of(year.profile, year.currency),
        presumptive=bool(year.profile.presumptive),
    )


def _rounded(amount: Decimal, currency: str) -> Decimal:
    return from_minor(to_minor(amount, currency), currency)
