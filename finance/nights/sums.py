"""The ledgers of many users, a row for each kind of an account: the database puts days and amounts side by side.

As a row for each day and kind, the values of a year take longer to sort, carry over and take apart than to add up:
PostgreSQL took almost six times as long.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Aggregate, DateField, F, Func, Min, Q, TextField

from finance.models import Transaction
from finance.sorting.kinds import OVERDRAFT


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


class OfKind(NamedTuple):
    """What one account has of one kind in one currency: days as ordinals and amounts side by side, in no order."""

    user: int
    account: int
    currency: str
    kind: str
    days: Sequence[int]
    amounts: Sequence[int]
    fees: Sequence[int]


def by_kind(users: Sequence[int]) -> Iterator[OfKind]:
    """Read every transaction of some users; `fees` are the days of those for an overdrawn account."""
    rows = (
        Transaction.objects.filter(user__in=users)
        .order_by()
        .values_list("account_id", "currency", "kind")
        .annotate(
            owner=Min("user_id"),  # an account has one; to group by it as well would have the database sort
            days=Gathered(Ordinal(F("posted_on"))),
            amounts=Gathered(F("amount_minor")),
            fees=Gathered(Ordinal(F("posted_on")), filter=Q(category=OVERDRAFT)),
        )
    )
    for account, currency, kind, user, days, amounts, fees in rows:
        yield OfKind(user, account, currency, kind, _whole(days), _whole(amounts), _whole(fees))


def _whole(values: Any) -> list[int]:
    if isinstance(values, list):
        return values
    return list(map(int, values.split(","))) if values else []
