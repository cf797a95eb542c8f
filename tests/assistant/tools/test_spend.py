"""What may be spent."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from assistant.facts import Span
from finance.models import BalancePoint, Forecast, LinkedAccount
from tests.assistant.tools.conftest import NOW, Ask, figures


def test_safe_to_spend_is_what_the_app_shows(ask: Ask, api: APIClient, answered: Forecast) -> None:
    shown, found = api.get("/api/v1/safe-to-spend").json(), ask("safe_to_spend")
    told = figures(found)
    assert told["safe_to_spend"] == Decimal(shown["amount"])
    assert told["until"] == date.fromisoformat(shown["until"])
    for name in ("balance", "buffer", "held_for_goals", "held_for_taxes", "lowest_stressed_balance"):
        assert told[name] == Decimal(shown[name])


def test_a_farther_day_is_a_longer_time(ask: Ask, api: APIClient, answered: Forecast) -> None:
    shown = api.get("/api/v1/safe-to-spend?weeks=8").json()
    found = ask("safe_to_spend", period=Span(date(2026, 11, 2), date(2026, 12, 26)))
    assert figures(found)["safe_to_spend"] == Decimal(shown["amount"])


@pytest.mark.parametrize("amount", ["1.00", "300.00", "1500.00", "90000.00"])
@pytest.mark.parametrize("on", [None, date(2026, 11, 20), date(2026, 12, 3)])
def test_affordability_is_what_the_app_shows(
    ask: Ask, api: APIClient, answered: Forecast, amount: str, on: date | None
) -> None:
    shown = api.get("/api/v1/affordability", {"amount": amount} | ({"on": on.isoformat()} if on else {})).json()
    found = ask("affordability", amount=Decimal(amount), on=on)
    told = figures(found)
    assert found.template.startswith("affordability.yes") == shown["affordable"]
    assert told["risk_with"] == round(Decimal(str(shown["probability_with"])) * 100)
    assert told["risk_without"] == round(Decimal(str(shown["probability_without"])) * 100)
    assert told.get("earliest_on", shown["on"] and None) in (
        None,
        shown["earliest_on"] and date.fromisoformat(shown["earliest_on"]),
    )
    assert told["safe_to_spend"] == Decimal(shown["safe_to_spend"])


def test_without_an_amount_it_asks(ask: Ask, answered: Forecast) -> None:
    assert ask("affordability").template == "affordability.ask_amount"
    assert ask("affordability", amount=Decimal(0)).template == "affordability.ask_amount"
    assert ask("affordability", amount=Decimal(10) ** 30).template == "affordability.ask_amount"


def test_a_currency_without_a_ledger_is_not_converted(ask: Ask, answered: Forecast) -> None:
    assert ask("affordability", amount=Decimal(5), currency="EUR").template == "affordability.other_currency"


def test_it_does_not_see_for_ever(ask: Ask, answered: Forecast) -> None:
    found = ask("affordability", amount=Decimal(5), on=date(2028, 1, 1))
    assert found.template == "affordability.too_far"
    assert isinstance(figures(found)["last_on"], date)


def test_an_old_forecast_is_said_to_be_old(ask: Ask, answered: Forecast) -> None:
    found = ask("safe_to_spend", now=NOW + timedelta(days=12))
    assert found.template.endswith("+stale")
    assert figures(found)["forecast_age"] == 12


def test_a_preliminary_one_is_said_to_be_early(ask: Ask, answered: Forecast) -> None:
    Forecast.objects.filter(pk=answered.pk).update(preliminary=True)
    assert "+preliminary" in ask("safe_to_spend").template


def test_old_statements_are_said_to_be_old(ask: Ask, answered: Forecast) -> None:
    Forecast.objects.filter(pk=answered.pk).update(completed_at=NOW + timedelta(days=12))
    assert ask("safe_to_spend", now=NOW + timedelta(days=12)).template.endswith("+old_statements")


@pytest.mark.parametrize("intent", ["safe_to_spend", "safe_days", "lowest_point", "shortfall_risk", "forecast"])
def test_what_is_missing_is_said(ask: Ask, ana: User, half_a_year: LinkedAccount, intent: str) -> None:
    assert ask(intent).template == "forecast.none"
    row = Forecast.objects.create(user=ana, period="weekly", currency="CZK", requested_at=NOW)
    assert ask(intent).template == "forecast.pending"
    Forecast.objects.filter(pk=row.pk).update(status="failed", error="no answer")
    assert ask(intent).template == "forecast.failed"


@pytest.mark.parametrize("intent", ["safe_to_spend", "safe_days", "lowest_point", "shortfall_risk"])
def test_without_a_balance_it_says_so(ask: Ask, answered: Forecast, intent: str) -> None:
    points = dict(answered.points) | dict.fromkeys(("balance", "running_minimum", "daily_balance", "minimum_ahead"))
    Forecast.objects.filter(pk=answered.pk).update(points=points)
    assert ask(intent).template == "no_balance"
    assert ask("forecast").template == "forecast.flows"


def test_nothing_is_safe_when_nothing_is_left(ask: Ask, ana: User, answered: Forecast) -> None:
    User.objects.filter(pk=ana.pk).update(buffer_minor=10**9)
    ana.refresh_from_db()
    assert ask("safe_to_spend").template == "safe_to_spend.nothing"
    assert BalancePoint.objects.count() == 1
