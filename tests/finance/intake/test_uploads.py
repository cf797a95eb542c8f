"""Large files: taken, read by a worker, followed, and never half in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from redis.exceptions import ConnectionError as RedisAway
from rest_framework.test import APIClient

from accounts.models import User
from finance import tasks
from finance.intake import imports, uploads
from finance.models import Import, LinkedAccount, StatementMapping, Transaction, WaitingUpload
from finance.statements.read import read_statement, rough_count
from tests.samples import HERE, sample
from tests.sent import Sent

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
Status = Import.Status
ROWS = 5_200


def large(rows: int = ROWS, header: str = "Date,Description,Amount") -> bytes:
    lines = (f"2026-{1 + n % 12:02d}-{1 + n % 28:02d},row {n},{1 + n % 90}" for n in range(rows))
    return "\n".join([header, *lines]).encode()


@pytest.fixture
def empty(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="Main")


def upload(api: APIClient, content: bytes, **fields: Any) -> Any:
    file = SimpleUploadedFile("large.csv", content)
    return api.post("/api/v1/imports", {"file": file, "linked_account": "Main", **fields}, format="multipart")


def accepted(account: LinkedAccount, content: bytes, **said: Any) -> Import:
    return uploads.accept(account=account, file_name="large.csv", content=content, said=said)


def test_a_large_file_is_taken_read_and_followed(
    api: APIClient,
    empty: LinkedAccount,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(api, large())
    said = answer.json()
    assert (answer.status_code, said["status"], said["rows"], said["progress"]) == (202, "waiting", 0, None)
    assert sent == [("finance.tasks.run_import", (Import.objects.get().pk,))]
    assert not Transaction.objects.exists()
    uploads.run(sent[0][1][0], now=NOW)
    done = api.get(f"/api/v1/imports/{said['id']}").json()
    assert (done["status"], done["rows"], done["new"], done["format"]) == ("done", ROWS, ROWS, "csv")
    assert Transaction.objects.count() == ROWS
    assert not WaitingUpload.objects.exists()


def test_a_small_file_is_read_at_once(api: APIClient, empty: LinkedAccount) -> None:
    assert upload(api, large(), dry_run="true").json()["new"] == ROWS
    answer = upload(api, large(20))
    assert (answer.status_code, answer.json()["status"]) == (201, "done")


def test_progress_is_told_while_it_is_written(empty: LinkedAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int]] = []
    keep = uploads.tell
    seen: list[uploads.Progress | None] = []

    def listen(statement: Import, stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))
        keep(statement, stage, done, total)
        seen.append(uploads.progress_of(statement))

    monkeypatch.setattr(uploads, "tell", listen)
    done = uploads.run(accepted(empty, large()).pk, now=NOW)
    assert told[0] == ("reading", 0, ROWS)
    assert told[-1] == ("writing", 2 * ROWS, 2 * ROWS)
    assert [one.done for one in seen if one] == [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert done is not None
    done.refresh_from_db()
    assert uploads.progress_of(done) is None


def test_without_redis_it_is_read_all_the_same(empty: LinkedAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise RedisAway("away")

    waiting = accepted(empty, large())
    monkeypatch.setattr(cache, "set", away)
    monkeypatch.setattr(cache, "get", away)
    assert uploads.progress_of(waiting) is None
    uploads.run(waiting.pk, now=NOW)
    assert Import.objects.get().status == Status.DONE


def test_run_twice_it_is_read_once(empty: LinkedAccount) -> None:
    waiting = accepted(empty, large())
    assert uploads.run(waiting.pk, now=NOW) is not None
    assert uploads.run(waiting.pk, now=NOW) is None
    assert Transaction.objects.count() == ROWS


def test_a_file_that_cannot_be_read_says_why(api: APIClient, empty: LinkedAccount) -> None:
    uploads.run(accepted(empty, large(header="Quand,Quoi,Combien")).pk, now=NOW)
    failed = api.get(f"/api/v1/imports/{Import.objects.get().public_id}").json()
    assert (failed["status"], failed["rows"], failed["problem"]["code"]) == ("failed", 0, "unknown_columns")
    assert failed["problem"]["details"]["header"] == ["Quand", "Quoi", "Combien"]
    assert not WaitingUpload.objects.exists()
    assert not Transaction.objects.exists()


def test_what_was_said_of_it_is_kept_with_it(empty: LinkedAccount) -> None:
    said = '{"columns": {"date": 0, "memo": [1], "amount": 2}, "sign": "inverted"}'
    uploads.run(accepted(empty, large(header="Quand,Quoi,Combien"), mapping=said).pk, now=NOW)
    assert Import.objects.get().status == Status.DONE
    assert not Transaction.objects.filter(amount_minor__gt=0).exists()
    assert StatementMapping.objects.get().header == ["Quand", "Quoi", "Combien"]


def test_a_mapping_that_is_none_is_refused_at_once(api: APIClient, empty: LinkedAccount) -> None:
    assert upload(api, large(), mapping="{}").status_code == 400
    assert not Import.objects.exists()


def test_a_worker_that_dies_leaves_nothing_and_the_next_one_takes_it(
    empty: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise RuntimeError("killed")

    waiting = accepted(empty, large())
    with monkeypatch.context() as patched:
        patched.setattr(imports, "_write_balances", dies)
        with pytest.raises(RuntimeError):
            uploads.run(waiting.pk, now=NOW)
    assert not Transaction.objects.exists()
    assert uploads.unfinished(now=NOW) == []  # it may still be at work
    later = NOW + uploads.LEASE + timedelta(seconds=1)
    assert uploads.unfinished(now=later) == [waiting.pk]
    uploads.run(waiting.pk, now=later)
    assert Transaction.objects.count() == ROWS


def test_a_lost_hint_is_found_and_a_hopeless_one_given_up(empty: LinkedAccount, sent: Sent) -> None:
    waiting = accepted(empty, large())
    Import.objects.update(created_at=NOW - timedelta(minutes=1))
    assert uploads.unfinished(now=NOW) == [waiting.pk]
    tasks.sweep_imports()
    assert sent == [("finance.tasks.run_import", (waiting.pk,))]
    Import.objects.update(status=Status.RUNNING, started_at=NOW, attempts=uploads.MAX_ATTEMPTS)
    assert uploads.give_up(now=NOW) == 0
    assert uploads.give_up(now=NOW + uploads.LEASE * 2) == 1
    assert (Import.objects.get().problem or {}).get("code") == "given_up"
    assert not WaitingUpload.objects.exists()


def test_a_slow_worker_that_was_taken_over_writes_nothing(
    empty: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = accepted(empty, large())

    def overtaken(*args: Any) -> Any:
        Import.objects.filter(pk=waiting.pk).update(attempts=2)
        return read_statement(*args)

    monkeypatch.setattr("finance.intake.imports.read_statement", overtaken)
    uploads.run(waiting.pk, now=NOW)
    assert not Transaction.objects.exists()
    assert Import.objects.get().status == Status.RUNNING


def test_taken_back_before_it_is_read_it_is_not_read(api: APIClient, empty: LinkedAccount) -> None:
    waiting = accepted(empty, large())
    assert api.delete(f"/api/v1/imports/{waiting.public_id}").status_code == 204
    assert uploads.run(waiting.pk, now=NOW) is None
    assert not WaitingUpload.objects.exists()
    assert not Transaction.objects.exists()


def test_ben_does_not_see_it(empty: LinkedAccount, ben: User, api_of: Callable[[User], APIClient]) -> None:
    waiting = accepted(empty, large())
    assert api_of(ben).get(f"/api/v1/imports/{waiting.public_id}").status_code == 404


def test_what_is_not_read_yet_has_no_rows(empty: LinkedAccount) -> None:
    waiting = accepted(empty, large())
    with pytest.raises(IntegrityError), transaction.atomic():
        Import.objects.filter(pk=waiting.pk).update(rows=1, new=1)


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.iterdir() if path.suffix not in (".py", "")))
def test_the_rough_count_of_a_small_file_is_small(name: str) -> None:
    assert not uploads.is_large(sample(name))


@pytest.mark.parametrize("mark", ["<STMTTRN>\n\n\n", "<Ntry>\n\n\n</Ntry>", "D\nT\n^\n", ":61:x\n:86:y\n"])
def test_records_are_counted_and_not_lines(mark: str) -> None:
    assert rough_count(("x\n" + mark * 100).encode()) in (99, 100)
