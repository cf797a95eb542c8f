"""However much there is, what a person looks at takes few queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from finance import refresh
from finance.models import BalancePoint, LinkedAccount, Transaction
from tests.finance.conftest import LAST_DAY, Write

MOST = 10
LISTS = [
    *("/snapshots?period=weekly", "/snapshots?period=monthly", "/linked-accounts", "/imports", "/bills"),
    *("/bills/upcoming", "/reviews", "/transfers", "/rules", "/categories", "/platforms", "/tax", "/mileage"),
    *("/mileage/summary", "/scores", "/scores/latest", "/recommendations", "/transactions", "/transactions/totals"),
    *("/transactions?from=2026-08-01&to=2026-09-30", "/transactions?kind=expense", "/transactions?direction=in"),
    *("/transactions?category=fuel", "/transactions?platform=uber", "/transactions?q=fuel"),
]


def queries(api: APIClient, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert api.get(f"/api/v1{path}").status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", LISTS)
def test_ten_are_enough(api: APIClient, ana: User, half_a_year: LinkedAccount, path: str) -> None:
    refresh.after_change(user=ana, currency="CZK")
    assert queries(api, path) <= MOST


def test_more_accounts_take_no_more(api: APIClient, ana: User, half_a_year: LinkedAccount, write: Write) -> None:
    before = queries(api, "/linked-accounts")
    for number in range(5):
        other = LinkedAccount.objects.create(user=ana, name=f"Other {number}", currency="CZK")
        write(LAST_DAY, 5_000, to=other)
        BalancePoint.objects.create(account=other, on=LAST_DAY, balance_minor=9_000, source="statement")
    assert queries(api, "/linked-accounts") == before


def test_an_account_is_shown_at_the_last_day_that_anything_is_known_of(
    api: APIClient, half_a_year: LinkedAccount, write: Write
) -> None:
    write(LAST_DAY + timedelta(days=3), -1_000)
    BalancePoint.objects.create(
        account=half_a_year, on=LAST_DAY + timedelta(days=9), balance_minor=77_700, source="user"
    )
    (shown,) = api.get("/api/v1/linked-accounts").json()["results"]
    assert (shown["balance"], shown["balance_on"]) == ("777.00", str(LAST_DAY + timedelta(days=9)))


def test_a_correction_takes_as_many_whatever_the_ledger(api: APIClient, ana: User, write: Write) -> None:
    def correct() -> int:
        row = Transaction.objects.for_user(ana)[0]
        with CaptureQueriesContext(connection) as asked:
            said = api.patch(f"/api/v1/transactions/{row.public_id}", {"kind": "personal"}, format="json")
        assert said.status_code == 200
        return len(asked)

    for number in range(10):
        write(LAST_DAY - timedelta(days=number), -1_000)
    correct()  # the first makes what the others find
    few = correct()
    for number in range(150):
        write(LAST_DAY - timedelta(days=number % 10), -1_000 - number)
    assert correct() <= few
