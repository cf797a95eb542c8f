"""What there is to look at, over HTTP."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from finance.models import LinkedAccount
from tests.finance.statement import Line, bring

RENT: Line = ("2026-10-01", "Rent October", "-900.00")
LATER: Line = ("2026-10-20", "Phone bill", "-20.00")


@pytest.fixture
def asked(ana: User) -> LinkedAccount:
    account = LinkedAccount.objects.create(user=ana, name="Main", currency="CZK")
    bring(account, RENT, ("2026-10-05", "PENDING Blue Bistro", "-31.00"))
    bring(account, RENT, ("2026-10-07", "Blue Bistro Praha", "-31.00"), LATER)
    return account


def only(api: APIClient, status: str = "open") -> dict[str, object]:
    (found,) = api.get(f"/api/v1/reviews?status={status}").json()["results"]
    return dict(found)


def test_a_review_shows_both_rows_and_what_counts_until_it_is_decided(api: APIClient, asked: LinkedAccount) -> None:
    said = api.get("/api/v1/reviews").json()
    (review,) = said["results"]
    assert (review["kind"], review["joined"], review["decision"], said["next"]) == ("pending_replaced", True, "", None)
    assert [row["memo"] for row in review["transactions"]] == ["PENDING Blue Bistro", "Blue Bistro Praha"]
    rows = api.get("/api/v1/transactions").json()["results"]
    assert [row["needs_review"] for row in rows] == [False, True, False]


def test_it_is_decided_and_the_decision_taken_back(api: APIClient, asked: LinkedAccount) -> None:
    address = f"/api/v1/reviews/{only(api)['id']}"
    assert api.post(f"{address}/different").json()["decision"] == "different"
    assert len(api.get("/api/v1/transactions").json()["results"]) == 4
    assert api.get("/api/v1/reviews").json()["results"] == []
    assert only(api, "decided")["decision"] == "different"
    refused = api.post(f"{address}/same")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "decided_already")
    assert api.post(f"{address}/undo").json()["decision"] == ""
    assert len(api.get("/api/v1/transactions").json()["results"]) == 3
    assert api.post(f"{address}/same").json()["decision"] == "same"
    assert api.get(address).json()["decision"] == "same"


def test_a_decision_that_is_sent_twice_is_made_once(api: APIClient, asked: LinkedAccount) -> None:
    address = f"/api/v1/reviews/{only(api)['id']}/different"
    first = api.post(address, headers={"Idempotency-Key": "k1"})
    again = api.post(address, headers={"Idempotency-Key": "k1"})
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()


def test_ben_sees_and_decides_nothing_of_anas(
    api: APIClient, asked: LinkedAccount, ben: User, api_of: Callable[[User], APIClient]
) -> None:
    address, bens = f"/api/v1/reviews/{only(api)['id']}", api_of(ben)
    assert bens.get("/api/v1/reviews").json()["results"] == []
    assert bens.get(address).status_code == 404
    assert [bens.post(f"{address}/{verb}").status_code for verb in ("same", "different", "undo")] == [404] * 3
    assert only(api)["decision"] == ""


def test_a_wrong_status_is_a_clear_400(api: APIClient) -> None:
    assert api.get("/api/v1/reviews?status=odd").json()["error"]["code"] == "invalid"


def test_the_list_costs_the_same_however_long(
    api: APIClient, asked: LinkedAccount, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    api.get("/api/v1/reviews")
    with CaptureQueriesContext(connection) as short:
        assert len(api.get("/api/v1/reviews").json()["results"]) == 1
    days = [f"2026-09-{1 + n:02}" for n in range(20)]
    bring(asked, *((on, f"Shop {n}", f"-{n + 1}.50") for n, on in enumerate(days)))
    bring(asked, *((on, f"Other words {n}", f"-{n + 1}.50") for n, on in enumerate(days)))
    with django_assert_num_queries(len(short)):
        assert len(api.get("/api/v1/reviews").json()["results"]) == 21
