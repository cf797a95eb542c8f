"""What the web process tells Prometheus, and whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from finance.models import Forecast

pytestmark = pytest.mark.django_db


def value_of(client: Client, name: str) -> float:
    lines = client.get("/metrics").content.decode().splitlines()
    return float(next((line.rpartition(" ")[2] for line in lines if line.startswith(name)), "0"))


def test_answers_are_counted_by_view_and_status(client: Client) -> None:
    ok = 'giglens_requests_total{method="GET",status="200",view="livez"}'
    before = value_of(client, ok)
    client.get("/livez")
    client.get("/livez")
    assert value_of(client, ok) == before + 2
    assert value_of(client, 'giglens_request_seconds_count{view="livez"}') >= 2


def test_ids_in_an_address_make_no_view_of_their_own(client: Client) -> None:
    client.get("/api/v1/transactions/5f0b6a4e-9f2f-4b43-8f8e-000000000000")
    told = client.get("/metrics").content.decode()
    assert 'view="api/v1/transactions/<uuid:public_id>"' in told
    assert "5f0b6a4e" not in told


def test_a_made_up_method_is_one_of_the_others(client: Client) -> None:
    client.generic("BREW", "/livez")
    assert "BREW" not in client.get("/metrics").content.decode()


def test_the_oldest_forecast_that_waits_is_told(client: Client, ana: User) -> None:
    assert value_of(client, "giglens_forecast_oldest_waiting_seconds") == 0
    asked = timezone.now() - timedelta(minutes=5)
    Forecast.objects.create(user=ana, period="weekly", currency="CZK", requested_at=asked)
    assert value_of(client, "giglens_forecasts_waiting") == 1
    assert value_of(client, "giglens_forecast_oldest_waiting_seconds") == pytest.approx(300, abs=30)


@pytest.mark.parametrize(
    "from_where",
    [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, {"HTTP_FORWARDED": "for=203.0.113.9"}],
)
def test_from_elsewhere_there_is_no_such_page(client: Client, settings: Settings, from_where: dict[str, str]) -> None:
    assert client.get("/metrics", **from_where).status_code == 404  # type: ignore[arg-type]  # headers, by their WSGI names
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ", **from_where).status_code == 404  # type: ignore[arg-type]
    settings.METRICS_TOKEN = "t" * 32
    with_token = {"HTTP_AUTHORIZATION": "Bearer " + "t" * 32}
    assert client.get("/metrics", **with_token, **from_where).status_code == 200  # type: ignore[arg-type]
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer wrong", **from_where).status_code == 404  # type: ignore[arg-type]


def test_behind_a_proxy_nobody_is_near(client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get("/metrics").status_code == 404
