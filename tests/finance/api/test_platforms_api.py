"""Platforms compared, over HTTP."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from finance.intake import imports
from finance.models import LinkedAccount, Transaction
from kit.bulk import insert_many
from tests.samples import sample

PATH = "/api/v1/platforms"
SPAN = {"from": "2026-09-01", "to": "2026-10-31"}


@pytest.fixture
def wallet(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="Uber", kind="platform", currency="USD")


def read(wallet: LinkedAccount, name: str) -> None:
    imports.import_statement(account=wallet, file_name=f"{name}.csv", content=sample(f"{name}.csv"))


def test_it_works(api: APIClient, wallet: LinkedAccount) -> None:
    read(wallet, "uber")
    answer = api.get(PATH, SPAN).json()
    [uber] = answer["platforms"]
    assert (uber["platform"], uber["gross"], uber["fee"], uber["tip"], uber["net"]) == (
        "uber",
        "20.00",
        "5.00",
        "2.00",
        "17.00",
    )
    assert (uber["fee_share"], uber["jobs"], uber["days_worked"]) == ("0.2500", 2, 1)
    assert uber["per_job"]["amount"] == "8.50"
    assert uber["per_hour"] == {"amount": None, "covered": None, "reason": "not_told"}
    assert uber["refunds"] == "1.50"
    assert answer["total"]["net"] == "17.00"


def test_a_payout_that_is_matched_with_its_deposit_is_counted_once(
    api: APIClient, wallet: LinkedAccount, ana: User
) -> None:
    read(wallet, "uber")
    bank = LinkedAccount.objects.create(user=ana, name="Bank", currency="USD")
    content = b"Date,Description,Amount\n2026-10-13,UBER PAYMENT,8.50\n2026-10-14,COFFEE,-3.00\n"
    imports.import_statement(account=bank, file_name="bank.csv", content=content)
    [uber] = [one for one in api.get(PATH, SPAN).json()["platforms"] if one["platform"] == "uber"]
    assert (uber["net"], uber["from_bank"], uber["maybe_counted_twice"]) == ("17.00", "0.00", False)


def test_nothing_earned_yet(api: APIClient) -> None:
    assert api.get(PATH).json() == {
        "first_on": None,
        "last_on": None,
        "currency": None,
        "platforms": [],
        "total": None,
    }


def test_somebody_else_sees_nothing_of_it(
    api_of: Callable[[User], APIClient], ben: User, wallet: LinkedAccount
) -> None:
    read(wallet, "uber")
    assert api_of(ben).get(PATH, SPAN).json()["platforms"] == []


@pytest.mark.parametrize("first", ["2026-02-01", "2010-01-01"])
def test_a_period_that_is_none_is_refused(api: APIClient, wallet: LinkedAccount, first: str) -> None:
    read(wallet, "uber")
    assert api.get(PATH, {"from": first, "to": "2026-01-01"}).status_code == 400


def test_twenty_thousand_transactions_take_as_many_queries_as_two(
    api: APIClient, wallet: LinkedAccount, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    names = ["user_id", "account_id", "posted_on", "amount_minor", "currency", "kind", "platform", "fingerprint"]
    names += ["jobs"]
    first = date(2025, 1, 1)
    rows = [
        (wallet.user_id, wallet.pk, first + timedelta(days=n % 600), 1_000, "USD", "earning", f"p{n % 6}", str(n), 1)
        for n in range(20_000)
    ]
    insert_many(Transaction, names, rows)
    with django_assert_max_num_queries(7):
        answer = api.get(PATH, {"from": "2025-07-01", "to": "2026-06-30"}).json()
    assert len(answer["platforms"]) == 6
    assert answer["total"]["jobs"] == sum(row[2] >= date(2025, 7, 1) and row[2] <= date(2026, 6, 30) for row in rows)
