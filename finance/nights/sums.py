"""The ledgers of many users, a row an account: the database puts its transactions side by side, Python adds them up.

As a row for each day and kind, the values of a year take longer to sort, carry over and take apart than to add up:
PostgreSQL took almost six times as long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, DateField, F, Func, Q, TextField

from finance.balances import DayAmount
from finance.flows import DayFlow
from finance.models import Transaction
from finance.sorting.kinds import OVERDRAFT

AT_ONCE = 50  # accounts held at the same time


class Gathered(Aggregate):
    """The values of a group side by side: on PostgreSQL a list, on SQLite a text with commas."""

    function = "array_agg"
    output_field = TextField()  # no converter stands in the way

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Return what SQLite has."""
        return super().as_sql(compiler, connection, function="group_concat", **extra)


class Ordinal(Func):
    """A day as the number that `date.fromordinal` takes."""

    template = "(%(expressions)s - DATE '0001-01-01' + 1)"
    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Return what SQLite has."""
        return super().as_sql(
            compiler, connection, template="CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER)", **extra
        )


@dataclass(frozen=True, slots=True)
class AccountSums:
    """What one account moved in one currency: by day and kind, by day, and the days of its overdraft fees."""

    user: int
    currency: str
    account: int
    flows: list[DayFlow]
    changes: list[DayAmount]
    fees: list[date]


def by_account(users: Sequence[int]) -> Iterator[AccountSums]:
    """Add up every day of some users, oldest first."""
    rows = (
        Transaction.objects.filter(user__in=users)
        .order_by()
        .values_list("user_id", "currency", "account_id")
        .annotate(
            kinds=Gathered(F("kind")),
            days=Gathered(Ordinal(F("posted_on"))),
            amounts=Gathered(F("amount_minor")),
            fees=Gathered(Ordinal(F("posted_on")), filter=Q(category=OVERDRAFT)),
        )
    )
    for user, currency, account, kinds, days, amounts, fees in rows.iterator(chunk_size=AT_ONCE):
        flows, changes = _sums(_listed(kinds), _whole(days), _whole(amounts))
        yield AccountSums(user, currency, account, flows, changes, list(map(date.fromordinal, _whole(fees))))


def _listed(values: Any) -> list[str]:
    return values if isinstance(values, list) else str(values).split(",")


def _whole(values: Any) -> list[int]:
    if isinstance(values, list):
        return values
    return list(map(int, values.split(","))) if values else []


def _sums(kinds: list[str], days: list[int], amounts: list[int]) -> tuple[list[DayFlow], list[DayAmount]]:
    """Add transactions up by day and kind, and by day; oldest first."""
    flows: dict[tuple[int, str], DayFlow] = {}
    changes: dict[int, int] = {}
    on = {day: date.fromordinal(day) for day in set(days)}
    for day, kind, amount in zip(days, kinds, amounts, strict=True):
        changes[day] = changes.get(day, 0) + amount
        before = flows.get((day, kind))
        flow = DayFlow(on[day], kind, amount, 0, 1) if amount > 0 else DayFlow(on[day], kind, 0, -amount, 1)
        flows[day, kind] = flow if before is None else before.with_more(flow)
    return [flows[key] for key in sorted(flows)], [(on[day], changes[day]) for day in sorted(changes)]
