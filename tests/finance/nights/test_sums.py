"""What a night reads of many users is what each user's own ledger says."""

import random
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance.balances import balances_of
from finance.flows import day_flows
from finance.models import LinkedAccount, Transaction
from finance.nights import books
from finance.nights.reading import read
from finance.scoring.credit import overdraft_fees_by_month
from finance.sorting.kinds import OVERDRAFT
from tests.finance.nights.conftest import worker_of

KINDS = Transaction.Kind.values


def scatter(user: User, account: LinkedAccount, rows: int, seed: int) -> None:
    """Write transactions in no order, several a day."""
    chance = random.Random(seed)  # noqa: S311 - has to be repeatable
    Transaction.objects.bulk_create(
        Transaction(
            user=user,
            account=account,
            posted_on=date(2026, 10, 31) - timedelta(days=chance.randrange(90)),
            amount_minor=chance.choice([-1, 1]) * chance.randrange(1, 50_000),
            currency="CZK",
            kind=chance.choice(KINDS),
            category=chance.choice(["", "fuel", OVERDRAFT]),
            fingerprint=f"{seed}-{number}",
        )
        for number in range(rows)
    )


@pytest.mark.django_db
def test_reading_many_says_what_reading_one_by_one_says(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    users = [worker_of(f"reader{number}", currencies=("CZK", "EUR")) for number in range(3)]
    for user in users:
        second = LinkedAccount.objects.create(user=user, name="Second", currency="CZK")
        scatter(user, second, 200, seed=user.pk)
        books.changed(user, "CZK")
    with django_assert_num_queries(4):
        readings = read([user.pk for user in users])
    assert len(readings) == 6
    for reading in readings:
        user, currency = reading.user, reading.book.currency
        own = day_flows(user, currency)
        assert [flow._replace(jobs=None) for flow in own] == reading.days.flows()
        for on in (date(2026, 10, 31), date(2026, 9, 3), own[0].on):
            assert reading.balances.on(on) == balances_of(user, currency).on(on)
        assert dict(reading.overdraft_fees) == overdraft_fees_by_month(user, currency)


@pytest.mark.django_db
def test_nobody_is_read_as_nobody() -> None:
    assert read([]) == []
