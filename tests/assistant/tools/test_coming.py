"""What the forecast says."""

from datetime import date, timedelta
from decimal import Decimal

from rest_framework.test import APIClient

from accounts.models import User
from assistant.facts import Span
from finance.models import Forecast
from tests.assistant.tools.conftest import Ask, figures
from tests.finance.conftest import LAST_DAY


def test_the_forecast_is_the_apps(ask: Ask, api: APIClient, answered: Forecast) -> None:
    shown, told = api.get("/api/v1/forecasts/latest").json(), figures(ask("forecast"))
    for name, scenario in (("expected", "base"), ("stressed", "stressed"), ("good", "optimistic")):
        assert told[f"{name}_balance"] == Decimal(shown["scenarios"][scenario][3])
    assert told["until"] == LAST_DAY + timedelta(weeks=4)


def test_a_period_ahead_is_answered_at_its_end(ask: Ask, api: APIClient, answered: Forecast) -> None:
    shown = api.get("/api/v1/forecasts/latest").json()
    found = ask("forecast", period=Span(date(2026, 11, 9), date(2026, 11, 15)))
    assert figures(found)["expected_balance"] == Decimal(shown["scenarios"]["base"][2])
    assert figures(found)["until"] == date(2026, 11, 21)


def test_far_ahead_the_months_answer(ask: Ask, api: APIClient, answered: Forecast) -> None:
    shown = api.get("/api/v1/forecasts/latest?period=monthly").json()
    found = ask("forecast", period=Span(date(2027, 3, 1), date(2027, 3, 31)))
    assert figures(found)["until"] == date(2027, 3, 31)
    place = shown["ds"].index("2027-03-01")
    assert figures(found)["expected_balance"] == Decimal(shown["scenarios"]["base"][place])


def test_what_is_past_or_too_far_is_said_to_be(ask: Ask, answered: Forecast) -> None:
    assert ask("forecast", period=Span(date(2026, 9, 1), date(2026, 9, 30))).template == "forecast.past"
    assert ask("forecast", period=Span(date(2029, 9, 1), date(2029, 9, 30))).template == "forecast.too_far"


def test_the_lowest_point_is_the_apps(ask: Ask, api: APIClient, answered: Forecast) -> None:
    shown, told = api.get("/api/v1/forecasts/latest").json(), figures(ask("lowest_point"))
    for name, point in (("lowest", "lowest_point"), ("stressed_lowest", "stressed_lowest_point")):
        assert told[f"{name}_on"] == date.fromisoformat(shown[point]["on"])
        assert told[f"{name}_balance"] == Decimal(shown[point]["amount"])


def test_the_risk_is_the_apps(ask: Ask, ana: User, api: APIClient, answered: Forecast) -> None:
    shown, found = api.get("/api/v1/forecasts/latest").json(), ask("shortfall_risk")
    assert figures(found)["risk"] == round(Decimal(str(shown["shortfall_probability"][3])) * 100)
    User.objects.filter(pk=ana.pk).update(buffer_minor=240_000)
    ana.refresh_from_db()
    shown, found = api.get("/api/v1/forecasts/latest").json(), ask("shortfall_risk")
    assert figures(found)["risk"] == round(Decimal(str(shown["shortfall_probability"][3])) * 100) > 10
    assert found.template == "shortfall_risk.high"


def test_safe_days_are_the_apps(ask: Ask, ana: User, api: APIClient, answered: Forecast) -> None:
    templates = set()
    for buffer in (0, 200_000, 260_000):
        User.objects.filter(pk=ana.pk).update(buffer_minor=buffer)
        ana.refresh_from_db()
        shown, found = api.get("/api/v1/forecasts/latest").json(), ask("safe_days")
        assert figures(found).get("safe_days") == shown["safe_days"]
        templates.add(found.template)
    assert templates <= {"safe_days.ok", "safe_days.all", "safe_days.over"}
    assert "safe_days.over" in templates
