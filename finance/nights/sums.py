"""Every day of many users' ledgers, added up by the database: a row an account, its days side by side in lists.

As a row for each day, the values of a year would take longer to carry over than to add up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import neg
from typing import Any

from django.db import connections, router
from django.db.models import Count, Q, Sum

from finance.balances import DayAmount
from finance.flows import DayFlow
from finance.models import Transaction
from finance.sorting.kinds import OVERDRAFT

COLUMNS = ("user_id", "account_id", "currency", "posted_on", "kind")
GATHERED = ("kind", "cash_in", "cash_out", "number")
# By database: how values become a list, and how a day becomes the number that `date.fromordinal` takes.
GATHER = {"postgresql": "array_agg({})", "sqlite": "group_concat({})"}
CAST = {"postgresql": "({})::bigint", "sqlite": "{}"}
ORDINAL = {
    "postgresql": "posted_on - DATE '0001-01-01' + 1",
    "sqlite": "CAST(julianday(posted_on) - 1721424.5 AS INTEGER)",
}


@dataclass(frozen=True, slots=True)
class AccountSums:
    """What one account moved in one currency: by day and kind, by day, and its overdraft fees by day."""

    user: int
    currency: str
    account: int
    flows: list[DayFlow]
    changes: list[DayAmount]
    fees: list[tuple[date, int]]


def by_account(users: Sequence[int]) -> Iterator[AccountSums]:
    """Add up every day of some users, oldest first: the one aggregate of a chunk."""
    connection = connections[router.db_for_read(Transaction)]
    sql, params = _statement(users, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for user, account, currency, days, kinds, *rest in cursor:
            yield _account(user, account, currency, _listed(kinds), *map(_whole, (days, *rest)))


def _statement(users: Sequence[int], vendor: str) -> tuple[str, Sequence[Any]]:
    spent = Q(amount_minor__lt=0)
    days = (
        Transaction.objects.filter(user__in=users)
        .values(*COLUMNS)
        .annotate(
            cash_in=Sum("amount_minor", filter=~spent, default=0),
            cash_out=Sum("amount_minor", filter=spent, default=0),
            number=Count("id"),
            fees=Count("id", filter=Q(category=OVERDRAFT)),
        )
        .order_by("user_id", "account_id", "posted_on", "kind")
    )
    inner, params = days.query.sql_with_params()
    gather, cast = GATHER[vendor], CAST[vendor]
    lists = [gather.format(name if name == "kind" else cast.format(name)) for name in GATHERED]
    days_of, charged = gather.format(ORDINAL[vendor]), "FILTER (WHERE fees > 0)"
    fees = [f"{days_of} {charged}", f"{gather.format('fees')} {charged}"]
    listed = ", ".join([days_of, *lists, *fees])
    outer = f"SELECT user_id, account_id, currency, {listed} FROM ({inner}) days GROUP BY user_id, account_id, currency"  # noqa: S608 - names of our own, and what Django wrote
    return f"{outer} ORDER BY user_id, currency, account_id", params


def _listed(values: Any) -> list[Any]:
    """Return a list as the database gave it: PostgreSQL as one, SQLite as a text."""
    return values if isinstance(values, list) else str(values).split(",")


def _whole(values: Any) -> list[int]:
    if values is None:
        return []
    return values if isinstance(values, list) else list(map(int, str(values).split(",")))


def _account(
    user: int,
    account: int,
    currency: str,
    kinds: list[str],
    ordinals: list[int],
    came: list[int],
    spent: list[int],
    number: list[int],
    charged_on: list[int],
    charged: list[int],
) -> AccountSums:
    days = list(map(date.fromordinal, ordinals))
    flows = list(map(DayFlow, days, kinds, came, map(neg, spent), number))
    changes: dict[date, int] = dict.fromkeys(days, 0)
    for day, more, less in zip(days, came, spent, strict=True):
        changes[day] += more + less
    fees = list(zip(map(date.fromordinal, charged_on), charged, strict=True))
    return AccountSums(user, currency, account, flows, list(changes.items()), fees)
