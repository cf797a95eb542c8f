"""Snapshots, forecasts, scores and advice over HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from rest_framework.test import APIClient

from accounts.models import User
from finance import engine, refresh
from finance.ml import MLClient
from finance.models import Forecast, LinkedAccount, Recommendation
from tests.finance.conftest import LAST_DAY

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
MINE = [
    "/api/v1/snapshots",
    "/api/v1/forecasts/latest",
    "/api/v1/safe-to-spend",
    "/api/v1/affordability?amount=100",
    "/api/v1/scores",
    "/api/v1/scores/latest",
    "/api/v1/recommendations",
]


@pytest.fixture
def answered(ana: User, half_a_year: LinkedAccount, client_of_ml: MLClient) -> Forecast:
    """Bring ana's picture in line as the worker would, and return her weekly forecast."""
    refresh.after_change(user=ana, currency="CZK")
    for row in Forecast.objects.order_by("-period"):
        engine.run(row.pk, client=client_of_ml, now=timezone.now())
    found: Forecast = Forecast.objects.get(user=ana, period="weekly")
    return found


@pytest.mark.parametrize("path", MINE)
@pytest.mark.django_db
def test_nobody_sees_anything_without_logging_in(path: str) -> None:
    answer = APIClient().get(path)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "not_authenticated"


@pytest.mark.usefixtures("answered")
def test_ben_sees_nothing_of_anas(ben: User, api_of: Callable[[User], APIClient]) -> None:
    bens = api_of(ben)
    assert bens.get("/api/v1/snapshots").json()["results"] == []
    assert bens.get("/api/v1/recommendations").json()["results"] == []
    assert bens.get("/api/v1/scores").json()["results"] == []
    assert bens.get("/api/v1/forecasts/latest").status_code == 404
    advice = Recommendation.objects.first()
    assert advice is not None
    answer = bens.post(f"/api/v1/recommendations/{advice.public_id}/accept")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.usefixtures("answered")
def test_snapshots_tell_each_month_newest_first(api: APIClient) -> None:
    results = api.get("/api/v1/snapshots?period=monthly").json()["results"]
    starts = [row["starts_on"] for row in results]
    assert starts == sorted(starts, reverse=True)
    october = results[0]
    assert october["revenue"] == "3500.00"
    assert Decimal(october["ebitda"]) == Decimal(october["revenue"]) - Decimal(october["expenses"])
    assert october["closing_balance"] == "2500.00"
    assert october["complete"] is True


