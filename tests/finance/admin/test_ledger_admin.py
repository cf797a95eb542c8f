"""Operators and the ledger: finding an import, telling why lines were rejected, taking it back."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from finance.intake import uploads
from finance.models import Import, Transaction
from tests.finance.admin.conftest import NOW, Fill

IMPORTS = reverse("admin:finance_import_changelist")
TRANSACTIONS = reverse("admin:finance_transaction_changelist")


def found(operator: Client, address: str, **query: str | int) -> set[int]:
    return {row.pk for row in operator.get(address, query).context["cl"].result_list}


def undo(operator: Client, *rows: Import) -> str:
    chosen = {"action": "undo", "_selected_action": [row.pk for row in rows]}
    return operator.post(IMPORTS, chosen, follow=True).content.decode()


def test_an_import_is_found_by_owner_file_and_id(operator: Client, ana: User, ben: User, fill: Fill) -> None:
    mine, _ = fill(ana).statement, fill(ben)
    for words in ("ana@example", mine.file_name, str(mine.public_id)):
        assert found(operator, IMPORTS, q=words) == {mine.pk}


def test_imports_are_told_apart_by_status(operator: Client, ana: User, ben: User, fill: Fill) -> None:
    partly, undone = fill(ana).statement, fill(ben).statement
    undo(operator, undone)
    assert found(operator, IMPORTS, status="partly") == {partly.pk}
    assert found(operator, IMPORTS, status="undone") == {undone.pk}
    assert found(operator, IMPORTS, status="whole") == set()
    waiting = uploads.accept(account=partly.account, file_name="large.csv", content=b"x", said={})
    assert found(operator, IMPORTS, status="waiting") == {waiting.pk}
    assert uploads.run(waiting.pk, now=NOW) is not None
    assert found(operator, IMPORTS, status="failed") == {waiting.pk}
    page = operator.get(reverse("admin:finance_import_change", args=[waiting.pk])).content.decode()
    assert "not_a_statement" in page
    waiting.delete()
    assert found(operator, IMPORTS, status="nonsense") == {partly.pk, undone.pk}


def test_rejected_lines_are_shown_with_their_reason(operator: Client, ana: User, ben: User, fill: Fill) -> None:
    mine, _ = fill(ana).statement, fill(ben)
    (line,) = mine.rejected_rows.all()
    page = operator.get(reverse("admin:finance_import_change", args=[mine.pk])).content.decode()
    assert f"line {line.line}:" in page
    rejected = reverse("admin:finance_rejectedrow_changelist")
    assert f"{rejected}?statement__id__exact={mine.pk}" in page
    assert found(operator, rejected, statement__id__exact=mine.pk) == {line.pk}


def test_undo_takes_back_what_the_import_brought_and_says_so(
    operator: Client, ana: User, ben: User, fill: Fill
) -> None:
    mine, _ = fill(ana).statement, fill(ben)
    assert "1 undone" in undo(operator, mine)
    assert not Transaction.objects.for_user(ana).exists()
    assert Transaction.objects.for_user(ben).count() == 2
    mine.refresh_from_db()
    assert mine.undone_at is not None
    assert LogEntry.objects.get().change_message == "Undone."


def test_undo_twice_is_undo_once(operator: Client, ana: User, fill: Fill) -> None:
    mine = fill(ana).statement
    undo(operator, mine)
    first = Import.objects.get().undone_at
    assert "1 had been undone before: nothing changed." in undo(operator, mine)
    assert Import.objects.get().undone_at == first
    assert LogEntry.objects.count() == 1


def test_whoever_may_only_look_cannot_undo(client: Client, ana: User, ben: User, fill: Fill) -> None:
    mine = fill(ana).statement
    User.objects.filter(pk=ben.pk).update(is_staff=True)
    ben.user_permissions.add(Permission.objects.get(codename="view_import"))
    client.force_login(ben)
    assert found(client, IMPORTS) == {mine.pk}
    undo(client, mine)
    assert Import.objects.get().undone_at is None


@pytest.mark.parametrize("words", ["ana@example.com", "ANA@", "{id}", "cof"])
def test_a_transaction_is_found_by_owner_id_and_memo(
    operator: Client, ana: User, ben: User, fill: Fill, words: str
) -> None:
    mine, _ = fill(ana).transaction, fill(ben)
    rows = found(operator, TRANSACTIONS, q=words.format(id=mine.public_id))
    assert mine.pk in rows
    if words != "cof":
        assert rows <= set(Transaction.objects.for_user(ana).values_list("pk", flat=True))


def test_amounts_are_written_in_their_currency(operator: Client, ana: User, fill: Fill) -> None:
    fill(ana)
    assert "-3.00 CZK" in operator.get(TRANSACTIONS).content.decode()
