"""Cash flow by day and kind: the one aggregate that snapshots, forecasts and scores are made from."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from finance.models import Transaction

Kind = Transaction.Kind
OPERATING = frozenset({Kind.PLATFORM_FEE, Kind.EXPENSE, Kind.REFUND})


class DayFlow(NamedTuple):
    """What one kind of transaction moved on one day, in minor units, both sides positive; jobs where all rows say."""

    on: date
    kind: str
    cash_in: int
    cash_out: int
    number: int
    jobs: int | None = None

    @property
    def net(self) -> int:
        """Money in less money out."""
        return self.cash_in - self.cash_out

    def with_more(self, other: "DayFlow") -> "DayFlow":
        """Add what was moved otherwise, by another account or on another day; this one's day stays."""
        jobs = None if self.jobs is None or other.jobs is None else self.jobs + other.jobs
        cash_in, cash_out = self.cash_in + other.cash_in, self.cash_out + other.cash_out
        return DayFlow(self.on, self.kind, cash_in, cash_out, self.number + other.number, jobs)


def day_flows(user: User, currency: str) -> list[DayFlow]:
    """Return the user's flows in one currency, oldest first: one query, whatever the length of the ledger."""
    rows = (
        Transaction.objects.for_user(user)
        .in_currency(currency)
        .values("posted_on", "kind")
        .annotate(
            cash_in=Coalesce(Sum("amount_minor", filter=Q(amount_minor__gt=0)), 0),
            cash_out=-Coalesce(Sum("amount_minor", filter=Q(amount_minor__lt=0)), 0),
            number=Count("id"),
            counted_jobs=Coalesce(Sum("jobs"), 0),
            uncounted=Count("id", filter=Q(jobs=None, amount_minor__gt=0)),
        )
        .order_by("posted_on", "kind")
    )
    return [
        DayFlow(
            on=row["posted_on"],
            kind=row["kind"],
            cash_in=row["cash_in"],
            cash_out=row["cash_out"],
            number=row["number"],
            jobs=None if row["uncounted"] else row["counted_jobs"],
        )
        for row in rows
    ]


def main_currency(user: User) -> str | None:
    """Return the home currency if the ledger has it, else the currency with most transactions; None when empty."""
    found = currencies(user)
    return found[0][0] if found else None


def currencies(user: User) -> list[tuple[str, int]]:
    """Return the currencies of the ledger with the number of their transactions, the main one first."""
    counts = Transaction.objects.for_user(user).values("currency").annotate(n=Count("id")).order_by("-n", "currency")
    found = [(str(row["currency"]), int(row["n"])) for row in counts]
    return sorted(found, key=lambda one: one[0] != user.home_currency)


def revenue(flows: Iterable[DayFlow]) -> int:
    """Return the sum of earnings; a charged-back earning takes away."""
    return sum(flow.net for flow in flows if flow.kind == Kind.EARNING)


def operating_expenses(flows: Iterable[DayFlow]) -> int:
    """Return platform fees and business expenses, net of refunds, as a positive amount."""
    return -sum(flow.net for flow in flows if flow.kind in OPERATING)


def cash_in(flows: Iterable[DayFlow]) -> int:
    """Return all money in, transfers between own accounts left out."""
    return sum(flow.cash_in for flow in flows if flow.kind != Kind.TRANSFER)


def cash_out(flows: Iterable[DayFlow]) -> int:
    """Return all money out, transfers between own accounts left out."""
    return sum(flow.cash_out for flow in flows if flow.kind != Kind.TRANSFER)


def own_cash_in(flows: Iterable[DayFlow]) -> int:
    """Return the money in that is neither borrowed nor moved between own accounts."""
    return sum(flow.cash_in for flow in flows if flow.kind not in (Kind.TRANSFER, Kind.DEBT_IN))


def debt_service(flows: Iterable[DayFlow]) -> int:
    """Return what went into repaying loans."""
    return sum(flow.cash_out for flow in flows if flow.kind == Kind.DEBT_OUT)


def jobs(flows: Iterable[DayFlow]) -> int | None:
    """Return the paid jobs; None as soon as one earning does not say how many it stands for."""
    counts = [flow.jobs for flow in flows if flow.kind == Kind.EARNING and flow.cash_in > 0]
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def days_worked(flows: Iterable[DayFlow]) -> int:
    """Return the days with at least one earning."""
    return len({flow.on for flow in flows if flow.kind == Kind.EARNING and flow.cash_in > 0})
