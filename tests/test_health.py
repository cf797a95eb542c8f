"""The process and its parts."""

import pytest
from django.test import Client


def test_it_is_alive(client: Client) -> None:
    assert client.get("/livez").json() == {"status": "ok"}


@pytest.mark.django_db
def test_without_ml_it_is_degraded_and_still_serves(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["parts"] == {"database": "ok", "redis": "ok", "ml": "down"}


@pytest.mark.django_db
def test_a_provider_without_a_key_is_off_and_says_so(client: Client) -> None:
    assert set(client.get("/readyz").json()["providers"].values()) == {"off"}


def test_an_unknown_api_path_is_404_in_the_error_shape(client: Client) -> None:
    answer = client.get("/api/v1/nothing-here")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
