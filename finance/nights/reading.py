"""What a chunk's users have: read for all of them at once, a query a table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from finance.balances import AccountBalances, DayAmount, UserBalances
from finance.flows import DayFlow
from finance.models import BalancePoint, Book, RecurringFlow
from finance.nights.sums import AccountSums, by_account
from finance.questions import Material
from finance.recurring import bills
from kit.periods import period_start

Key = tuple[int, str]


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

    flows: list[DayFlow] = field(default_factory=list)
    changes: dict[int, list[DayAmount]] = field(default_factory=dict)
    fees: dict[date, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, account: AccountSums) -> None:
        self.flows = _merged(self.flows, account.flows) if self.flows else account.flows
        self.changes[account.account] = account.changes
        for on in account.fees:
            self.fees[period_start(on, "monthly")] += 1


def _merged(one: Sequence[DayFlow], other: Sequence[DayFlow]) -> list[DayFlow]:
    """Put the flows of two accounts together, by day and kind."""
    found = {(flow.on, flow.kind): flow for flow in one}
    for flow in other:
        before = found.get((flow.on, flow.kind))
        found[flow.on, flow.kind] = flow if before is None else before.with_more(flow)
    return [found[key] for key in sorted(found)]


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
            flows=found.flows,
            balances=_balances(points.get(key, {}), found.changes),
            told=told.get(key, ()),
            overdraft_fees=found.fees,
        )
        for book in books
        for key in [(book.user_id, book.currency)]
        for found in [sums.get(key) or _Sums()]
    ]


def _sums(users: Sequence[int]) -> dict[Key, _Sums]:
    found: dict[Key, _Sums] = defaultdict(_Sums)
    for account in by_account(users):
        found[account.user, account.currency].add(account)
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
        {pk: AccountBalances.made_of(sorted(points.get(pk, {}).items()), changes.get(pk, ())) for pk in accounts}
    )


def _told(users: Sequence[int]) -> dict[Key, list[RecurringFlow]]:
    found: dict[Key, list[RecurringFlow]] = defaultdict(list)
    rows = RecurringFlow.objects.filter(user__in=users, source=RecurringFlow.Source.USER).running()
    for row in rows:
        found[row.user_id, row.currency].append(row)
    return found
