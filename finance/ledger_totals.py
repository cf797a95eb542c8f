"""What some transactions come to: in and out by currency, what went out by category, and the days they span."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from finance.models import Transaction
from finance.models.ledger import TransactionQuerySet

NOT_MOVED = ~Q(kind=Transaction.Kind.TRANSFER)


@dataclass(frozen=True, slots=True)
class LedgerTotal:
    """What came in and went out (negative) in one currency, transfers between own accounts left out.

    Attributes:
        transactions: all of them, transfers too.
    """

    currency: str
    transactions: int
    in_minor: int
    out_minor: int


def totals(rows: TransactionQuerySet) -> list[LedgerTotal]:
    """Add up transactions by currency: one query."""
    sums = rows.values("currency").annotate(
        transactions=Count("id"), total_in=_sum(amount_minor__gt=0), total_out=_sum(amount_minor__lt=0)
    )
    return [_total(one) for one in sums.order_by("currency")]


def out_by_category(rows: TransactionQuerySet) -> list[tuple[str, int]]:
    """Return what went out by category, as positive amounts, the most first; one query. Without one it is ""."""
    sums = rows.values("category").annotate(out=-_sum(amount_minor__lt=0)).filter(out__gt=0)
    return [(str(one["category"]), int(one["out"])) for one in sums.order_by("-out", "category")]


def ledger_span(user: User, currency: str) -> tuple[date, date] | None:
    """Return the first and the last day of the ledger; None without transactions."""
    rows = Transaction.objects.for_user(user).in_currency(currency)
    found = rows.aggregate(first=Min("posted_on"), last=Max("posted_on"))
    return (found["first"], found["last"]) if found["first"] else None


def _sum(**which: int) -> Coalesce:
    return Coalesce(Sum("amount_minor", filter=Q(**which) & NOT_MOVED), 0)


def _total(one: Mapping[str, Any]) -> LedgerTotal:
    return LedgerTotal(one["currency"], one["transactions"], one["total_in"], one["total_out"])
