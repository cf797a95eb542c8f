"""Loans as rows and over HTTP: suspected, confirmed, split and staying split, owed only when said."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.loans import loans
from finance.models import LinkedAccount, Loan, Transaction
from finance.recurring.cadence import Cadence, after
from finance.sorting.kinds import default_sort

LOANS = "/api/v1/loans"
FIRST, TODAY = date(2026, 1, 5), date(2026, 7, 1)


@pytest.fixture
def put(ana: User, account: LinkedAccount) -> Callable[[date, int, str], Transaction]:
    """Return a function that writes a row as an import would sort it."""

    def one(on: date, amount: int, memo: str) -> Transaction:
        sort = default_sort(memo, amount)
        row: Transaction = Transaction.objects.create(
            user=ana,
            account=account,
            posted_on=on,
            amount_minor=amount,
            currency="CZK",
            memo=memo,
            kind=sort.kind,
            category=sort.category,
            fingerprint=f"{on}{amount}{memo}",
        )
        return row

    return one


@pytest.fixture
def silent(ana: User, put: Callable[[date, int, str], Transaction]) -> Loan:
    """Return a loan that is only suspected: its repayments do not say that they are."""
    put(FIRST - timedelta(days=20), 60_000, "Loan Zest")
    for step in range(6):
        put(after(FIRST, Cadence.MONTHLY, step), -11_000, "Zest")
    loans.refresh(user=ana, currency="CZK", today=TODAY)
    return Loan.objects.get()


def kinds() -> set[str]:
    return set(Transaction.objects.filter(memo="Zest").values_list("kind", flat=True))


def only(api: APIClient) -> dict[str, Any]:
    (found,) = api.get(LOANS).json()["results"]
    return dict(found)


def test_it_is_told_with_what_it_is_made_of(api: APIClient, silent: Loan) -> None:
    told = only(api)
    assert (told["name"], told["payment"], told["paid_out"], told["repaid"]) == ("Zest", "110.00", "600.00", "660.00")
    assert (told["decision"], told["remaining"], told["times"], len(told["transactions"])) == ("", None, 6, 7)


def test_confirming_makes_its_rows_repayments_and_taking_it_back_unmakes_them(api: APIClient, silent: Loan) -> None:
    assert kinds() == {"expense"}
    address = f"{LOANS}/{silent.public_id}"
    assert api.patch(address, {"decision": "confirmed"}, format="json").status_code == 200
    assert kinds() == {"debt_out"}
    entry = AuditEntry.objects.get(action="loan.judged")
    assert entry.undo
    api.patch(f"/api/v1/{entry.undo['path']}", entry.undo["body"], format="json")
    assert kinds() == {"expense"}


def test_a_dismissed_loan_stays_away(api: APIClient, ana: User, silent: Loan) -> None:
    api.patch(f"{LOANS}/{silent.public_id}", {"decision": "dismissed"}, format="json")
    loans.refresh(user=ana, currency="CZK", today=TODAY)
    assert api.get(LOANS).json()["results"] == []
    assert len(api.get(LOANS, {"status": "dismissed"}).json()["results"]) == 1


def test_a_row_that_was_split_stays_split(api: APIClient, ana: User, silent: Loan) -> None:
    row = Transaction.objects.filter(memo="Zest").order_by("posted_on")[0]
    address = f"{LOANS}/{silent.public_id}"
    assert api.post(f"{address}/split", {"transaction": row.public_id}, format="json").json()["times"] == 5
    loans.refresh(user=ana, currency="CZK", today=TODAY)
    assert only(api)["times"] == 5
    api.post(f"{address}/split", {"transaction": row.public_id}, format="json")
    assert api.post(f"{address}/join", {"transaction": row.public_id}, format="json").json()["times"] == 6


def test_what_is_owed_is_known_only_when_the_lender_said_it(api: APIClient, silent: Loan) -> None:
    address = f"{LOANS}/{silent.public_id}"
    terms = {"owed": "500.00", "owed_on": "2026-04-05", "rate_percent": "0"}
    assert api.patch(address, {"owed": "500.00"}, format="json").status_code == 400
    assert api.patch(address, terms | {"owed": "-1"}, format="json").status_code == 400
    assert api.patch(address, terms, format="json").json()["remaining"] == "280.00"  # less two payments of 110.00
    nothing = dict.fromkeys(terms)
    assert api.patch(address, nothing, format="json").json()["remaining"] is None


def test_interest_is_by_the_day(silent: Loan) -> None:
    silent.owed_minor, silent.owed_on, silent.rate_hundredths = 1_000_000, TODAY - timedelta(days=365), 1_000
    silent.rows = []
    assert loans.remaining(silent, today=TODAY) == 1_100_000
    assert loans.remaining(silent, today=TODAY - timedelta(days=365)) == 1_000_000


def test_it_follows_the_ledger(ana: User, silent: Loan, put: Callable[[date, int, str], Transaction]) -> None:
    put(date(2026, 7, 5), -11_000, "Zest")
    loans.refresh(user=ana, currency="CZK", today=date(2026, 7, 6))
    assert Loan.objects.get().times == 7
    Transaction.objects.all().delete()
    loans.refresh(user=ana, currency="CZK", today=date(2026, 7, 6))
    assert not Loan.objects.exists()


def test_ben_gets_404(api_of: Callable[[User], APIClient], ben: User, silent: Loan) -> None:
    other = api_of(ben)
    assert other.get(LOANS).json()["results"] == []
    row = Transaction.objects.filter(memo="Zest")[0]
    assert other.get(f"{LOANS}/{silent.public_id}").status_code == 404
    assert other.patch(f"{LOANS}/{silent.public_id}", {"decision": "confirmed"}, format="json").status_code == 404
    split = other.post(f"{LOANS}/{silent.public_id}/split", {"transaction": row.public_id}, format="json")
    assert split.status_code == 404


def test_a_list_costs_the_same_however_long_it_is(
    api: APIClient, ana: User, silent: Loan, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        Loan.objects.create(
            user=ana, currency="CZK", stream=f"s{number}", name="n", payment_minor=1, first_on=FIRST, last_on=FIRST
        )
    with django_assert_num_queries(3):  # session, user, loans
        assert len(api.get(LOANS).json()["results"]) == 21


@pytest.mark.parametrize("wrong", [{"payment_minor": 0}, {"owed_minor": 5}, {"currency": "czk"}])
def test_the_database_refuses_the_impossible(silent: Loan, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=silent.pk).update(**wrong)
