"""Exports over HTTP and from the shell: small ones at once, large ones by a worker, gone after a day."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.archives import queue, writing
from accounts.models import Archive, ArchivePiece, AuditEntry, User
from finance.models import LinkedAccount, Transaction
from tests.finance.conftest import LAST_DAY

EXPORT, EXPORTS, RESTORE = "/api/v1/me/export", "/api/v1/me/exports", "/api/v1/me/restore"
Client = Callable[[User], APIClient]


@pytest.fixture
def ledger(ana: User) -> LinkedAccount:
    account = LinkedAccount.objects.create(user=ana, name="Main", currency="CZK")
    for number in range(30):
        Transaction.objects.create(
            user=ana,
            account=account,
            posted_on=LAST_DAY - timedelta(days=number),
            amount_minor=100 + number,
            currency="CZK",
            memo=f"row {number}",
            kind="earning",
            fingerprint=f"f{number}",
        )
    return account


def body(answer: Any) -> bytes:
    return b"".join(answer)


def upload(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "giglens.zip"
    return file


def run_tasks() -> None:
    for archive in Archive.objects.unfinished():
        queue.run(archive.pk, now=timezone.now())


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "SMALL_ROWS", 0)
    monkeypatch.setattr(queue, "SMALL_BYTES", 0)


def test_it_gives_a_zip(api: APIClient, ledger: LinkedAccount) -> None:
    answer = api.get(EXPORT)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert "attachment" in answer["Content-Disposition"]
    with ZipFile(io.BytesIO(body(answer))) as archive:
        assert {"README.txt", "manifest.json", "tables/transactions.csv"} <= set(archive.namelist())
        assert len(archive.read("data/transactions.jsonl").splitlines()) == 30
    assert AuditEntry.objects.get().action == "archive.exported"


def test_a_large_one_is_made_by_a_worker(api: APIClient, ledger: LinkedAccount, everything_is_large: None) -> None:
    asked = api.get(EXPORT)
    assert (asked.status_code, asked.json()["status"], asked.json()["download"]) == (202, "waiting", None)
    assert api.get(EXPORT).json()["id"] == asked.json()["id"], "asked twice, made once"
    run_tasks()
    ready = api.get(f"{EXPORTS}/{asked.json()['id']}").json()
    assert (ready["status"], ready["rows"]) == ("ready", writing.count_of(ledger.user))
    fetched = api.get(ready["download"])
    assert int(fetched["Content-Length"]) == ready["bytes"] == len(body(fetched))
    assert ZipFile(io.BytesIO(body(api.get(EXPORT)))).testzip() is None
    assert AuditEntry.objects.filter(action="archive.exported").count() == 1


def test_a_file_of_many_pieces_comes_whole(
    api: APIClient, ledger: LinkedAccount, everything_is_large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.archives.pieces.PIECE", 1000)
    asked = api.post(EXPORTS).json()
    run_tasks()
    assert ArchivePiece.objects.count() > 3
    content = body(api.get(f"{EXPORTS}/{asked['id']}/file"))
    assert ZipFile(io.BytesIO(content)).testzip() is None


def test_after_a_day_it_is_gone(api: APIClient, ledger: LinkedAccount) -> None:
    made = api.post(EXPORTS)
    assert (made.status_code, made.json()["status"]) == (201, "ready")
    Archive.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert api.get(made.json()["download"]).status_code == 404
    assert api.get(f"{EXPORTS}/{made.json()['id']}").json()["download"] is None
    assert queue.prune(now=timezone.now()) == 1
    assert not ArchivePiece.objects.exists()


def test_only_the_newest_are_kept(api: APIClient, ledger: LinkedAccount) -> None:
    for _ in range(5):
        assert api.post(EXPORTS).status_code == 201
    assert len(api.get(EXPORTS).json()["results"]) == queue.MOST_KEPT


def test_ben_gets_none_of_it(api: APIClient, ben: User, api_of: Client, ledger: LinkedAccount) -> None:
    made = api.post(EXPORTS).json()
    other = api_of(ben)
    assert other.get(f"{EXPORTS}/{made['id']}").status_code == 404
    assert other.get(made["download"]).status_code == 404
    assert other.get(EXPORTS).json()["results"] == []
    with ZipFile(io.BytesIO(body(other.get(EXPORT)))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"ana@example.com" not in everything
    assert b"row 1" not in everything


@pytest.mark.django_db
def test_a_stranger_gets_nothing() -> None:
    for method, path in (("get", EXPORT), ("post", EXPORTS), ("post", RESTORE)):
        assert getattr(APIClient(), method)(path).status_code == 401


def test_it_comes_back_over_http(api: APIClient, ben: User, api_of: Client, ledger: LinkedAccount) -> None:
    content, other = body(api.get(EXPORT)), api_of(ben)
    tried = other.post(RESTORE, {"file": upload(content), "dry_run": True}, format="multipart")
    assert (tried.status_code, tried.json()["result"]["counts"]["transactions"]) == (200, 30)
    assert not Transaction.objects.filter(user=ben).exists()
    done = other.post(RESTORE, {"file": upload(content)}, format="multipart")
    assert (done.status_code, done.json()["result"]) == (201, tried.json()["result"])
    assert Transaction.objects.filter(user=ben).count() == 30
    again = other.post(RESTORE, {"file": upload(content)}, format="multipart")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "not_empty")
    assert AuditEntry.objects.filter(user=ben, action="archive.restored").count() == 1


def test_a_large_one_is_restored_by_a_worker(
    api: APIClient, ben: User, api_of: Client, ledger: LinkedAccount, everything_is_large: None
) -> None:
    api.post(EXPORTS)
    run_tasks()
    content = body(api.get(EXPORT))
    asked = api_of(ben).post(RESTORE, {"file": upload(content)}, format="multipart")
    assert (asked.status_code, asked.json()["status"]) == (202, "waiting")
    second = api_of(ben).post(RESTORE, {"file": upload(content)}, format="multipart")
    assert second.json()["error"]["code"] == "under_way"
    run_tasks()
    told = api_of(ben).get(f"{EXPORTS}/{asked.json()['id']}").json()
    assert (told["status"], told["result"]["counts"]["transactions"]) == ("ready", 30)
    assert not ArchivePiece.objects.filter(archive__user=ben).exists()
    assert AuditEntry.objects.get(user=ben, action="archive.restored").by == "user"


def test_a_worker_says_what_is_wrong_with_a_file(ben: User, api_of: Client, everything_is_large: None) -> None:
    asked = api_of(ben).post(RESTORE, {"file": upload(b"nonsense")}, format="multipart").json()
    run_tasks()
    told = api_of(ben).get(f"{EXPORTS}/{asked['id']}").json()
    assert (told["status"], told["problem"]["code"]) == ("failed", "bad_archive")


def test_a_task_run_twice_does_it_once(api: APIClient, ledger: LinkedAccount, everything_is_large: None) -> None:
    api.post(EXPORTS)
    (archive,) = Archive.objects.all()
    assert queue.run(archive.pk, now=timezone.now())
    assert queue.run(archive.pk, now=timezone.now()) is None


def test_a_worker_that_died_is_taken_over_and_given_up_in_the_end(
    api: APIClient, ledger: LinkedAccount, everything_is_large: None
) -> None:
    api.post(EXPORTS)
    now = timezone.now()
    (archive,) = Archive.objects.all()
    Archive.objects.update(status="running", started_at=now - queue.LEASE * 2, attempts=1)
    assert queue.unfinished(now=now) == [archive.pk]
    taken = queue.run(archive.pk, now=now)
    assert taken
    assert taken.status == "ready"
    Archive.objects.update(status="running", started_at=now - queue.LEASE * 2, attempts=queue.MAX_ATTEMPTS)
    assert queue.give_up(now=now) == 1
    assert Archive.objects.get().problem == {
        "code": "given_up",
        "message": "It was started several times and never finished.",
    }


def test_it_works_from_the_shell(ana: User, ben: User, ledger: LinkedAccount, tmp_path: Path) -> None:
    path = tmp_path / "ana.zip"
    call_command("export_user", "ANA@example.com", output=path)
    assert path.stat().st_mode & 0o077 == 0
    out = io.StringIO()
    call_command("restore_user", path, user="ben@example.com", dry_run=True, json=True, stdout=out)
    assert json.loads(out.getvalue())["counts"]["transactions"] == 30
    call_command("restore_user", path, user="ben@example.com", stdout=out)
    assert Transaction.objects.filter(user=ben).count() == 30
    with pytest.raises(SystemExit):
        call_command("restore_user", path, user="ben@example.com", stderr=io.StringIO())
    with pytest.raises(CommandError):
        call_command("export_user", "nobody@example.com")
    assert {entry.by for entry in AuditEntry.objects.all()} == {"operator"}


def test_an_operator_makes_one_that_its_owner_fetches(
    ana: User, staff: User, api_of: Client, api: APIClient, ledger: LinkedAccount
) -> None:
    form = {"action": "export", "_selected_action": [ana.pk]}
    assert api_of(staff).post("/admin/accounts/user/", form).status_code == 302
    (row,) = api.get(EXPORTS).json()["results"]
    assert row["status"] == "ready"
    assert AuditEntry.objects.get(user=ana).by == "operator"
    assert api_of(staff).get(row["download"]).status_code == 404
