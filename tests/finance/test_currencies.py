"""Money in several currencies: each shown by itself, the main one unless another is asked for, nothing converted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from finance import engine, forecasts, snapshots
from finance.ml import MLClient
from finance.models import BalancePoint, Forecast, LinkedAccount, Score, Transaction
from tests.finance.conftest import LAST_DAY, Write

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def both(ana: User, half_a_year: LinkedAccount, write: Write, client_of_ml: MLClient) -> User:
    """Return ana with crowns, which are hers, and fewer euros, whose forecast is the newer one."""
    euros = LinkedAccount.objects.create(user=ana, name="Euros", currency="EUR")
    for week in range(20):
        write(LAST_DAY - timedelta(days=7 * week), 10_000, to=euros)
        write(LAST_DAY - timedelta(days=7 * week + 1), -4_000, Transaction.Kind.EXPENSE, to=euros)
    BalancePoint.objects.create(account=euros, on=LAST_DAY, balance_minor=50_000, source="user")
    for number, currency in enumerate(("CZK", "EUR")):
        snapshots.rebuild(user=ana, currency=currency)
        row = forecasts.request(
            user=ana,
            period="weekly",
            currency=currency,
            trigger=Forecast.Trigger.USER,
            now=NOW + timedelta(hours=number),
        )
        engine.run(row.pk, now=NOW + timedelta(hours=number), client=client_of_ml)
    return ana


@pytest.mark.parametrize("path", ["forecasts/latest", "safe-to-spend", "affordability?amount=1", "snapshots"])
def test_every_figure_is_in_the_main_currency_or_in_the_one_that_is_asked_for(
    api: APIClient, both: User, path: str
) -> None:
    mark = "&" if "?" in path else "?"
    main, asked = (api.get(f"/api/v1/{path}{more}").json() for more in ("", f"{mark}currency=eur"))
    first, second = ({row["currency"] for row in one.get("results", [one])} for one in (main, asked))
    assert (first, second) == ({"CZK"}, {"EUR"})


def test_a_currency_that_is_none_is_refused_and_one_that_is_not_theirs_is_empty(api: APIClient, both: User) -> None:
    assert api.get("/api/v1/safe-to-spend", {"currency": "XYZ"}).status_code == 400
    assert api.get("/api/v1/safe-to-spend", {"currency": "JPY"}).status_code == 404
    assert api.get("/api/v1/snapshots", {"currency": "JPY"}).json()["results"] == []


def test_scores_stay_in_the_main_currency(both: User) -> None:
    assert set(Score.objects.for_user(both).values_list("currency", flat=True)) == {"CZK"}


def test_the_currencies_are_listed_with_the_main_one_first(api: APIClient, both: User) -> None:
    rows = api.get("/api/v1/currencies").json()["results"]
    assert [(row["currency"], row["main"]) for row in rows] == [("CZK", True), ("EUR", False)]
    both.home_currency = "EUR"
    both.save()
    assert api.get("/api/v1/currencies").json()["results"][0]["currency"] == "EUR"
    assert api.get("/api/v1/forecasts/latest").json()["currency"] == "EUR"


def test_a_forecast_is_asked_for_in_a_currency(api: APIClient, both: User) -> None:
    answer = api.post("/api/v1/forecasts", {"period": "weekly", "currency": "EUR"}, format="json")
    assert (answer.status_code, answer.json()["currency"]) == (202, "EUR")
    assert api.post("/api/v1/forecasts", {"currency": "abc"}, format="json").status_code == 400


def test_a_bill_due_in_a_far_year_is_shown(api: APIClient) -> None:
    bill = {"name": "Far", "amount": "10", "cadence": "monthly", "due_on": "2099-01-01"}
    assert api.post("/api/v1/bills", bill, format="json").json()["next_on"] == "2099-01-01"


def test_what_is_due_is_totalled_by_currency(api: APIClient, both: User) -> None:
    due_on = str(timezone.localdate() + timedelta(days=9))
    for currency in ("CZK", "EUR"):
        bill = {"name": currency, "amount": "10", "cadence": "yearly", "due_on": due_on, "currency": currency}
        api.post("/api/v1/bills", bill, format="json")
    totals = api.get("/api/v1/bills/upcoming", {"days": 365}).json()["totals"]
    assert {one["currency"] for one in totals} == {"CZK", "EUR"}
    assert len(totals) == 2
