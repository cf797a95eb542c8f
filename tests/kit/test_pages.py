"""Keyset pages, tried on the list of API keys."""

from datetime import UTC, datetime, timedelta

import pytest
from rest_framework.test import APIClient

from accounts.models import ApiKey, User

KEYS = "/api/v1/api-keys"
START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def write(user: User, count: int, *, at: datetime = START, from_number: int = 0) -> None:
    for number in range(from_number, from_number + count):
        ApiKey.objects.create(
            user=user,
            name=str(number),
            prefix="glk_",
            secret_sha256=f"{number:064x}",
            created_at=at + timedelta(minutes=number // 3),  # three share each instant
        )


def names(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [row["name"] for row in answer["results"]]


def test_every_row_comes_once_in_order(api: APIClient, ana: User) -> None:
    write(ana, 11)
    found, address = [], f"{KEYS}?limit=4"
    while address:
        page = api.get(address).json()
        found += names(page)
        address = page["next"]
    assert found == [str(number) for number in reversed(range(11))]


def test_a_row_added_meanwhile_shifts_nothing(api: APIClient, ana: User) -> None:
    write(ana, 6)
    first = api.get(f"{KEYS}?limit=3").json()
    write(ana, 1, at=START + timedelta(days=1), from_number=50)
    assert names(first) + names(api.get(first["next"]).json()) == ["5", "4", "3", "2", "1", "0"]


def test_next_is_an_address_that_keeps_the_rest_of_the_query(api: APIClient, ana: User) -> None:
    write(ana, 2)
    address = api.get(f"{KEYS}?limit=1&colour=blue").json()["next"]
    assert address.startswith("http://testserver/api/v1/api-keys?limit=1&colour=blue&cursor=")
    assert api.get(address).json()["next"] is None


def test_fifty_unless_said_otherwise(api: APIClient, ana: User) -> None:
    write(ana, 51)
    assert len(api.get(KEYS).json()["results"]) == 50
    assert len(api.get(f"{KEYS}?limit=200").json()["results"]) == 51


@pytest.mark.parametrize("limit", ["0", "201", "-1", "abc", "", "1.0", "٣", "9999999999", "1\n"])
def test_a_limit_that_is_none_is_refused(api: APIClient, limit: str) -> None:
    answer = api.get(KEYS, {"limit": limit})
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == ["limit"]


@pytest.mark.parametrize("cursor", ["", "x", "W10:abc", "::::", "é", "a" * 5000])
def test_a_cursor_that_is_none_is_refused(api: APIClient, cursor: str) -> None:
    answer = api.get(KEYS, {"cursor": cursor})
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == ["cursor"]


def test_an_altered_cursor_is_refused(api: APIClient, ana: User) -> None:
    write(ana, 2)
    address = api.get(f"{KEYS}?limit=1").json()["next"]
    assert api.get(address.replace("cursor=", "cursor=A")).status_code == 400
