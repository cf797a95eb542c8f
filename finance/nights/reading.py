"""What a chunk's users have: read for all of them at once, a query a table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from finance.balances import AccountBalances, UserBalances
from finance.days import Days, Entry
from finance.models import BalancePoint, Book, RecurringFlow
from finance.nights.sums import OfKind, by_kind
from finance.questions import Material
from finance.recurring import bills
from kit.periods import period_start

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A user's money in one currency as it was read; `book` says after how many changes."""

    user: User
    book: Book
    days: Days
    balances: UserBalances
    told: Sequence[RecurringFlow]
    overdraft_fees: Mapping[date, int]

    @property
    def material(self) -> Material:
        """What a forecast is made from."""
        currency = self.book.currency
        return Material(
            currency=currency,
            days=self.days,
            balance_on=self.balances.on,
            buffer_minor=self.user.buffer_in(currency),
            told=lambda after, until: bills.scheduled_of(self.told, after=after, until=until),
        )


@dataclass(slots=True)
class _Entries:
    """The transactions of one user and currency while they are gathered: by account, and the days of overdraft fees."""

    accounts: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    fees: dict[date, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, one: OfKind) -> None:
        self.accounts[one.account].append((one.kind, one.days, one.amounts))
        for day in one.fees:
            self.fees[period_start(date.fromordinal(day), "monthly")] += 1


def read(users: Sequence[int]) -> list[Reading]:
    """Read the books of users; a user's books stand together.

    Users who are being changed at this moment may be read half: whoever writes checks the book's changes.
    """
    books = list(Book.objects.filter(user__in=users).select_related("user").order_by("user_id", "currency"))
    entries = _entries(users)
    points, told = _points(users), _told(users)
    return [_reading(book, entries, points.get(_key(book), {}), told.get(_key(book), ())) for book in books]


def _reading(
    book: Book, entries: Mapping[Key, _Entries], points: Mapping[int, dict[date, int]], told: Sequence[RecurringFlow]
) -> Reading:
    mine = entries.get(_key(book)) or _Entries()
    accounts = {account: Days.added_up(of_account) for account, of_account in mine.accounts.items()}
    if len(accounts) == 1:
        (days,) = accounts.values()
    else:
        days = Days.added_up([entry for of_account in mine.accounts.values() for entry in of_account])
    balances = _balances(points, accounts)
    return Reading(book.user, book, days, balances, told=told, overdraft_fees=mine.fees)


def _key(book: Book) -> Key:
    return book.user_id, book.currency


def _entries(users: Sequence[int]) -> dict[Key, _Entries]:
    found: dict[Key, _Entries] = defaultdict(_Entries)
    for one in by_kind(users):
        found[one.user, one.currency].add(one)
    return found


def _points(users: Sequence[int]) -> dict[Key, dict[int, dict[date, int]]]:
    """Read the known balances; typed in last, so that the user's word on a day wins over a statement's."""
    found: dict[Key, dict[int, dict[date, int]]] = {}
    said = BalancePoint.objects.filter(account__user__in=users).order_by("source", "on", "id")
    columns = ("account__user_id", "account__currency", "account_id", "on", "balance_minor")
    for user, currency, account, on, balance in said.values_list(*columns):
        found.setdefault((user, currency), {}).setdefault(account, {})[on] = balance
    return found


def _balances(points: Mapping[int, dict[date, int]], accounts: Mapping[int, Days]) -> UserBalances:
    nothing = Days.of([])
    return UserBalances(
        {
            pk: AccountBalances.spread(sorted(points.get(pk, {}).items()), accounts.get(pk, nothing))
            for pk in points.keys() | accounts.keys()
        }
    )


def _told(users: Sequence[int]) -> dict[Key, list[RecurringFlow]]:
    found: dict[Key, list[RecurringFlow]] = defaultdict(list)
    rows = RecurringFlow.objects.filter(user__in=users, source=RecurringFlow.Source.USER).running()
    for row in rows:
        found[row.user_id, row.currency].append(row)
    return found
