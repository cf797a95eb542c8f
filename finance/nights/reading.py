"""What a chunk's users have: read for all of them at once, a query a table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from finance.balances import AccountBalances, DayAmount, UserBalances
from finance.flows import DayFlow
from finance.models import BalancePoint, Book, RecurringFlow, Transaction
from finance.questions import Material
from finance.recurring import bills
from finance.sorting.kinds import OVERDRAFT
from kit.periods import period_start

Key = tuple[int, str]
COLUMNS = ("user_id", "currency", "posted_on", "kind", "account_id")


@dataclass(frozen=True, slots=True)
class Reading:
    """A user's money in one currency as it was read; `book` says after how many changes."""

    user: User
    book: Book
    flows: Sequence[DayFlow]
    balances: UserBalances
    told: Sequence[RecurringFlow]
    overdraft_fees: Mapping[date, int]

    @property
    def material(self) -> Material:
        """What a forecast is made from."""
        currency = self.book.currency
        return Material(
            currency=currency,
            flows=self.flows,
            balance_on=self.balances.on,
            buffer_minor=self.user.buffer_in(currency),
            told=lambda after, until: bills.scheduled_of(self.told, after=after, until=until),
        )


@dataclass(slots=True)
class _Sums:
    """The sums of one user and currency while they are gathered."""

    flows: dict[tuple[date, str], DayFlow] = field(default_factory=dict)
    changes: dict[int, list[DayAmount]] = field(default_factory=lambda: defaultdict(list))
    fees: dict[date, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, row: Sequence[Any]) -> None:
        _, _, on, kind, account, cash_in, cash_out, count, counted_jobs, uncounted, fees = row
        jobs = None if uncounted else counted_jobs
        flow = DayFlow(on, kind, cash_in, -cash_out, count, jobs)
        before = self.flows.get((on, kind))
        self.flows[on, kind] = flow if before is None else before.with_more(flow)
        self.changes[account].append((on, cash_in + cash_out))
        if fees:
            self.fees[period_start(on, "monthly")] += fees


def read(users: Sequence[int]) -> list[Reading]:
    """Read the books of users; a user's books stand together.

    Users who are being changed at this moment may be read half: whoever writes checks the book's changes.
    """
    books = list(Book.objects.filter(user__in=users).select_related("user").order_by("user_id", "currency"))
    sums = _sums(users)
    points, told = _points(users), _told(users)
    return [
        Reading(
            user=book.user,
            book=book,
            flows=list(found.flows.values()),
            balances=_balances(points.get(key, {}), found.changes),
            told=told.get(key, ()),
            overdraft_fees=found.fees,
        )
        for book in books
        for key in [(book.user_id, book.currency)]
        for found in [sums.get(key) or _Sums()]
    ]


def _sums(users: Sequence[int]) -> dict[Key, _Sums]:
    """Add up every day of every user: the one aggregate of a chunk."""
    out = Q(amount_minor__lt=0)
    rows = (
        Transaction.objects.filter(user__in=users)
        .values_list(*COLUMNS)
        .annotate(
            cash_in=Coalesce(Sum("amount_minor", filter=~out), 0),
            cash_out=Coalesce(Sum("amount_minor", filter=out), 0),
            count=Count("id"),
            counted_jobs=Coalesce(Sum("jobs"), 0),
            uncounted=Count("id", filter=Q(jobs=None) & ~out),
            fees=Count("id", filter=Q(category=OVERDRAFT)),
        )
        .order_by(*COLUMNS)
    )
    found: dict[Key, _Sums] = defaultdict(_Sums)
    for row in rows.iterator(chunk_size=10_000):
        found[row[0], row[1]].add(row)
    return found


def _points(users: Sequence[int]) -> dict[Key, dict[int, dict[date, int]]]:
    """Read the known balances; typed in last, so that the user's word on a day wins over a statement's."""
    found: dict[Key, dict[int, dict[date, int]]] = {}
    said = BalancePoint.objects.filter(account__user__in=users).order_by("source", "on", "id")
    columns = ("account__user_id", "account__currency", "account_id", "on", "balance_minor")
    for user, currency, account, on, balance in said.values_list(*columns):
        found.setdefault((user, currency), {}).setdefault(account, {})[on] = balance
    return found


def _balances(points: Mapping[int, dict[date, int]], changes: Mapping[int, list[DayAmount]]) -> UserBalances:
    accounts = points.keys() | changes.keys()
    return UserBalances(
        {
            pk: AccountBalances.made_of(sorted(points.get(pk, {}).items()), _by_day(changes.get(pk, ())))
            for pk in accounts
        }
    )


def _by_day(changes: Iterable[DayAmount]) -> list[DayAmount]:
    days: dict[date, int] = {}
    for on, change in changes:
        days[on] = days.get(on, 0) + change
    return list(days.items())


def _told(users: Sequence[int]) -> dict[Key, list[RecurringFlow]]:
    found: dict[Key, list[RecurringFlow]] = defaultdict(list)
    rows = RecurringFlow.objects.filter(user__in=users, source=RecurringFlow.Source.USER).running()
    for row in rows:
        found[row.user_id, row.currency].append(row)
    return found
