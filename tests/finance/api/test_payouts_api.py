"""Payout findings over HTTP: listed, decided, appealed in one's language."""

import re
from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.intake import imports
from finance.models import LinkedAccount, PayoutFinding
from tests.samples import sample

PATH = "/api/v1/payout-findings"


@pytest.fixture
def found(ana: User) -> None:
    wallet = LinkedAccount.objects.create(user=ana, name="Rider", kind="platform", currency="INR")
    imports.import_statement(account=wallet, file_name="payouts.csv", content=sample("payouts.csv"))


@pytest.mark.usefixtures("found")
def test_it_works(api: APIClient) -> None:
    results = api.get(PATH).json()["results"]
    assert {one["kind"]: one["amount"] for one in results} == {
        "duplicate_fee": "12.00",
        "unpaid_job": None,
        "missing_bonus": "25.00",
        "underpaid": "15.00",
    }
    short = next(one for one in results if one["kind"] == "underpaid")
    assert short["figures"]["expected"] == "115.00"
    assert short["lines"][0]["parts"]["base"] == "110.00"
    assert api.get(f"{PATH}/{short['id']}").json() == short
    assert (
        "My statement of October 6, 2026, job A3 lists base pay ₹110.00, bonus ₹15.00 and deductions ₹10.00. "
        "That comes to ₹115.00, and ₹100.00 was paid out: ₹15.00 less."
    ) in short["appeal"]


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("language", ["en", "es", "te"])
def test_every_number_of_an_appeal_is_in_its_finding(api: APIClient, ana: User, language: str) -> None:
    ana.language = language
    ana.save()
    for one in api.get(PATH).json()["results"]:
        assert one["language"] == ("es" if language == "es" else "en")
        amounts = {f"{float(value):.2f}" for value in [*one["figures"].values(), one["amount"]] if value}
        said = re.findall(r"\d+[.,]\d\d\b", one["appeal"])
        assert {text.replace(",", ".") for text in said} <= amounts
        assert "{" not in one["appeal"]


@pytest.mark.usefixtures("found")
def test_decided_and_taken_back(api: APIClient, ana: User) -> None:
    first = api.get(PATH).json()["results"][0]
    path = f"{PATH}/{first['id']}"
    for _ in range(2):
        assert api.post(f"{path}/appeal").json()["status"] == "appealed"
    assert first["id"] not in [one["id"] for one in api.get(PATH).json()["results"]]
    assert [one["id"] for one in api.get(f"{PATH}?status=appealed").json()["results"]] == [first["id"]]
    assert len(api.get(f"{PATH}?status=all").json()["results"]) == 4
    assert api.post(f"{path}/reopen").json()["decided_at"] is None
    entries = AuditEntry.objects.for_user(ana).filter(action="payout_finding.decided").order_by("id")
    assert [entry.changes["status"] for entry in entries] == [["open", "appealed"], ["appealed", "open"]]
    assert entries[0].undo is not None
    assert entries[0].undo["path"] == f"payout-findings/{first['id']}/reopen"


@pytest.mark.usefixtures("found")
def test_ben_gets_404(api: APIClient, api_of: Callable[[User], APIClient], ben: User) -> None:
    path = f"{PATH}/{api.get(PATH).json()['results'][0]['id']}"
    other = api_of(ben)
    assert other.get(PATH).json()["results"] == []
    assert other.get(path).status_code == other.post(f"{path}/paid").status_code == 404


def test_a_status_that_is_none_is_refused(api: APIClient) -> None:
    assert api.get(f"{PATH}?status=lost").status_code == 400


@pytest.mark.usefixtures("found")
def test_the_list_takes_as_many_queries_however_long(
    api: APIClient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = PayoutFinding.objects.first()
    assert row is not None
    copies = []
    same = [field.name for field in row._meta.fields if field.name not in ("id", "public_id", "key")]
    for number in range(60):
        copies.append(PayoutFinding(key=f"copy-{number}", **{name: getattr(row, name) for name in same}))
    PayoutFinding.objects.bulk_create(copies)
    with django_assert_max_num_queries(4):
        assert len(api.get(f"{PATH}?status=all").json()["results"]) == 50
