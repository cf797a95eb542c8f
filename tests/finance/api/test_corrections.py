"""Correcting many transactions at once, taking it back, and what a filter comes to."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from finance.models import FinancialSnapshot, LinkedAccount, Transaction, Transfer
from tests.finance.statement import bring

PATH = "/api/v1/transactions/corrections"
SHELL = [("2026-10-01", "SHELL STATION 4411", "-40.00"), ("2026-10-03", "SHELL STATION 9902", "-35.00")]
GYM = ("2026-10-02", "FITNESS CLUB NORD", "-29.00")
PAY = ("2026-10-04", "PAY FROM CLIENT", "900.00")


@pytest.fixture
def ledger(account: LinkedAccount) -> LinkedAccount:
    bring(account, *SHELL, GYM, PAY)
    return account


def rows(api: APIClient, query: str = "") -> dict[str, dict[str, Any]]:
    return {row["memo"]: row for row in api.get(f"/api/v1/transactions?{query}").json()["results"]}


def say(api: APIClient, memos: list[str], **word: str) -> Any:
    known = rows(api)
    ids = [known[memo]["id"] for memo in memos]
    path = PATH if word else f"{PATH}/undo"
    return api.post(path, {"transactions": ids, **word}, format="json").json()


def facts() -> list[tuple[str, ...]]:
    kept = ("memo", "kind", "kind_source", "category", "was_kind", "was_kind_source", "was_category")
    return list(Transaction.objects.order_by("posted_on", "memo").values_list(*kept))


@pytest.mark.usefixtures("ledger")
def test_many_are_corrected_at_once_and_teach(api: APIClient) -> None:
    said = say(api, ["FITNESS CLUB NORD", "SHELL STATION 4411"], kind="personal", category="fun")
    assert said == {"changed": 2, "also_changed": 1}
    known = rows(api)
    assert known["FITNESS CLUB NORD"]["kind_source"] == known["SHELL STATION 4411"]["kind_source"] == "user"
    assert known["SHELL STATION 9902"]["kind_source"] == "learned"
    assert FinancialSnapshot.objects.get(period="monthly").expenses_minor == 0


@pytest.mark.usefixtures("ledger")
def test_taking_it_back_leaves_no_trace_and_forgets_what_was_taught(api: APIClient) -> None:
    before = facts()
    say(api, ["SHELL STATION 4411"], kind="personal", category="fun")
    say(api, ["SHELL STATION 4411"], category="more fun")
    assert say(api, ["SHELL STATION 4411"]) == {"changed": 1, "also_changed": 1}
    assert facts() == before
    assert say(api, ["SHELL STATION 4411"]) == {"changed": 0, "also_changed": 0}


@pytest.mark.usefixtures("ledger")
def test_a_category_alone_leaves_the_kind(api: APIClient) -> None:
    say(api, ["SHELL STATION 4411", "FITNESS CLUB NORD"], category="car")
    known = rows(api, "category=car")
    assert {(row["kind"], row["kind_source"]) for row in known.values()} == {
        ("expense", "user"),
        ("expense", "learned"),
    }


@pytest.mark.usefixtures("ledger")
def test_what_the_statement_said_comes_back(api: APIClient) -> None:
    Transaction.objects.filter(memo=GYM[1]).update(kind="platform_fee", kind_source="statement", category="fee")
    before = facts()
    say(api, [GYM[1]], kind="personal")
    say(api, [GYM[1]])
    assert facts() == before


def test_a_transfer_that_the_word_has_split_is_joined_again(api: APIClient, ledger: LinkedAccount) -> None:
    card = LinkedAccount.objects.create(user=ledger.user, name="Card", kind="card", currency="CZK")
    bring(ledger, ("2026-10-05", "To Visa 1234", "-200.00"))
    bring(card, ("2026-10-06", "Payment received", "200.00"))
    before = facts()
    assert rows(api)["To Visa 1234"]["kind_source"] == "match"
    say(api, ["To Visa 1234"], kind="expense")
    assert rows(api)["Payment received"]["kind"] == "earning"
    assert Transfer.objects.get().split_at
    say(api, ["To Visa 1234"])
    assert facts() == before
    assert Transfer.objects.get().split_at is None


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("wrong", [{}, {"kind": "gift"}, {"transactions": []}, {"category": "x" * 41}])
def test_what_is_no_correction_is_refused_and_changes_nothing(api: APIClient, wrong: dict[str, Any]) -> None:
    before = facts()
    ids = [row["id"] for row in rows(api).values()]
    assert api.post(PATH, {"transactions": ids} | wrong, format="json").status_code == 400
    assert facts() == before


@pytest.mark.usefixtures("ledger")
def test_ben_corrects_nothing_of_anas(ben: User, api: APIClient, api_of: Callable[[User], APIClient]) -> None:
    ids = [row["id"] for row in rows(api).values()]
    for path in (PATH, f"{PATH}/undo"):
        answer = api_of(ben).post(path, {"transactions": ids, "kind": "tax"}, format="json")
        assert answer.status_code == 404
    assert api_of(ben).get("/api/v1/transactions/totals").json()["results"] == []


def test_totals_leave_transfers_out_and_keep_currencies_apart(api: APIClient, ledger: LinkedAccount) -> None:
    euro = LinkedAccount.objects.create(user=ledger.user, name="Euro", currency="EUR")
    bring(euro, ("2026-10-05", "Own account transfer", "-200.00"), ("2026-10-06", "Cafe", "-3.50"))
    found = api.get("/api/v1/transactions/totals").json()["results"]
    assert [tuple(one.values()) for one in found] == [("CZK", 4, "900.00", "-104.00"), ("EUR", 2, "0.00", "-3.50")]
    out = api.get("/api/v1/transactions/totals?direction=out&q=shell").json()["results"]
    assert [tuple(one.values()) for one in out] == [("CZK", 2, "0.00", "-75.00")]
    assert api.get("/api/v1/transactions/totals?direction=up").status_code == 400


def test_the_number_of_queries_does_not_grow(
    api: APIClient, account: LinkedAccount, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    bring(account, *(("2026-10-05", f"Shop {letter}", "-2.00") for letter in "abcdefghijklmnopqrstuvwxyz"))
    ids = [row["id"] for row in rows(api).values()]
    with django_assert_max_num_queries(60):
        api.post(PATH, {"transactions": ids[:2], "kind": "personal"}, format="json")
    with django_assert_max_num_queries(60):
        api.post(PATH, {"transactions": ids[2:], "kind": "personal"}, format="json")
