"""What is decided about money is written down where it is decided, and can be taken back where it says so."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.models import LinkedAccount, Recommendation, Transaction
from finance.transfers import transfers
from tests.finance.conftest import LAST_DAY, Write

Kind = Transaction.Kind
FACTS = [{"name": "weekly_cash_out", "value": "10.00", "unit": "CZK", "source": "snapshots"}]


def newest(action: str) -> AuditEntry:
    return AuditEntry.objects.filter(action=action)[:1].get()


def take_back(api: APIClient, entry: AuditEntry) -> Any:
    assert entry.undo
    method = getattr(api, entry.undo["method"].lower())
    answer = method(f"/api/v1/{entry.undo['path']}", entry.undo["body"], format="json")
    assert answer.status_code < 300, answer.content
    return answer


@pytest.fixture
def moved(ana: User, account: LinkedAccount, write: Write) -> tuple[Transaction, Transaction]:
    """Return the two ends of a transfer, matched."""
    other = LinkedAccount.objects.create(user=ana, name="Savings", currency="CZK")
    ends = write(LAST_DAY, -5_000, Kind.EXPENSE), write(LAST_DAY, 5_000, to=other)
    transfers.match_again(ana, "CZK", LAST_DAY, LAST_DAY)
    return ends


def upload(api: APIClient, account: LinkedAccount) -> Any:
    file = SimpleUploadedFile("may.csv", b"Date,Description,Amount\n2026-05-01,Rent,-900\n2026-05-02,Pay,100\n")
    return api.post("/api/v1/imports", {"file": file, "linked_account": account.name}, format="multipart")


def test_sorting_a_transaction_tells_both_kinds_and_how_many_followed(api: APIClient, write: Write) -> None:
    row = write(LAST_DAY, -900, Kind.EXPENSE)
    api.patch(f"/api/v1/transactions/{row.public_id}", {"kind": "personal", "category": "food"}, format="json")
    entry = newest("transaction.sorted")
    assert entry.object_id == row.public_id
    assert entry.changes == {"kind": ["expense", "personal"], "category": ["", "food"]}
    assert entry.details == {"also_changed": 0}
    take_back(api, entry)
    row.refresh_from_db()
    assert (row.kind, row.category) == ("expense", "")


def test_splitting_a_transfer_tells_its_rows_and_can_be_taken_back(
    api: APIClient, moved: tuple[Transaction, Transaction]
) -> None:
    (transfer,) = api.get("/api/v1/transfers").json()["results"]
    api.post(f"/api/v1/transfers/{transfer['id']}/split")
    entry = newest("transfer.split")
    assert {one["id"] for one in entry.details["transactions"]} == {str(row.public_id) for row in moved}
    assert take_back(api, entry).json()["split_at"] is None
    assert newest("transfer.joined").object_id == entry.object_id


def test_calling_a_leg_something_else_tells_of_the_split_too(
    api: APIClient, moved: tuple[Transaction, Transaction]
) -> None:
    api.patch(f"/api/v1/transactions/{moved[0].public_id}", {"kind": "expense"}, format="json")
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["transaction.sorted", "transfer.split"]


def test_an_import_and_its_undoing_are_told_with_counts(api: APIClient, account: LinkedAccount) -> None:
    upload(api, account)
    entry = newest("import.read")
    assert (entry.object_name, entry.details["rows"], entry.details["new"]) == ("may.csv", 2, 2)
    take_back(api, entry)
    assert newest("import.undone").details["transactions"] == 2
    api.delete(f"/api/v1/imports/{entry.object_id}")
    assert AuditEntry.objects.filter(action="import.undone").count() == 1


def test_a_rule_over_many_rows_is_one_entry_with_their_number(api: APIClient, write: Write) -> None:
    for offset in range(40):
        write(LAST_DAY - timedelta(days=offset), -1_000 - offset, Kind.EXPENSE)
    rule = {"direction": "out", "kind": "personal", "category": "food", "retroactive": True}
    made = api.post("/api/v1/rules", rule, format="json").json()
    assert AuditEntry.objects.count() == 1
    entry = newest("rule.made")
    assert entry.details == {"changed": 40}
    assert entry.changes["category"] == [None, "food"]
    api.put(f"/api/v1/rules/{made['id']}", rule | {"category": "fun"}, format="json")
    assert newest("rule.changed").changes == {"category": ["food", "fun"]}
    api.post("/api/v1/rules/apply")
    api.post("/api/v1/rules/order", {"ids": [made["id"]]}, format="json")
    api.delete(f"/api/v1/rules/{made['id']}")
    assert newest("rule.deleted").changes["category"] == ["fun", None]
    assert {"rule.applied", "rule.reordered"} <= set(AuditEntry.objects.values_list("action", flat=True))


def test_accounts_are_told_of(api: APIClient) -> None:
    made = api.post("/api/v1/linked-accounts", {"name": "Cash", "currency": "CZK"}, format="json").json()
    address = f"/api/v1/linked-accounts/{made['id']}"
    api.patch(address, {"name": "Purse"}, format="json")
    api.patch(address, {"balance": "12.50", "balance_on": "2026-10-01"}, format="json")
    api.patch(address, {"balance": "10.00", "balance_on": "2026-10-01"}, format="json")
    assert newest("linked_account.balance_told").changes == {"balance": ["12.50", "10.00"]}
    take_back(api, AuditEntry.objects.filter(action="linked_account.renamed").get())
    assert api.get(address).json()["name"] == "Cash"
    api.delete(address)
    assert newest("linked_account.deleted").object_name == "Cash"


def test_bills_are_told_of(api: APIClient) -> None:
    bill = {"name": "Rent", "amount": "900", "cadence": "monthly", "due_on": str(date.today() + timedelta(days=9))}  # noqa: DTZ011 - the API's own today is near enough
    made = api.post("/api/v1/bills", bill, format="json").json()
    api.patch(f"/api/v1/bills/{made['id']}", {"name": "Flat", "decision": "confirmed"}, format="json")
    assert newest("bill.judged").changes == {"label": ["", "Flat"], "decision": ["", "confirmed"]}
    take_back(api, newest("bill.judged"))
    take_back(api, newest("bill.told"))
    assert newest("bill.deleted").object_name == "Rent"


def test_advice_is_told_of(api: APIClient, ana: User) -> None:
    row = Recommendation.objects.create(
        user=ana, kind="set_buffer", deduplication_key="k", currency="CZK", evidence=FACTS, priority=1, as_of=LAST_DAY
    )
    api.post(f"/api/v1/recommendations/{row.public_id}/dismiss")
    entry = newest("recommendation.decided")
    assert entry.changes == {"status": ["new", "dismissed"]}
    take_back(api, entry)


def test_the_calendars_secret_is_in_no_entry(api: APIClient) -> None:
    address = api.post("/api/v1/calendar").json()
    assert newest("calendar.opened").details == {}
    assert not any(str(value) in str(AuditEntry.objects.values()) for value in address.values() if value)
    take_back(api, newest("calendar.opened"))
    assert newest("calendar.closed")
