"""A night's stage: users with a book each, and the ML service."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from finance.ml import MLClient
from finance.models import BalancePoint, LinkedAccount, Transaction
from finance.nights import books, chunks

SLOT = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 2, 15, tzinfo=UTC)
WEEKS = 12
Clock = Callable[[], datetime]


def at(moment: datetime) -> Clock:
    """Return a clock that stands still."""
    return lambda: moment


def worker_of(name: str, *, weeks: int = WEEKS, home: str = "CZK", currencies: Sequence[str] = ("CZK",)) -> User:
    """Make a user who in each currency has pay on Fridays, fuel on Mondays and a known balance, until October's end."""
    user = User.objects.create_user(f"{name}@example.com", home_currency=home)
    for currency in currencies:
        _account_of(user, weeks, currency)
        books.changed(user, currency)
    return user


def _account_of(user: User, weeks: int, currency: str) -> None:
    account = LinkedAccount.objects.create(user=user, name=f"Main {currency}", currency=currency)
    last = date(2026, 10, 31)
    days = [last - timedelta(days=offset) for offset in range(weeks * 7)]
    paid = [(on, 70_000, "earning") for on in days if on.isoweekday() == 5]
    spent = [(on, -9_000, "expense") for on in days if on.isoweekday() == 1]
    Transaction.objects.bulk_create(
        Transaction(
            user=user,
            account=account,
            posted_on=on,
            amount_minor=amount,
            currency=currency,
            kind=kind,
            fingerprint=f"{on}{kind}",
        )
        for on, amount, kind in [*paid, *spent, (days[0], -100, "expense"), (days[-1], -100, "expense")]
    )
    BalancePoint.objects.create(account=account, on=last, balance_minor=250_000, source="statement")


@pytest.fixture
def five(db: None) -> list[User]:
    return [worker_of(f"worker{number}") for number in range(5)]


STILL = at(NOW)


def finish(run_pk: int, client: MLClient, *, clock: Clock = STILL) -> int:
    """Work until nothing can be claimed; returns how many chunks it took."""
    count = 0
    while chunks.work(run_pk, client=client, clock=clock):
        count += 1
    return count
