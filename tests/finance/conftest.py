"""A ledger that is quick to write, and the ML service to ask."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from accounts.models import User
from finance.ml import MLClient
from finance.models import BalancePoint, LinkedAccount, Transaction
from tests.ml import running_ml

Kind = Transaction.Kind
LAST_DAY = date(2026, 10, 31)
Write = Callable[..., Transaction]


@pytest.fixture(scope="session")
def ml_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a running ML service; its baselines answer, so that no training is waited for."""
    empty: Path = tmp_path_factory.mktemp("no-models")
    with running_ml(empty, keys="k-test") as url:
        yield url


@pytest.fixture
def client_of_ml(ml_url: str) -> MLClient:
    return MLClient(base_url=ml_url, keys="k-test")


@pytest.fixture
def account(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="Main", currency="CZK")


@pytest.fixture
def write(account: LinkedAccount) -> Write:
    """Return a function that writes a transaction on ana's account: write(on, amount in minor units, kind)."""
    written = 0

    def one(on: date, amount_minor: int, kind: str = Kind.EARNING, *, to: LinkedAccount | None = None) -> Transaction:
        nonlocal written
        written += 1
        target = to or account
        row: Transaction = Transaction.objects.create(
            user=target.user,
            account=target,
            posted_on=on,
            amount_minor=amount_minor,
            currency=target.currency or "CZK",
            kind=kind,
            fingerprint=f"test-{written}",
        )
        return row

    return one


@pytest.fixture
def half_a_year(write: Write, account: LinkedAccount) -> LinkedAccount:
    """Write 26 weeks: pay of 700.00 each Friday, 90.00 of fuel each Monday, rent of 1,500.00 on each 1st."""
    first = LAST_DAY - timedelta(days=26 * 7 - 1)
    for offset in range(26 * 7):
        on = first + timedelta(days=offset)
        if on.isoweekday() == 5:
            write(on, 70_000)
        if on.isoweekday() == 1:
            write(on, -9_000, Kind.EXPENSE)
        if on.day == 1:
            write(on, -150_000, Kind.PERSONAL)
    write(LAST_DAY, -100, Kind.EXPENSE)
    BalancePoint.objects.create(account=account, on=LAST_DAY, balance_minor=250_000, source="statement")
    return account
