"""What goes wrong in a night: workers die, services do not answer, one user's figures cannot be computed."""

import threading
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError, connection

from accounts.models import User
from finance import ml
from finance.ml import MLClient, MLError
from finance.models import Book, Forecast, Run, RunChunk, Transaction
from finance.models.nights import LEASE
from finance.nights import chunks, computing, hints, pictures, runs
from finance.tasks import run_chunk
from tests.finance.nights.conftest import NOW, SLOT, Clock, at, finish
from tests.sent import Sent

LATER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def run(five: list[User]) -> Run:
    return runs.open_run(slot=SLOT, now=NOW, chunk_users=5)


def passing() -> Clock:
    """Return a clock that goes on by two seconds each time it is read: longer than a chunk that failed waits."""
    moments = count()
    return lambda: NOW + timedelta(seconds=2 * next(moments))


def fail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def raising(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(computing, "pictures_of", raising)


def test_a_chunk_whose_worker_died_is_claimed_again(run: Run, client_of_ml: MLClient) -> None:
    dead = chunks.claim(run.pk, now=NOW)
    assert dead
    assert chunks.claim(run.pk, now=NOW) is None
    assert finish(run.pk, client_of_ml, clock=at(LATER)) == 1
    assert (run.chunks.get().fence, run.chunks.get().failures) == (2, 1)


def test_who_lost_the_lease_writes_nothing(run: Run, client_of_ml: MLClient) -> None:
    slow = chunks.claim(run.pk, now=NOW)
    assert slow
    finish(run.pk, client_of_ml, clock=at(LATER))
    Book.objects.update(computed_changes=0)
    with pytest.raises(computing.Fenced):
        computing.compute(slow, client=client_of_ml, clock=at(LATER))
    assert Forecast.objects.count() == 10
    assert Book.objects.filter(computed_changes=0).count() == 5
    chunks.failed(slow, problem="late", error="late", now=LATER)
    chunks.isolate(slow, problem="late", error="late", now=LATER)
    assert run.chunks.get().status == "done"


def test_a_service_that_does_not_answer_is_nobodys_fault(
    run: Run, monkeypatch: pytest.MonkeyPatch, client_of_ml: MLClient
) -> None:
    with monkeypatch.context() as broken:
        fail(broken, MLError("HTTP 503", permanent=False))
        for minute in range(20):
            assert chunks.work(run.pk, client=client_of_ml, clock=at(NOW + timedelta(minutes=minute)))
    waiting = run.chunks.get()
    assert (waiting.status, waiting.failures, waiting.problem) == ("waiting", 0, "unanswered")
    assert chunks.claim(run.pk, now=NOW + timedelta(minutes=19)) is None
    assert finish(run.pk, client_of_ml, clock=at(NOW + timedelta(minutes=21))) == 1
    assert Forecast.objects.ready().count() == 10


def test_a_database_that_fails_is_nobodys_fault(
    run: Run, monkeypatch: pytest.MonkeyPatch, client_of_ml: MLClient
) -> None:
    with monkeypatch.context() as broken:
        fail(broken, OperationalError("gone"))
        with pytest.raises(OperationalError):
            chunks.work(run.pk, client=client_of_ml, clock=at(NOW))
    assert finish(run.pk, client_of_ml, clock=at(LATER)) == 1


def test_one_garbled_answer_fails_nobody(run: Run, monkeypatch: pytest.MonkeyPatch, client_of_ml: MLClient) -> None:
    with monkeypatch.context() as broken:
        fail(broken, MLError("the answer is not of the agreed shape", permanent=True))
        chunks.work(run.pk, client=client_of_ml, clock=at(NOW))
    assert (run.chunks.get().status, run.chunks.get().failures) == ("waiting", 1)
    finish(run.pk, client_of_ml, clock=at(LATER))
    assert Forecast.objects.ready().count() == 10


def poison(monkeypatch: pytest.MonkeyPatch, user: User, error: Exception) -> None:
    real = pictures.pictures_of

    def raising(readings: Any, **kwargs: Any) -> Any:
        if any(reading.user.pk == user.pk for reading in readings):
            raise error
        return real(readings, **kwargs)

    monkeypatch.setattr(computing, "pictures_of", raising)


@pytest.mark.parametrize("error", [ValueError("NaN"), MLError("refused with HTTP 422", permanent=True)])
def test_one_user_who_cannot_be_computed_stands_alone_in_the_end(
    run: Run, five: list[User], monkeypatch: pytest.MonkeyPatch, client_of_ml: MLClient, error: Exception
) -> None:
    poison(monkeypatch, five[2], error)
    finish(run.pk, client_of_ml, clock=passing())
    failed = run.chunks.get(status="failed")
    assert (failed.first_user, failed.last_user) == (five[2].pk, five[2].pk)
    assert str(error) in failed.error
    assert Forecast.objects.ready().count() == 8
    run.refresh_from_db()
    assert run.status == "done"
    monkeypatch.undo()
    assert runs.retry(run, now=NOW) == 1
    finish(run.pk, client_of_ml)
    assert Forecast.objects.ready().count() == 10


def test_a_user_who_kills_every_worker_stands_alone_in_the_end(run: Run, five: list[User]) -> None:
    now, killed = NOW, 0
    while RunChunk.objects.open().exists():
        chunk = chunks.claim(run.pk, now=now)
        if chunk and chunk.first_user <= five[2].pk <= chunk.last_user:
            killed += 1
        elif chunk:
            computing.held(chunk).update(status="done", ended_at=now)
        now += LEASE + timedelta(seconds=1)
    assert killed <= 3 * chunks.MOST_FAILURES
    failed = RunChunk.objects.get(status="failed")
    assert (failed.first_user, failed.last_user, failed.problem) == (five[2].pk, five[2].pk, "crashed")


def test_users_who_are_gone_leave_an_empty_chunk(run: Run, five: list[User], client_of_ml: MLClient) -> None:
    User.objects.filter(pk__in=[user.pk for user in five[:2]]).delete()
    User.objects.filter(pk=five[2].pk).update(is_active=False)
    Transaction.objects.filter(user=five[3]).delete()
    finish(run.pk, client_of_ml)
    assert run.chunks.get().computed == 1
    assert set(Forecast.objects.values_list("user", flat=True)) == {five[4].pk}
    assert not Book.objects.due(now=NOW).filter(user=five[3]).exists()  # nothing to forecast from, and not due for ever


def test_few_hints_are_under_way_however_many_chunks_wait(
    run: Run, client_of_ml: MLClient, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    RunChunk.objects.all().delete()
    RunChunk.objects.bulk_create(
        RunChunk(run=run, first_user=10**6 + n, last_user=10**6 + n, users=1) for n in range(200)
    )
    assert hints.tick(now=NOW) == len(sent) == 64
    assert hints.tick(now=NOW + timedelta(seconds=30)) == 0
    monkeypatch.setattr("finance.tasks.ml_client", lambda: client_of_ml)
    for _ in range(10):  # each takes one hint and sends one on
        run_chunk(run.pk)
    assert (len(sent), Run.objects.get().hints) == (74, 64)


def test_after_a_silence_one_hint_is_sent_and_the_rest_follow_the_first_claim(run: Run, sent: Sent) -> None:
    RunChunk.objects.create(run=run, first_user=10**6, last_user=10**6, users=1)
    assert hints.tick(now=NOW) == 2
    lost = NOW + hints.SILENCE + timedelta(seconds=1)
    assert hints.silent(run := Run.objects.get(), now=lost)
    assert [hints.tick(now=lost), hints.tick(now=lost + timedelta(seconds=30))] == [1, 1]
    assert len(sent) == 4
    assert sent[0] == ("finance.tasks.run_chunk", (run.pk,))


def test_a_run_without_anything_left_is_ended_by_the_tick(run: Run) -> None:
    RunChunk.objects.update(status="done", ended_at=NOW)
    assert hints.tick(now=NOW) == 0
    assert Run.objects.get().status == "done"


@pytest.mark.usefixtures("sent")
def test_a_task_may_run_twice(run: Run, client_of_ml: MLClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finance.tasks.ml_client", lambda: client_of_ml)
    ml.ml_client.cache_clear()
    run_chunk(run.pk)
    run_chunk(run.pk)
    assert Forecast.objects.ready().count() == 10
    assert Run.objects.get().status == "done"


@pytest.mark.django_db(transaction=True)
def test_of_many_claimants_each_chunk_has_one(five: list[User]) -> None:
    run = runs.open_run(slot=SLOT, now=NOW, chunk_users=1)
    claimed: list[int] = []

    def claim_all(now: datetime) -> None:
        while (chunk := chunks.claim(run.pk, now=now)) is not None:
            claimed.append(chunk.pk)
        connection.close()

    threads = [threading.Thread(target=claim_all, args=(NOW,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(run.chunks.values_list("pk", flat=True))


def test_a_question_that_is_too_large_is_halved_at_once(
    run: Run, client_of_ml: MLClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pictures.pictures_of

    def refusing(readings: list[Any], **rest: Any) -> Any:
        if len(readings) > 2:
            raise MLError("the question was refused with HTTP 413", permanent=True, too_large=True)
        return whole(readings, **rest)

    monkeypatch.setattr(computing, "pictures_of", refusing)
    finish(run.pk, client_of_ml, clock=at(NOW))
    assert Forecast.objects.count() == 10
    assert sorted(run.chunks.values_list("users", flat=True)) == [1, 2, 2]
    assert set(run.chunks.values_list("status", "failures")) == {("done", 0)}
