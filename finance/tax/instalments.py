"""When estimated tax is due, and how much by then. Pure.

Two ways are safe from penalties in the United States: paying by what was earned up to each period's end, carried to a
year (Form 2210, Schedule AI), and paying by last year's tax. The lower of the two is asked for, and named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finance.tax.figures import Profit, YearFigures
from finance.tax.table import Instalment, Instalments, SafeHarbour, Table
from finance.tax.working import ZERO, Working

LEAST_DAYS = 90  # a shorter part of a year is taken for so many days: a lumpy start is no year
TaxOf = Callable[[Profit], Working]


@dataclass(frozen=True, slots=True)
class Due:
    """One due date.

    Attributes:
        total: what should have been paid by then, earlier dates included.
        amount: what is still to be paid for it, after what was paid and what earlier dates ask for.
        method: annualised, last_year, own_percentage.
        known_through: income up to this day is in it; before `through` it is a preview.
    """

    due_on: date
    through: date
    known_through: date
    total: Decimal
    amount: Decimal
    method: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's tax, and whether its income was high."""

    tax: Decimal
    high_income: bool


def factor(first: date, last: date, days: int) -> Decimal:
    """Return what makes a year of the part first..last."""
    return Decimal(days) / min(days, max(LEAST_DAYS, (last - first).days + 1))


def dues(
    figures: YearFigures, table: Table, tax_of: TaxOf, *, paid: Decimal, last_year: LastYear | None, presumptive: bool
) -> list[Due]:
    """Return a year's due dates with their amounts; empty where the tax is under what asks for any.

    Raises:
        NotKnown: the table does not reach that far.
    """
    rule = table.instalments
    if rule is None:
        return []
    whole = tax_of(figures.through(figures.as_of).times(factor(table.first_on, figures.as_of, table.days)))
    if whole.owed < rule.least_tax:
        return []
    rows = _rows(rule, presumptive)
    found = [_total(row, index, len(rows), figures, table, tax_of, last_year) for index, row in enumerate(rows, 1)]
    return _to_pay(rows, found, figures.as_of, paid)


def dues_of_own_share(figures: YearFigures, table: Table, share: Decimal, *, paid: Decimal) -> list[Due]:
    """Return a year's due dates with the user's own share of what platforms left by then."""
    rows = table.instalments.rows if table.instalments else []
    found = [(max(ZERO, figures.through(row.through).net_earnings) * share, "own_percentage") for row in rows]
    return _to_pay(rows, found, figures.as_of, paid)


def _rows(rule: Instalments, presumptive: bool) -> Sequence[Instalment]:
    return rule.presumptive_rows if presumptive and rule.presumptive_rows else rule.rows


def _total(
    row: Instalment,
    index: int,
    count: int,
    figures: YearFigures,
    table: Table,
    tax_of: TaxOf,
    last_year: LastYear | None,
) -> tuple[Decimal, str]:
    """Return what has to be paid by a date, all told, and by which method; withheld tax counts evenly."""
    known = min(row.through, figures.as_of)
    whole = row.times if row.times and known == row.through else factor(table.first_on, known, table.days)
    working = tax_of(figures.through(known).times(whole))
    withheld = working.withheld * index / count
    total, method = working.tax * row.share - withheld, "annualised"
    if last_year and table.safe_harbour:
        by_last_year = last_year.tax * _last_share(last_year, table.safe_harbour) * index / count - withheld
        if by_last_year < total:
            total, method = by_last_year, "last_year"
    return max(ZERO, total), method


def _last_share(last_year: LastYear, rule: SafeHarbour) -> Decimal:
    return rule.last_year_high_income if last_year.high_income else rule.last_year


def _to_pay(rows: Sequence[Instalment], found: Sequence[tuple[Decimal, str]], as_of: date, paid: Decimal) -> list[Due]:
    """Take off what was paid, from the first date on."""
    covered, answer = paid, []
    for row, (total, method) in zip(rows, found, strict=True):
        amount = max(ZERO, total - covered)
        covered = max(covered, total)
        answer.append(Due(row.due_on, row.through, min(row.through, as_of), total, amount, method))
    return answer
