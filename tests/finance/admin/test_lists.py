"""Every list that operators have of the money."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance.models import Transaction
from kit import admin as kit_admin
from tests.finance.admin.conftest import Fill

LISTS = [
    "import",
    "rejectedrow",
    "linkedaccount",
    "transaction",
    "forecast",
    "score",
    "financialsnapshot",
    "recommendation",
    "review",
    "statementmapping",
    "transfer",
    "trip",
    "taxprofile",
    "payoutfinding",
    "alert",
    "alertdelivery",
    "alertsettings",
    "pushsubscription",
    "goal",
]


def address(name: str) -> str:
    return reverse(f"admin:finance_{name}_changelist")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_long(
    name: str, operator: Client, ana: User, fill: Fill, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(ana)
    operator.get(address(name))  # what is read once a process, such as content types
    with CaptureQueriesContext(connection) as short:
        assert operator.get(address(name)).status_code == 200
    for number in range(8):
        fill(User.objects.create_user(f"worker-{number}@example.com"))
    with django_assert_num_queries(len(short)):
        page = operator.get(address(name))
    assert len(page.context["cl"].result_list) >= 9


@pytest.mark.parametrize("name", LISTS)
def test_the_owners_address_finds_their_rows_only(
    name: str, operator: Client, ana: User, ben: User, fill: Fill
) -> None:
    fill(ana)
    fill(ben)
    found = operator.get(address(name), {"q": "ana@example.com"}).context["cl"].result_list
    assert found
    assert {getattr(row, "user", None) or row.statement.user for row in found} == {ana}


@pytest.mark.parametrize("name", LISTS)
def test_nothing_is_typed_in_changed_or_deleted(name: str, operator: Client, ana: User, fill: Fill) -> None:
    fill(ana)
    row = operator.get(address(name)).context["cl"].result_list[0]
    assert operator.get(reverse(f"admin:finance_{name}_add")).status_code == 403
    change = reverse(f"admin:finance_{name}_change", args=[row.pk])
    assert operator.get(change).status_code == 200
    assert operator.post(change, {}).status_code == 403
    assert operator.post(reverse(f"admin:finance_{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_only_the_newest_rows_are_counted(
    operator: Client, ana: User, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kit_admin, "FARTHEST", 3)
    for number in range(4):
        fill(User.objects.create_user(f"worker-{number}@example.com"))
    newest = [row.pk for row in Transaction.objects.order_by("-pk")[:3]]
    with CaptureQueriesContext(connection) as asked:
        shown = operator.get(address("transaction")).context["cl"]
    assert shown.result_count == 3
    assert [row.pk for row in shown.result_list][:3] == newest
    counts = [query["sql"] for query in asked if "COUNT(" in query["sql"] and "transaction" in query["sql"]]
    assert all("LIMIT 3" in sql for sql in counts)
    assert counts


def test_nobody_but_operators_sees_a_list(client: Client, ana: User) -> None:
    client.force_login(ana)
    for name in LISTS:
        assert client.get(address(name)).status_code == 302
