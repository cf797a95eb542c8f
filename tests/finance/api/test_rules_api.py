"""Rules, corrections and categories over HTTP."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from finance.intake import imports
from finance.models import FinancialSnapshot, LinkedAccount, Rule, Transaction
from tests.finance.conftest import Kind

CSV = b"""Date,Description,Amount
2026-10-01,SHELL STATION 4411,-40.00
2026-10-02,FITNESS CLUB NORD,-29.00
2026-10-03,SHELL STATION 9902,-35.00
2026-10-04,PAY FROM CLIENT,900.00
"""
RULE = {"memo": "shell", "kind": "personal", "category": "trips"}


@pytest.fixture
def ledger(account: LinkedAccount) -> LinkedAccount:
    imports.import_statement(account=account, file_name="a.csv", content=CSV)
    return account


def row_of(api: APIClient, memo: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        row for row in api.get("/api/v1/transactions").json()["results"] if row["memo"] == memo
    )
    return found


@pytest.mark.usefixtures("ledger")
def test_it_works(api: APIClient) -> None:
    preview = api.post("/api/v1/rules/preview", RULE, format="json").json()
    assert preview["count"] == 2
    assert preview["examples"][0]["memo"] == "SHELL STATION 9902"
    assert preview["examples"][0]["before"] == {"kind": "expense", "category": "fuel", "platform": ""}
    assert preview["examples"][0]["after"]["category"] == "trips"
    same = api.post("/api/v1/rules/preview", RULE | {"kind": "expense", "category": "fuel"}, format="json").json()
    assert same["count"] == 0
    assert not Rule.objects.exists()
    made = api.post("/api/v1/rules", RULE | {"retroactive": True}, format="json")
    assert (made.status_code, made.json()["changed"]) == (201, 2)
    row = row_of(api, "SHELL STATION 4411")
    assert (row["kind"], row["category"], row["kind_source"]) == ("personal", "trips", "rule")
    assert FinancialSnapshot.objects.get(period="monthly").expenses_minor == 29_00


@pytest.mark.usefixtures("ledger")
def test_without_retroactive_only_what_comes_is_sorted(api: APIClient, account: LinkedAccount) -> None:
    assert api.post("/api/v1/rules", RULE, format="json").json()["changed"] == 0
    assert row_of(api, "SHELL STATION 4411")["kind_source"] == "default"
    later = b"Date,Description,Amount\n2026-11-01,SHELL STATION 1,-10.00\n"
    imports.import_statement(account=account, file_name="b.csv", content=later)
    assert row_of(api, "SHELL STATION 1")["kind_source"] == "rule"
    assert api.post("/api/v1/rules/apply").json() == {"changed": 2}
    assert api.post("/api/v1/rules/apply").json() == {"changed": 0}


@pytest.mark.usefixtures("ledger")
def test_a_changed_or_deleted_rule_lets_go_of_what_it_decided(api: APIClient) -> None:
    made = api.post("/api/v1/rules", RULE | {"retroactive": True}, format="json").json()
    path = f"/api/v1/rules/{made['id']}"
    assert api.put(path, RULE | {"category": "car"}, format="json").json()["changed"] == 2
    assert row_of(api, "SHELL STATION 4411")["category"] == "car"
    assert api.delete(path).json() == {"changed": 2}
    row = row_of(api, "SHELL STATION 4411")
    assert (row["category"], row["kind_source"]) == ("fuel", "default")


@pytest.mark.usefixtures("ledger")
def test_the_order_decides(api: APIClient) -> None:
    first, second = (
        api.post("/api/v1/rules", RULE | {"category": name}, format="json").json()["id"] for name in ("one", "two")
    )
    api.post("/api/v1/rules/apply")
    assert row_of(api, "SHELL STATION 4411")["category"] == "one"
    assert api.post("/api/v1/rules/order", {"ids": [second]}, format="json").status_code == 204
    assert [row["id"] for row in api.get("/api/v1/rules").json()["results"]] == [second, first]
    api.post("/api/v1/rules/apply")
    assert row_of(api, "SHELL STATION 4411")["category"] == "two"


@pytest.mark.usefixtures("ledger")
def test_a_correction_teaches_at_once_and_stays_above_every_rule(api: APIClient) -> None:
    row = row_of(api, "SHELL STATION 4411")
    said = api.patch(f"/api/v1/transactions/{row['id']}", {"kind": "personal", "category": "snacks"}, format="json")
    assert said.json()["also_changed"] == 1
    other = row_of(api, "SHELL STATION 9902")
    assert (other["kind"], other["category"], other["kind_source"]) == ("personal", "snacks", "learned")
    assert row_of(api, "FITNESS CLUB NORD")["kind_source"] == "default"
    api.post("/api/v1/rules", RULE | {"retroactive": True}, format="json")
    assert row_of(api, "SHELL STATION 4411")["category"] == "snacks"
    assert row_of(api, "SHELL STATION 9902")["category"] == "trips"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"memo": " "}, "memo"),
        ({"kind": "", "category": ""}, "kind"),
        ({"kind": "gift"}, "kind"),
        ({"at_least": "5", "at_most": "4"}, "at_most"),
        ({"at_least": "0.001"}, "at_least"),
        ({"currency": "ABCD"}, "currency"),
        ({"linked_account": "6f2b1c9e-0000-4000-8000-000000000000"}, "linked_account"),
    ],
)
def test_what_is_no_rule_is_refused_by_field(api: APIClient, wrong: dict[str, str], field: str) -> None:
    answer = api.post("/api/v1/rules", RULE | wrong, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]


def test_ben_has_his_own(ben: User, api: APIClient, api_of: Callable[[User], APIClient], ledger: LinkedAccount) -> None:
    made = api.post("/api/v1/rules", RULE, format="json").json()
    bens, path = api_of(ben), f"/api/v1/rules/{made['id']}"
    assert bens.get("/api/v1/rules").json()["results"] == []
    assert bens.put(path, RULE, format="json").status_code == 404
    assert bens.delete(path).status_code == 404
    assert bens.post("/api/v1/rules/order", {"ids": [made["id"]]}, format="json").status_code == 404
    anas = {"linked_account": str(ledger.public_id)}
    assert bens.post("/api/v1/rules", RULE | anas, format="json").status_code == 400
    assert bens.post("/api/v1/rules/apply").json() == {"changed": 0}


@pytest.mark.usefixtures("ledger")
def test_categories_are_the_shipped_and_the_users_own(api: APIClient) -> None:
    api.post("/api/v1/rules", RULE | {"retroactive": True}, format="json")
    found = {row["name"]: row for row in api.get("/api/v1/categories").json()["results"]}
    assert found["trips"] == {"name": "trips", "kind": "personal", "transactions": 2, "own": True}
    assert found["fuel"] == {"name": "fuel", "kind": "expense", "transactions": 0, "own": False}


def test_the_number_of_queries_does_not_grow(
    api: APIClient, account: LinkedAccount, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lines = [f"{date(2026, 1, 1) + timedelta(days=day)},SHELL {day},-{day + 1}.00" for day in range(200)]
    content = "\n".join(["Date,Description,Amount", *lines]).encode()
    imports.import_statement(account=account, file_name="many.csv", content=content)
    with django_assert_max_num_queries(40):
        assert api.post("/api/v1/rules", RULE | {"retroactive": True}, format="json").json()["changed"] == 200


@pytest.mark.parametrize(
    "wrong", [{"memo": ""}, {"kind": "", "category": ""}, {"least_minor": 2, "most_minor": 1}, {"least_minor": 1}]
)
def test_the_database_refuses_a_rule_that_says_nothing(ana: User, wrong: dict[str, object]) -> None:
    rule = Rule.objects.create(user=ana, position=1, memo="x", kind=Kind.PERSONAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(**({"currency": "EUR"} if "most_minor" in wrong else {}) | wrong)
    assert Transaction.objects.count() == 0