def test_a_forecast_is_asked_for_and_accepted(
    api: APIClient, half_a_year: LinkedAccount, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        answer = api.post("/api/v1/forecasts", {"period": "monthly"}, format="json")
    assert answer.status_code == 202
    assert answer.json()["status"] == "requested"
    assert len(callbacks) == 1


def test_without_transactions_asking_says_what_to_do(api: APIClient) -> None:
    answer = api.post("/api/v1/forecasts", {}, format="json")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "no_transactions"
    assert api.get("/api/v1/forecasts/latest").json()["error"]["code"] == "no_forecast"


def test_the_latest_forecast_has_everything_that_is_drawn(api: APIClient, answered: Forecast) -> None:
    said = api.get("/api/v1/forecasts/latest?period=weekly").json()
    assert said["as_of"] == LAST_DAY.isoformat()
    assert said["opening_balance"] == "2500.00"
    assert len(said["ds"]) == said["h"] == 13
    assert len(said["balance"]["q"]) == len(said["quantiles"]) == 19
    assert said["scenarios"]["stressed"] == said["balance"]["q"][1]
    daily = said["daily_balance"]
    lowest = min(zip(daily["q"][daily["quantiles"].index(0.5)], daily["ds"], strict=True), key=lambda p: Decimal(p[0]))
    assert Decimal(said["lowest_point"]["amount"]) == Decimal(lowest[0])
    assert said["stale"] is False
    assert said["pending"] is None
    assert all(0 <= chance <= 1 for chance in said["shortfall_probability"])


def test_a_newer_unanswered_question_is_told_beside_the_last_answer(
    api: APIClient, ana: User, answered: Forecast
) -> None:
    Forecast.objects.create(user=ana, period="weekly", currency="CZK", requested_at=NOW, status="failed", error="away")
    said = api.get("/api/v1/forecasts/latest").json()
    assert said["id"] == str(answered.public_id)
    assert said["pending"]["status"] == "failed"
    assert said["pending"]["error"] == "away"


def test_an_old_forecast_is_shown_with_its_age_and_called_stale(api: APIClient, answered: Forecast) -> None:
    Forecast.objects.filter(pk=answered.pk).update(completed_at=timezone.now() - timedelta(days=9))
    said = api.get("/api/v1/forecasts/latest").json()
    assert said["stale"] is True
    assert said["age_s"] >= 9 * 86_400


def test_safe_to_spend_is_made_of_its_parts(api: APIClient, answered: Forecast) -> None:
    said = api.get("/api/v1/safe-to-spend").json()
    parts = Decimal(said["lowest_stressed_balance"]) - Decimal(said["buffer"])
    assert Decimal(said["amount"]) == max(Decimal(0), parts)
    assert said["amount"] == api.get("/api/v1/forecasts/latest").json()["safe_to_spend"]


def test_another_buffer_counts_at_once(api: APIClient, answered: Forecast) -> None:
    before = api.get("/api/v1/forecasts/latest").json()
    assert api.patch("/api/v1/me", {"buffer": "100.00", "home_currency": "CZK"}, format="json").status_code == 200
    after = api.get("/api/v1/forecasts/latest").json()
    assert after["buffer"] == api.get("/api/v1/safe-to-spend").json()["buffer"] == "100.00"
    assert Decimal(before["safe_to_spend"]) - Decimal(after["safe_to_spend"]) == 100
    assert after["shortfall_probability"][-1] >= before["shortfall_probability"][-1]


def test_what_is_safe_to_spend_is_what_can_be_afforded(api: APIClient, answered: Forecast) -> None:
    first = LAST_DAY + timedelta(days=1)
    safe = Decimal(api.get("/api/v1/safe-to-spend").json()["amount"])
    assert safe > 1
    said = api.get(f"/api/v1/affordability?amount={safe}&on={first}").json()
    assert said["affordable"] is True
    assert said["earliest_on"] == said["on"] == first.isoformat()
    assert said["probability_without"] <= said["probability_with"] <= said["limit"]
    assert Decimal(said["safe_to_spend"]) == safe
    more = api.get(f"/api/v1/affordability?amount={safe + 50}&on={first}").json()
    assert more["affordable"] is False
    assert more["earliest_on"] != more["on"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/forecasts/latest?period=daily",
        "/api/v1/safe-to-spend?weeks=99",
        "/api/v1/affordability",
        "/api/v1/affordability?amount=0",
        "/api/v1/affordability?amount=a lot",
        "/api/v1/affordability?amount=5&on=2035-01-01",
    ],
)
def test_a_wrong_parameter_is_a_clear_400(api: APIClient, answered: Forecast, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "invalid"


@pytest.mark.usefixtures("answered")
def test_scores_come_with_reasons_and_say_what_they_are_not(api: APIClient) -> None:
    said = api.get("/api/v1/scores/latest").json()
    assert set(said["scores"]) == {"health", "karma", "credit"}
    assert said["unavailable"] == {}
    assert "educational" in said["note"]
    assert said["scores"]["health"]["components"]


def test_before_the_first_statement_scores_say_what_they_need(api: APIClient) -> None:
    said = api.get("/api/v1/scores/latest").json()
    assert said["scores"] == {"health": None, "karma": None, "credit": None}
    assert set(said["unavailable"]) == {"health", "karma", "credit"}


def figures_in(text: str) -> set[str]:
    digits = "".join(sign if sign.isdigit() else " " for sign in text.replace(",", "").replace(".", ""))
    return set(digits.split())


@pytest.mark.usefixtures("answered")
def test_every_advice_rests_on_evidence_and_can_be_decided_twice(api: APIClient) -> None:
    results: list[dict[str, Any]] = api.get("/api/v1/recommendations").json()["results"]
    assert results
    assert all(row["evidence"] for row in results)
    path = f"/api/v1/recommendations/{results[0]['id']}"
    assert api.post(f"{path}/accept").json()["status"] == "accepted"
    assert api.post(f"{path}/accept").json()["status"] == "accepted"
    assert api.post(f"{path}/dismiss", {"reason": "not now"}, format="json").json()["status"] == "dismissed"
    assert results[0]["id"] not in [row["id"] for row in api.get("/api/v1/recommendations").json()["results"]]
    assert api.post(f"{path}/reopen").json()["status"] == "new"


@pytest.mark.usefixtures("answered")
def test_dismissed_advice_does_not_return_the_next_night(api: APIClient, ana: User, client_of_ml: MLClient) -> None:
    first = api.get("/api/v1/recommendations").json()["results"][0]
    api.post(f"/api/v1/recommendations/{first['id']}/dismiss")
    row = Forecast.objects.create(user=ana, period="weekly", currency="CZK", requested_at=NOW)
    engine.run(row.pk, client=client_of_ml, now=timezone.now())
    assert first["kind"] not in [row["kind"] for row in api.get("/api/v1/recommendations").json()["results"]]


@pytest.mark.parametrize("path", MINE)
@pytest.mark.usefixtures("answered")
def test_reads_take_few_queries(
    api: APIClient, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        assert api.get(path).status_code == 200
