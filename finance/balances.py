"""Balances by the day: what a statement or the user said of one day, carried to others over the transactions."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import QuerySet, Sum

from accounts.models import User
from finance.days import Days
from finance.models import BalancePoint, LinkedAccount, Transaction

DayAmount = tuple[date, int]


@dataclass(frozen=True, slots=True)
class AccountBalances:
    """One account, in minor units.

    Attributes:
        points: known balances, oldest first.
        first: the ordinal of the first day with a transaction.
        running: what has moved until the end of each day, from that one to the last with a transaction.
    """

    points: Sequence[DayAmount]
    first: int
    running: Sequence[int]

    @classmethod
    def made_of(cls, points: Sequence[DayAmount], changes: Sequence[DayAmount]) -> "AccountBalances":
        """Build from known balances and daily changes, each sorted by day."""
        if not changes:
            return cls(points, 1, ())
        first = changes[0][0].toordinal()
        moved = [0] * (changes[-1][0].toordinal() - first + 1)
        for on, change in changes:
            moved[on.toordinal() - first] += change
        return cls(points, first, list(accumulate(moved)))

    @classmethod
    def spread(cls, points: Sequence[DayAmount], days: Days) -> "AccountBalances":
        """Build from known balances, sorted by day, and every day's flows."""
        return cls(points, days.first, list(accumulate(days.net())))

    @property
    def last_on(self) -> date | None:
        """The last day of which anything is known: a balance or a transaction."""
        known = [on for on, _ in self.points[-1:]]
        if self.running:
            known.append(date.fromordinal(self.first + len(self.running) - 1))
        return max(known, default=None)

    def on(self, day: date) -> int | None:
        """Return the balance at the end of a day, from the nearest point at or before it, else the first one after."""
        if not self.points:
            return None
        index = bisect_right(self.points, day, key=lambda point: point[0])
        known_on, known = self.points[max(index - 1, 0)]
        return known + self._moved_until(day) - self._moved_until(known_on)

    def daily(self, first: date, last: date) -> list[int | None]:
        """Return the balance at the end of each day first..last: what `on` says of each, in one walk."""
        if not self.points:
            return [None] * ((last - first).days + 1)
        moved = self._moved(first, last)
        found: list[int | None] = []
        starting = max(bisect_right(self.points, first, key=lambda known: known[0]) - 1, 0)
        following = [(on - first).days for on, _ in self.points[starting + 1 :] if on <= last] + [len(moved)]
        for (known_on, known), end in zip(self.points[starting:], following, strict=False):
            anchor = known - self._moved_until(known_on)
            found.extend([anchor + change for change in moved[len(found) : end]])
        return found

    def _moved(self, first: date, last: date) -> list[int]:
        """Return what has moved until each day: nothing before the first transaction, all after the last."""
        lower, upper = first.toordinal() - self.first, last.toordinal() - self.first + 1
        known = list(self.running[max(0, lower) : max(0, upper)])
        before = [0] * (min(0, upper) - min(0, lower))
        return before + known + [self._moved_until(last)] * (upper - lower - len(before) - len(known))

    def _moved_until(self, day: date) -> int:
        index = day.toordinal() - self.first
        return self.running[min(index, len(self.running) - 1)] if index >= 0 and self.running else 0


@dataclass(frozen=True, slots=True)
class UserBalances:
    """All accounts of a user in one currency, by their id."""

    accounts: Mapping[int, AccountBalances]

    @property
    def known(self) -> bool:
        """Whether the balance of every account is known of some day, and so of each."""
        return bool(self.accounts) and all(account.points for account in self.accounts.values())

    def on(self, day: date) -> int | None:
        """Return the total at the end of a day; None as soon as one account is unknown, for half a total misleads."""
        found = [account.on(day) for account in self.accounts.values()]
        known = [balance for balance in found if balance is not None]
        return sum(known) if known and len(known) == len(found) else None

    def daily(self, first: date, last: date) -> list[int | None]:
        """Return the total at the end of each day first..last; None where one account is unknown."""
        found = [account.daily(first, last) for account in self.accounts.values()]
        if len(found) < 2:
            return found[0] if found else [None] * ((last - first).days + 1)
        return [
            None if None in day else sum(known for known in day if known is not None)
            for day in zip(*found, strict=True)
        ]


def balances_of(user: User, currency: str) -> UserBalances:
    """Read the balances of a user's accounts in a currency: two queries, whatever the number of accounts."""
    return read(LinkedAccount.objects.for_user(user).filter(currency=currency))


def closing_balance(account: LinkedAccount, day: date) -> int | None:
    """Return one account's balance at the end of a day; None when nothing is known of it."""
    return read(LinkedAccount.objects.filter(pk=account.pk)).on(day)


def read(accounts: QuerySet[LinkedAccount]) -> UserBalances:
    """Read the balances of some accounts: two queries; one that nothing is known of is left out."""
    points: dict[int, dict[date, int]] = defaultdict(dict)
    # Typed in last, so that what the user says of a day wins over what a statement says of it.
    said = BalancePoint.objects.filter(account__in=accounts).order_by("source", "on", "id")
    for account_id, on, balance in said.values_list("account_id", "on", "balance_minor"):
        points[account_id][on] = balance
    changes: dict[int, list[DayAmount]] = defaultdict(list)
    moved = Transaction.objects.filter(account__in=accounts).values("account_id", "posted_on")
    for row in moved.annotate(change=Sum("amount_minor")).order_by("posted_on"):
        changes[row["account_id"]].append((row["posted_on"], row["change"]))
    ids = points.keys() | changes.keys()
    return UserBalances({pk: AccountBalances.made_of(sorted(points[pk].items()), changes[pk]) for pk in ids})
