"""A request sent twice is done once."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts import idempotency
from accounts.models import IdempotentRequest, User
from accounts.tasks import prune_idempotent_requests
from tests.accounts.probe import Probe

pytestmark = pytest.mark.urls("tests.accounts.probe")
PROBE = "/api/v1/probe"


@pytest.fixture(autouse=True)
def fresh_probe() -> Iterator[None]:
    Probe.reset()
    yield
    Probe.leave.set()


def send(api: APIClient, body: Any = None, *, key: str = "k-1", path: str = PROBE, form: str = "json") -> Any:
    return api.post(path, {"n": 1} if body is None else body, format=form, headers={"idempotency-key": key})


def test_the_second_answer_is_the_first_ones(api: APIClient) -> None:
    first, second = send(api), send(api)
    assert (first.status_code, second.status_code, Probe.done) == (201, 201, 1)
    assert first.content == second.content
    assert first.headers["Content-Type"] == second.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"


def test_an_empty_answer_is_given_again_too(api: APIClient) -> None:
    answers = [api.delete(PROBE, headers={"idempotency-key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert [answer.content for answer in answers] == [b"", b""]
    assert Probe.done == 1


def test_without_a_key_it_is_done_each_time(api: APIClient) -> None:
    for _ in range(2):
        api.post(PROBE, {}, format="json")
    assert Probe.done == 2
    assert not IdempotentRequest.objects.exists()


def test_a_safe_request_needs_no_key_and_leaves_no_trace(api: APIClient) -> None:
    for _ in range(2):
        api.get(PROBE, headers={"idempotency-key": "k"})
    assert Probe.done == 2
    assert not IdempotentRequest.objects.exists()


def test_members_in_another_order_are_the_same_request(api: APIClient) -> None:
    assert send(api, {"a": 1, "b": [1, 2]}).status_code == 201
    assert send(api, {"b": [1, 2], "a": 1}).headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    "other",
    [{"body": {"n": 2}}, {"body": {"n": "1"}}, {"body": []}, {"path": "/api/v1/other-probe"}, {"path": f"{PROBE}?a=1"}],
)
def test_the_same_key_for_another_request_is_422(api: APIClient, other: dict[str, Any]) -> None:
    send(api)
    answer = send(api, **other)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "idempotency_key_reused"
    assert Probe.done == 1


def test_the_same_key_for_another_method_is_422(api: APIClient) -> None:
    send(api)
    assert api.delete(PROBE, {"n": 1}, format="json", headers={"idempotency-key": "k-1"}).status_code == 422


def upload(api: APIClient, content: bytes, name: str = "a.csv", account: str = "1") -> Any:
    return send(api, {"file": SimpleUploadedFile(name, content), "account": account}, form="multipart")


def test_the_same_file_is_the_same_request_whatever_the_boundary(api: APIClient) -> None:
    assert upload(api, b"a;b").status_code == 201
    assert upload(api, b"a;b").headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("other", [{"content": b"a;c"}, {"name": "b.csv"}, {"account": "2"}])
def test_another_file_or_field_is_another_request(api: APIClient, other: dict[str, Any]) -> None:
    upload(api, b"a;b")
    assert upload(api, **{"content": b"a;b"} | other).status_code == 422


def test_ben_may_use_the_same_key(api: APIClient, ben: User, api_of: Callable[[User], APIClient]) -> None:
    assert send(api).json()["done"] == 1
    assert send(api_of(ben)).json()["done"] == 2


@pytest.mark.parametrize("key", ["", "a b", "\t", "x" * 256, "ключ", "a\x7f"])
def test_a_key_that_is_none_is_refused(api: APIClient, key: str) -> None:
    answer = api.post(PROBE, {}, format="json", HTTP_IDEMPOTENCY_KEY=key)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "idempotency_key_invalid"


def test_the_longest_key_works(api: APIClient) -> None:
    assert [send(api, key="~" * 255).status_code for _ in range(2)] == [201, 201]
    assert Probe.done == 1


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_an_answer_that_asks_to_try_again_does_not_stick(api: APIClient, status: int) -> None:
    Probe.status = status
    assert send(api).status_code == status
    Probe.status = 201
    assert send(api).status_code == 201


def test_a_refusal_sticks(api: APIClient) -> None:
    Probe.status = 409
    send(api)
    Probe.status = 201
    assert send(api).status_code == 409


def test_a_crash_does_not_stick(api: APIClient) -> None:
    Probe.crash = True
    with pytest.raises(RuntimeError):
        send(api)
    Probe.crash = False
    assert send(api).status_code == 201


def test_an_answer_that_is_not_text_is_given_and_not_kept(api: APIClient) -> None:
    for _ in range(2):
        assert api.put(PROBE, headers={"idempotency-key": "k"}).content == b"\xff\xfe"
    assert Probe.done == 2


def test_who_is_not_logged_in_claims_nothing(db: None) -> None:
    assert send(APIClient()).status_code == 401
    assert not IdempotentRequest.objects.exists()


def test_a_killed_process_blocks_its_key_only_for_a_while(api: APIClient, ana: User) -> None:
    now = timezone.now()
    fingerprint = _fingerprint_of_sent(api)
    IdempotentRequest.objects.create(user=ana, key="dead", fingerprint=fingerprint, claimed_at=now)
    assert send(api, key="dead").status_code == 409
    with time_machine.travel(now + idempotency.LEASE + timedelta(seconds=1)):
        assert send(api, key="dead").status_code == 201


def _fingerprint_of_sent(api: APIClient) -> str:
    send(api, key="sample")
    return IdempotentRequest.objects.get(key="sample").fingerprint


def test_answers_are_kept_two_days(api: APIClient) -> None:
    send(api)
    with time_machine.travel(timezone.now() + timedelta(hours=47)):
        assert prune_idempotent_requests() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert prune_idempotent_requests() == 1
        assert prune_idempotent_requests() == 0
    assert not IdempotentRequest.objects.exists()


def test_a_secret_shown_once_is_not_readable_in_the_kept_answer(api: APIClient) -> None:
    fields = {"name": "script", "scope": "read"}
    first = send(api, fields, path="/api/v1/api-keys")
    assert send(api, fields, path="/api/v1/api-keys").json() == first.json()
    assert first.json()["secret"] not in str(IdempotentRequest.objects.values().get())


@pytest.mark.parametrize("wrong", [{"status": 500}, {"status": 100}, {"key": "taken"}])
def test_the_database_refuses_the_impossible(ana: User, wrong: dict[str, Any]) -> None:
    whole = {"user": ana, "fingerprint": "f", "claimed_at": timezone.now()}
    IdempotentRequest.objects.create(key="taken", **whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotentRequest.objects.create(**{"key": "new"} | whole | wrong)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_done_and_the_other_told_to_wait(ana: User, api_of: Callable[[User], APIClient]) -> None:
    Probe.leave.clear()
    slow = InThread(api_of(ana))
    slow.start()
    assert Probe.entered.wait(timeout=10)
    answer = send(api_of(ana))
    Probe.leave.set()
    slow.join()
    assert (slow.status, answer.status_code, Probe.done) == (201, 409, 1)
    assert answer.json()["error"]["code"] == "idempotency_in_flight"
    assert send(api_of(ana)).headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done(ana: User, api_of: Callable[[User], APIClient]) -> None:
    threads = [InThread(api_of(ana)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Probe.done == 1
    assert {thread.status for thread in threads} <= {201, 409}


class InThread(Thread):
    """Sends the request on a thread and a database connection of its own."""

    def __init__(self, api: APIClient) -> None:
        super().__init__()
        self.api, self.status = api, 0

    def run(self) -> None:
        try:
            self.status = send(self.api).status_code
        finally:
            connection.close()


def test_what_was_sent_cannot_be_found_by_trying(api: APIClient, settings: Settings) -> None:
    send(api, {"n": 805316}, key="a-pin")
    kept = IdempotentRequest.objects.get().fingerprint
    guess = json.dumps(["POST", PROBE, {"n": 805316}], sort_keys=True)
    assert kept == salted_hmac("idempotency", guess, algorithm="sha256").hexdigest()
    settings.SECRET_KEY = "another"
    assert kept != salted_hmac("idempotency", guess, algorithm="sha256").hexdigest()
