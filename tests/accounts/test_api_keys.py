"""Personal API keys: shown once, scoped, expiring, revocable."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts import api_keys
from accounts.models import ApiKey, User

KEYS, ME = "/api/v1/api-keys", "/api/v1/me"
ApiOf = Callable[[User], APIClient]


def bearer(token: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


@pytest.fixture
def make(api: APIClient) -> Callable[..., dict[str, Any]]:
    """Return a function that makes a key of ana's over HTTP."""

    def one(**fields: Any) -> dict[str, Any]:
        answer = api.post(KEYS, {"name": "script", "scope": "read"} | fields, format="json")
        assert answer.status_code == 201, answer.content
        made: dict[str, Any] = answer.json()
        return made

    return one


def test_it_opens_the_api_as_its_owner(make: Callable[..., dict[str, Any]]) -> None:
    assert bearer(make()["secret"]).get(ME).json()["email"] == "ana@example.com"


def test_the_secret_is_shown_once_and_kept_nowhere(make: Callable[..., dict[str, Any]], api: APIClient) -> None:
    made = make()
    (listed,) = api.get(KEYS).json()["results"]
    assert "secret" not in listed
    assert listed["prefix"] == made["secret"][:10]
    row = ApiKey.objects.values().get()
    assert made["secret"] not in str(row)
    assert len(row["secret_sha256"]) == 64


def test_a_read_key_cannot_write_and_a_write_key_can(make: Callable[..., dict[str, Any]]) -> None:
    answer = bearer(make()["secret"]).patch(ME, {"name": "x"}, format="json")
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "forbidden"
    assert bearer(make(scope="write")["secret"]).patch(ME, {"name": "x"}, format="json").status_code == 200


def test_a_key_makes_no_keys_and_deletes_nobody(make: Callable[..., dict[str, Any]]) -> None:
    program = bearer(make(scope="write")["secret"])
    assert program.get(KEYS).status_code == 403
    assert program.post(KEYS, {"name": "more", "scope": "write"}, format="json").status_code == 403
    assert program.delete(ME, {"password": "ana-password"}, format="json").status_code == 403


def test_a_revoked_key_is_401_and_stays_listed(make: Callable[..., dict[str, Any]], api: APIClient) -> None:
    made = make()
    assert [api.delete(f"{KEYS}/{made['id']}").status_code for _ in range(2)] == [204, 204]
    answer = bearer(made["secret"]).get(ME)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert api.get(KEYS).json()["results"][0]["revoked_at"] is not None


def test_an_expired_key_is_401(make: Callable[..., dict[str, Any]]) -> None:
    made = make(expires_at=(timezone.now() + timedelta(days=1)).isoformat())
    assert bearer(made["secret"]).get(ME).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert bearer(made["secret"]).get(ME).status_code == 401


def test_the_key_of_a_deactivated_user_is_401(make: Callable[..., dict[str, Any]], ana: User) -> None:
    made = make()
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert bearer(made["secret"]).get(ME).status_code == 401


@pytest.mark.parametrize("token", ["glk_wrong", "glk_", "short", "x" * 500, "two words", "ž"])
@pytest.mark.django_db
def test_a_wrong_token_is_401(token: str) -> None:
    answer = APIClient().get(ME, HTTP_AUTHORIZATION=f"Bearer {token}".encode().decode("latin-1"))
    assert answer.status_code == 401


def test_its_use_is_noted_to_the_hour(
    make: Callable[..., dict[str, Any]], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    program = bearer(make()["secret"])
    program.get(ME)
    used = ApiKey.objects.get().last_used_at
    assert used is not None
    assert (used.minute, used.second) == (0, 0)
    with django_assert_num_queries(1):
        program.get(ME)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"scope": "admin"}, "scope"),
        ({"scope": None}, "scope"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
    ],
)
def test_what_is_not_valid_is_refused(api: APIClient, fields: dict[str, Any], field: str) -> None:
    answer = api.post(KEYS, {"name": "script", "scope": "read"} | fields, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]


def test_twenty_are_enough(api: APIClient, ana: User) -> None:
    for number in range(api_keys.MOST_KEYS):
        api_keys.make(user=ana, name=f"{number}", scope=ApiKey.Scope.READ, expires_at=None, now=timezone.now())
    answer = api.post(KEYS, {"name": "more", "scope": "read"}, format="json")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "too_many_api_keys"


def test_ben_neither_sees_nor_revokes_anas(make: Callable[..., dict[str, Any]], ben: User, api_of: ApiOf) -> None:
    made = make()
    bens = api_of(ben)
    assert bens.get(KEYS).json()["results"] == []
    assert bens.delete(f"{KEYS}/{made['id']}").status_code == 404
    assert bearer(made["secret"]).get(ME).status_code == 200


def test_the_list_costs_the_same_however_long(
    api: APIClient, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 12):
        for number in range(count):
            api_keys.make(user=ana, name=f"{number}", scope=ApiKey.Scope.READ, expires_at=None, now=timezone.now())
        with django_assert_num_queries(3):  # session, user, keys
            assert api.get(KEYS).status_code == 200


@pytest.mark.parametrize("wrong", [{"scope": "admin"}, {"secret_sha256": "plain"}])
def test_the_database_refuses_the_impossible(ana: User, wrong: dict[str, Any]) -> None:
    whole = {"name": "n", "scope": "read", "prefix": "glk_", "secret_sha256": "0" * 64}
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.create(user=ana, **whole | wrong)


def test_a_secret_belongs_to_one_key(ana: User, ben: User) -> None:
    whole = {"name": "n", "scope": "read", "prefix": "glk_", "secret_sha256": "0" * 64}
    ApiKey.objects.create(user=ana, **whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.create(user=ben, **whole)
