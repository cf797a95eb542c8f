"""Uploads, accounts and transactions over HTTP."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from rest_framework.test import APIClient

from accounts.models import User
from finance.demo import STATEMENT
from finance.models import Import, LinkedAccount, Transaction


def upload(api: APIClient, account: str, content: bytes | None = None, **fields: Any) -> Any:
    file = SimpleUploadedFile("account-9159.csv", STATEMENT.read_bytes() if content is None else content)
    return api.post("/api/v1/imports", {"file": file, "linked_account": account, **fields}, format="multipart")


@pytest.fixture
def main(api: APIClient) -> str:
    answer = api.post("/api/v1/linked-accounts", {"name": "Main", "kind": "bank"}, format="json")
    assert answer.status_code == 201
    return str(answer.json()["id"])


def test_a_statement_is_uploaded(api: APIClient, main: str) -> None:
    answer = upload(api, main)
    assert answer.status_code == 201
    said = answer.json()
    assert (said["rows"], said["new"], said["duplicates"], said["rejected"]) == (218, 218, 0, [])
    assert (said["first_on"], said["last_on"], said["currency"]) == ("1996-08-02", "1998-06-07", "CZK")
    account = api.get(f"/api/v1/linked-accounts/{main}").json()
    assert (account["currency"], account["balance"], account["balance_on"]) == ("CZK", "71208.50", "1998-06-07")


def test_a_dry_run_tells_and_does_nothing(api: APIClient, main: str) -> None:
    answer = upload(api, main, dry_run="true")
    assert answer.status_code == 200
    assert (answer.json()["new"], answer.json()["id"]) == (218, None)
    assert not Transaction.objects.exists()
    assert not Import.objects.exists()


def test_what_is_no_statement_gets_one_clear_error(api: APIClient, main: str) -> None:
    for content, code in ((b"", "empty_file"), (b"%PDF-1.7", "not_a_statement"), (b"a,b\n1,2\n", "not_a_statement")):
        answer = upload(api, main, content)
        assert answer.status_code == 400
        assert answer.json()["error"]["code"] == code


def test_an_import_is_undone_and_undone_again(api: APIClient, main: str) -> None:
    path = f"/api/v1/imports/{upload(api, main).json()['id']}"
    assert api.delete(path).status_code == 204
    assert api.delete(path).status_code == 204
    assert not Transaction.objects.exists()
    assert api.get(path).json()["undone_at"]


def test_ben_reaches_nothing_of_anas(api: APIClient, main: str, ben: User, api_of: Callable[[User], APIClient]) -> None:
    statement = upload(api, main).json()["id"]
    line = api.get("/api/v1/transactions").json()["results"][0]["id"]
    bens = api_of(ben)
    for path in (f"linked-accounts/{main}", f"imports/{statement}", f"transactions/{line}"):
        assert bens.get(f"/api/v1/{path}").status_code == 404
        assert bens.delete(f"/api/v1/{path}").status_code in (404, 405)
        assert bens.patch(f"/api/v1/{path}", {}, format="json").status_code in (404, 405)
    assert upload(bens, main).status_code == 400
    assert bens.get("/api/v1/transactions").json()["results"] == []


def test_pages_follow_each_other_without_gap_or_repeat(api: APIClient, main: str) -> None:
    upload(api, main)
    seen: list[str] = []
    path: str | None = "/api/v1/transactions?limit=50"
    while path:
        said = api.get(path).json()
        seen += [row["id"] for row in said["results"]]
        path = said["next"]
    assert len(seen) == len(set(seen)) == 218


@pytest.mark.parametrize("query", ["from=1998-06-01&to=1998-06-07", "kind=personal&q=interest", "category=housing"])
def test_filters_keep_some_and_leave_others(api: APIClient, main: str, query: str) -> None:
    upload(api, main)
    results = api.get(f"/api/v1/transactions?{query}&limit=200").json()["results"]
    assert 0 < len(results) < 200


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=abc", "cursor=nonsense", "from=yesterday", "kind=gift", "account=x"]
)
def test_a_wrong_filter_is_a_clear_400(api: APIClient, query: str) -> None:
    answer = api.get(f"/api/v1/transactions?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid"


def test_a_correction_is_the_users_word_and_moves_the_figures(api: APIClient, main: str) -> None:
    upload(api, main)
    earning = api.get("/api/v1/transactions?kind=earning").json()["results"][0]
    before = api.get("/api/v1/snapshots?period=monthly").json()["results"][0]["revenue"]
    said = api.patch(f"/api/v1/transactions/{earning['id']}", {"kind": "debt_in"}, format="json").json()
    assert (said["kind"], said["kind_source"], said["amount"]) == ("debt_in", "user", earning["amount"])
    assert api.get("/api/v1/snapshots?period=monthly").json()["results"][0]["revenue"] != before


def test_a_balance_typed_in_wins_over_the_statements(api: APIClient, main: str) -> None:
    upload(api, main)
    said = api.patch(
        f"/api/v1/linked-accounts/{main}", {"balance": "500.00", "balance_on": "1998-06-07"}, format="json"
    ).json()
    assert (said["balance"], said["balance_on"]) == ("500.00", "1998-06-07")


def test_two_accounts_of_one_name_are_refused(api: APIClient, main: str) -> None:
    answer = api.post("/api/v1/linked-accounts", {"name": "Main"}, format="json")
    assert answer.status_code == 409
    assert answer.json()["error"]["fields"] == {"name": "Taken."}


def test_the_shell_says_the_same(ana: User) -> None:
    out = StringIO()
    call_command("import_statement", str(STATEMENT), user=ana.email, account="Shell", json=True, stdout=out)
    said = json.loads(out.getvalue())
    assert (said["rows"], said["new"], said["total_in"], said["rejected"]) == (218, 218, said["total_in"], [])
    assert LinkedAccount.objects.get(name="Shell").transactions.count() == 218


def test_the_shell_refuses_in_the_same_shape(ana: User, tmp_path: Path) -> None:
    bad = tmp_path / "x.csv"
    bad.write_text("no,statement\n1,2\n")
    err = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_statement", str(bad), user=ana.email, account="Shell", json=True, stderr=err)
    assert ended.value.code == 1
    assert json.loads(err.getvalue())["error"]["code"] == "not_a_statement"
