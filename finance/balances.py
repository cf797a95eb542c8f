"""Balances by the day: what a statement or the user said of one day, carried to others over the transactions."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import QuerySet, Sum

from accounts.models import User
from finance.models import BalancePoint, LinkedAccount, Transaction

DayAmount = tuple[date, int]


@dataclass(frozen=True, slots=True)
class AccountBalances:
    """One account: known balances and the net change of each day, both oldest first, in minor units."""

    points: Sequence[DayAmount]
    days: Sequence[date]
    running: Sequence[int]

    @classmethod
    def made_of(cls, points: Sequence[DayAmount], changes: Sequence[DayAmount]) -> "AccountBalances":
        """Build from known balances and daily changes, each sorted by day."""
        return cls(points, [on for on, _ in changes], list(accumulate(change for _, change in changes)))

    @property
    def last_on(self) -> date | None:
        """The last day of which anything is known: a balance or a transaction."""
        known = [*self.days[-1:], *(on for on, _ in self.points[-1:])]
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
        """Return what has moved until each day first..last."""
        changes = [0] * ((last - first).days + 1)
        lower, upper = bisect_right(self.days, first), bisect_right(self.days, last)
        before = self.running[lower - 1] if lower else 0
        start, changes[0] = first.toordinal(), before
        for on, running in zip(self.days[lower:upper], self.running[lower:upper], strict=True):
            changes[on.toordinal() - start] += running - before
            before = running
        return list(accumulate(changes))

    def _moved_until(self, day: date) -> int:
        index = bisect_right(self.days, day)
        return self.running[index - 1] if index else 0


@dataclass(frozen=True, slots=True)
class UserBalances:
    """All accounts of a user in one currency, by their id."""

    accounts: Mapping[int, AccountBalances]

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
