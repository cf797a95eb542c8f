"""Many rows at once are the same rows as one by one."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError

from accounts.models import User
from finance.models import LinkedAccount, Transaction
from kit.bulk import BATCH, insert_many

NAMES = ["user_id", "account_id", "posted_on", "amount_minor", "currency", "memo", "kind", "fingerprint", "jobs"]
COLUMNS = [
    field.attname for field in Transaction._meta.concrete_fields if field.name not in ("id", "public_id", "created_at")
]


def row(account: LinkedAccount, number: int) -> list[object]:
    day = date(2026, 10, 1 + number % 28)
    return [
        account.user_id,
        account.pk,
        day,
        -number - 1,
        "EUR",
        f"row {number} é",
        "expense",
        f"f{number}",
        number % 3 or None,
    ]


@pytest.fixture
def account(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="Main", currency="EUR")


def test_they_are_what_instances_would_have_been(account: LinkedAccount) -> None:
    rows = [row(account, number) for number in range(5)]
    Transaction.objects.bulk_create(Transaction(**dict(zip(NAMES, one, strict=True))) for one in rows)
    one_by_one = list(Transaction.objects.order_by("fingerprint").values_list(*COLUMNS))
    Transaction.objects.all().delete()
    assert insert_many(Transaction, NAMES, rows) == 5
    assert list(Transaction.objects.order_by("fingerprint").values_list(*COLUMNS)) == one_by_one
    written = Transaction.objects.all()
    assert len({one.public_id for one in written}) == 5
    assert all(isinstance(one.public_id, UUID) and one.created_at for one in written)


def test_batches_are_told_as_they_are_in(account: LinkedAccount) -> None:
    told: list[int] = []
    count = BATCH + 10
    assert insert_many(Transaction, NAMES, (row(account, n) for n in range(count)), on_batch=told.append) == count
    assert told == [BATCH, count]
    assert Transaction.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_constraints_hold(account: LinkedAccount) -> None:
    with pytest.raises(IntegrityError):
        insert_many(Transaction, NAMES, [row(account, 1), row(account, 1)])


def test_no_rows_are_no_statement(account: LinkedAccount) -> None:
    assert insert_many(Transaction, NAMES, []) == 0
