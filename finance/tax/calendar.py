"""The days on which estimated tax is due, for lists and calendars: dates from the tables only."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from finance.models import TaxProfile
from finance.tax.set_aside import answer
from finance.tax.table import Table, tables
from kit.money import to_minor


@dataclass(frozen=True, slots=True)
class TaxDay:
    """One due date with what is still to be paid for it."""

    on: date
    year: str
    amount_minor: int
    currency: str
    method: str


def taxes_due(user: User, *, first: date, last: date, today: date) -> list[TaxDay]:
    """Return what is due between two days, soonest first; nothing for those who never said where they pay taxes."""
    country = TaxProfile.objects.for_user(user).exclude(country="").values_list("country", flat=True).first()
    years = [table for table in tables() if table.country == country and _falls_due(table, first, last)]
    found = [day for table in years for day in _days(user, table, today) if first <= day.on <= last]
    return sorted(found, key=lambda day: day.on)


def _falls_due(table: Table, first: date, last: date) -> bool:
    """Tell whether a year has a due date between two days; its last one may come after the year is over."""
    return table.instalments is not None and any(first <= row.due_on <= last for row in table.instalments.rows)


def _days(user: User, table: Table, today: date) -> list[TaxDay]:
    found = answer(user, on=table.first_on, today=today)
    return [
        TaxDay(due.due_on, table.year, to_minor(due.amount, found.currency), found.currency, due.method)
        for due in found.dues
        if due.amount > 0
    ]
