"""How far a goal is."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from rest_framework.test import APIClient

from accounts.models import User
from finance.models import Forecast, Goal, GoalDeposit
from tests.assistant.tools.conftest import NOW, Ask, figures

TODAY = NOW.date()


def make(user: User, **columns: Any) -> Goal:
    usual = {"name": "New bike", "currency": "CZK", "target_minor": 100_000, "starts_on": date(2026, 9, 1)}
    return Goal.objects.create(user=user, **(usual | columns))


def test_it_is_the_apps(ask: Ask, api: APIClient, ana: User, answered: Forecast) -> None:
    goal = make(ana, due_on=TODAY + timedelta(days=40))
    GoalDeposit.objects.create(user=ana, goal=goal, on=TODAY, amount_minor=25_000)
    (shown,) = api.get("/api/v1/goals").json()["results"]
    found = ask("goal")
    told = figures(found)
    assert found.template.startswith("goal.ok+goal_chance")
    for name, field in (("saved", "saved"), ("target", "target"), ("remaining", "remaining"), ("per_week", "per_week")):
        assert told[f"goal_{name}"] == Decimal(shown[field])
    assert told["goal_chance"] == round(Decimal(str(shown["probability"])) * 100)


def test_each_kind_of_goal_has_its_words(ask: Ask, ana: User) -> None:
    assert ask("goal").template == "goal.none"
    goal = make(ana)
    assert ask("goal").template == "goal.open"
    Goal.objects.filter(pk=goal.pk).update(due_on=TODAY - timedelta(days=1))
    assert ask("goal").template == "goal.past"
    Goal.objects.filter(pk=goal.pk).update(due_on=TODAY + timedelta(days=9))
    assert ask("goal").template == "goal.ok"
    GoalDeposit.objects.create(user=ana, goal=goal, on=TODAY, amount_minor=100_000)
    assert ask("goal").template == "goal.reached"
    Goal.objects.filter(pk=goal.pk).update(target_minor=None, percent_hundredths=1_250)
    found = ask("goal")
    assert found.template == "goal.share"
    assert figures(found)["goal_share"] == Decimal("12.5")


def test_a_goal_is_found_by_its_name(ask: Ask, ana: User, ben: User) -> None:
    make(ana, due_on=TODAY + timedelta(days=9))
    make(ana, name="Trip 2027 to the sea http://evil.example", target_minor=5_000)
    found = ask("goal", text="sea")
    assert figures(found)["goal_name"] == "Trip to the sea"
    assert ask("goal", text="house").template == "goal.no_such"
    assert ask("goal", user=ben).template == "goal.none"
