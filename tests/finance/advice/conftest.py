"""A driver's ledger, row by row, with memos, categories and platforms."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import User
from finance.advice.facts import Advice
from finance.advice.leaks.find import find_leaks
from finance.advice.leaks.spending import read_spending
from finance.models import LinkedAccount, Transaction
from finance.recurring import bills
from finance.scoring.standing import read_standing

LAST = date(2026, 10, 31)
Kind = Transaction.Kind
Note = Callable[..., Transaction]


def ago(days: int) -> date:
    """Return the day so many days before the last one."""
    return LAST - timedelta(days=days)


@pytest.fixture
def note(account: LinkedAccount) -> Note:
    """Return a function that writes a transaction: note(on, minor units, memo, kind, category=..., platform=...)."""
    count = 0

    def one(on: date, minor: int, memo: str, kind: str = Kind.EXPENSE, **columns: Any) -> Transaction:
        nonlocal count
        count += 1
        target: LinkedAccount = columns.pop("to", account)
        row: Transaction = Transaction.objects.create(
            user=target.user,
            account=target,
            posted_on=on,
            amount_minor=minor,
            currency="CZK",
            memo=memo,
            kind=kind,
            fingerprint=f"note-{count}",
            **columns,
        )
        return row

    return one


@pytest.fixture
def driven_year(note: Note) -> Note:
    """Write a year of pay: 300.00 on each Monday, Wednesday and Friday, and rent of 800.00 on each 1st."""
    for days in range(370):
        on = ago(days)
        if on.isoweekday() in (1, 3, 5):
            note(on, 30_000, "Pay", Kind.EARNING)
        if on.day == 1:
            note(on, -80_000, "Rent", Kind.PERSONAL, category="housing")
    return note


def leaks_of(user: User, today: date = LAST) -> list[Advice]:
    """Return what leaks for a user."""
    bills.refresh(user=user, currency="CZK", today=LAST)
    standing = read_standing(user, "CZK")
    assert standing is not None
    return find_leaks(read_spending(user, standing), today=today)
