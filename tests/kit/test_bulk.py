"""Many rows at once are the same rows as one by one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection

from accounts.models import User
from finance.models import Forecast, LinkedAccount, Transaction
from kit.bulk import BATCH, insert_many
from ml_service.packed import Points, pack

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


MOMENT = datetime(2026, 11, 2, 2, 15, tzinfo=UTC)
POINTS = {"quantiles": [0.1], "ds": ["2026-11-02"], "note": "no figures of ours, so kept as JSON: é"}


def forecast_of(user: User, number: int) -> dict[str, Any]:
    return {
        "user_id": user.pk,
        "period": "weekly",
        "currency": "EUR",
        "status": "ready",
        "slot": date(2026, 11, 2) + timedelta(days=number),
        "attempts": number,
        "changes": 2**40 + number,
        "requested_at": MOMENT,
        "started_at": MOMENT + timedelta(microseconds=number),
        "completed_at": MOMENT.astimezone(ZoneInfo("America/New_York")),
        "as_of": date(2026, 11, 1),
        "preliminary": bool(number % 2),
        "model": "é",
        "model_version": "1",
        "opening_balance_minor": None if number % 2 else -(2**50),
        "points": POINTS if number % 3 else Points(pack(POINTS)),
        "safe_days": number or None,
    }


def test_rows_with_bytes_are_what_instances_would_have_been(ana: User) -> None:
    rows = [forecast_of(ana, number) for number in range(5)]
    names = [field.attname for field in Forecast._meta.concrete_fields if field.name not in ("id", "public_id")]
    Forecast.objects.bulk_create(Forecast(**row) for row in rows)
    one_by_one = list(Forecast.objects.order_by("slot").values_list(*names))
    Forecast.objects.all().delete()
    assert insert_many(Forecast, list(rows[0]), (list(row.values()) for row in rows)) == 5
    assert list(Forecast.objects.order_by("slot").values_list(*names)) == one_by_one
    assert len({row.public_id for row in Forecast.objects.all()}) == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wrong", [{"attempts": 2**15}, {"safe_days": 2**31}, {"attempts": -1}])
def test_a_number_that_its_column_does_not_hold_is_refused(ana: User, wrong: dict[str, int]) -> None:
    row = forecast_of(ana, 1) | wrong
    if connection.vendor == "sqlite" and wrong != {"attempts": -1}:
        pytest.skip("SQLite's columns hold any whole number")
    with pytest.raises(DatabaseError):
        insert_many(Forecast, list(row), [list(row.values())])
    assert not Forecast.objects.exists()
