"""How a figure is made."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from rest_framework.test import APIClient

from accounts.models import User
from assistant.tools.explaining import TOPICS
from finance.models import Forecast, Goal, TaxProfile
from gig_lens.local import BASE_DIR
from tests.assistant.tools.conftest import Ask, figures

OF_A_MONTH = ("profit", "net_cash_flow", "growth", "liquidity")


def test_what_a_month_came_to_is_the_snapshots(ask: Ask, api: APIClient, answered: Forecast) -> None:
    shown = next(one for one in api.get("/api/v1/snapshots?period=monthly").json()["results"] if one["complete"])
    told = figures(ask("explain", topic="growth"))
    names = {"profit": "ebitda", "earned": "revenue", "costs": "expenses", "closing_balance": "closing_balance"}
    for name, field in {
        **names,
        "net_cash_flow": "net_cash_flow",
        "cash_in": "cash_in",
        "cash_out": "cash_out",
    }.items():
        assert told[name] == Decimal(shown[field])
    assert told["growth"] == round(Decimal(shown["growth"]) * 100)


def test_every_figure_that_is_understood_can_be_explained() -> None:
    told = yaml.safe_load((BASE_DIR / "assistant/understanding/words/topics.yaml").read_text(encoding="utf-8"))
    assert {topic for by_topic in told["figures"].values() for topic in by_topic} <= set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_figure_is_explained_with_its_own_facts(ask: Ask, ana: User, answered: Forecast, topic: str) -> None:
    Goal.objects.create(user=ana, name="Bike", currency="CZK", target_minor=1_000, starts_on=date(2026, 9, 1))
    TaxProfile.objects.create(user=ana, own_percent_hundredths=2_000)
    found = ask("explain", topic=topic)
    if topic == "mileage":  # no trip yet
        assert found.template == "mileage.none"
        return
    assert found.template == f"explain.{'health' if topic == 'score' else topic}"
    of_its_own = {"health": "score", "karma": "score", "credit": "score", "buffer": "safe_to_spend"}.get(topic, topic)
    if of_its_own not in ("affordability", "advice", *OF_A_MONTH):
        slots = {"score": topic} if of_its_own == "score" and topic != "score" else {}
        assert figures(found) == figures(ask(of_its_own, **slots))


def test_what_is_held_back_is_part_of_it(ask: Ask, ana: User, answered: Forecast) -> None:
    TaxProfile.objects.create(user=ana, own_percent_hundredths=2_000, hold_back=True)
    found = ask("explain", topic="safe_to_spend")
    assert found.template == "explain.safe_to_spend_held"
    told = figures(found)
    rest = told["lowest_stressed_balance"] - told["buffer"] - told["held_for_goals"] - told["held_for_taxes"]
    assert told["safe_to_spend"] == max(rest, 0)


def test_without_a_figure_it_says_what_is_missing(ask: Ask) -> None:
    assert ask("explain", topic="safe_to_spend").template == "no_statements"
    assert ask("explain").template == "explain.ask"
    assert ask("explain", topic="the moon").template == "explain.ask"
    assert ask("explain", score="karma").template == "no_statements"
