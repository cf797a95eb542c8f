"""Transfers over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from finance.models import LinkedAccount
from tests.finance.statement import bring

URL = "/api/v1/transfers"


@pytest.fixture
def accounts(ana: User) -> tuple[LinkedAccount, LinkedAccount]:
    bank, card = (LinkedAccount.objects.create(user=ana, name=name, currency="CZK") for name in ("Bank", "Card"))
    bring(bank, ("2026-10-05", "To Visa", "-200.00"), ("2026-10-06", "Rent", "-300.00"))
    bring(card, ("2026-10-07", "Received", "200.00"))
    return bank, card


def transactions(api: APIClient) -> dict[str, Any]:
    return {row["memo"]: row for row in api.get("/api/v1/transactions").json()["results"]}


def test_a_matched_row_names_its_transfer_and_the_transfer_its_rows(api: APIClient, accounts: object) -> None:
    (found,) = api.get(URL).json()["results"]
    assert [row["memo"] for row in found["transactions"]] == ["To Visa", "Received"]
    assert (found["kind"], found["source"], found["fee"], found["split_at"]) == ("transfer", "auto", "0.00", None)
    rows = transactions(api)
    assert {rows["To Visa"]["transfer"], rows["Received"]["transfer"]} == {found["id"]}
    assert (rows["Rent"]["transfer"], rows["Received"]["kind_source"]) == (None, "match")


def test_it_is_split_and_joined_again(api: APIClient, accounts: object) -> None:
    address = f"{URL}/{api.get(URL).json()['results'][0]['id']}"
    assert api.post(f"{address}/split").json()["split_at"]
    assert transactions(api)["Received"]["kind"] == "earning"
    assert api.get(URL).json()["results"] == []
    assert len(api.get(f"{URL}?status=split").json()["results"]) == 1
    assert api.post(f"{address}/join").json()["source"] == "user"
    assert transactions(api)["Received"]["transfer"]


def test_rows_are_joined_by_hand(api: APIClient, accounts: tuple[LinkedAccount, LinkedAccount]) -> None:
    bring(accounts[1], ("2026-10-20", "Landlord gave back", "295.00"))
    rows = transactions(api)
    wanted = {"transactions": [rows["Rent"]["id"], rows["Landlord gave back"]["id"]]}
    made = api.post(URL, wanted, format="json")
    assert (made.status_code, made.json()["fee"]) == (201, "5.00")
    taken = {"transactions": [rows["Rent"]["id"], rows["Received"]["id"]]}
    assert api.post(URL, taken, format="json").json()["error"]["code"] == "leg_taken"
    alone = {"transactions": [rows["Rent"]["id"], rows["To Visa"]["id"]]}
    assert api.post(URL, alone, format="json").status_code == 400


def test_what_the_user_says_of_a_leg_splits_it(api: APIClient, accounts: object) -> None:
    leg = transactions(api)["Received"]
    said = api.patch(f"/api/v1/transactions/{leg['id']}", {"kind": "earning"}, format="json").json()
    assert (said["kind_source"], said["transfer"]) == ("user", None)
    assert transactions(api)["To Visa"]["transfer"] is None


def test_ben_reaches_nothing_of_anas(
    api: APIClient, accounts: object, ben: User, api_of: Callable[[User], APIClient]
) -> None:
    found, bens = api.get(URL).json()["results"][0], api_of(ben)
    address = f"{URL}/{found['id']}"
    assert bens.get(URL).json()["results"] == []
    assert bens.get(address).status_code == 404
    assert [bens.post(f"{address}/{verb}").status_code for verb in ("split", "join")] == [404] * 2
    rows = {"transactions": [row["id"] for row in found["transactions"]]}
    assert bens.post(URL, rows, format="json").status_code == 404


def test_a_list_costs_the_same_however_long(
    api: APIClient,
    accounts: tuple[LinkedAccount, LinkedAccount],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    costs = {}
    for address in (URL, "/api/v1/transactions"):
        api.get(address)
        with CaptureQueriesContext(connection) as short:
            api.get(address)
        costs[address] = len(short)
    bring(accounts[0], *((f"2026-09-{n:02}", "Out", f"-{n}.00") for n in range(1, 21)))
    bring(accounts[1], *((f"2026-09-{n:02}", "In", f"{n}.00") for n in range(1, 21)))
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            assert len(api.get(address).json()["results"]) >= 21
