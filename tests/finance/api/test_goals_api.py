"""Goals over HTTP: made, saved for, deleted and brought back; what is held back is not safe to spend."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance import engine
from finance.ml import MLClient
from finance.models import Alert, Forecast, Goal, GoalDeposit, LinkedAccount
from tests.finance.conftest import LAST_DAY, Kind, Write

GOALS = "/api/v1/goals"
SOON = str(timezone.localdate() + timedelta(days=70))


def made(api: APIClient, **body: Any) -> dict[str, Any]:
    answer = api.post(
        GOALS, {"name": "Van", "currency": "CZK", "target": "700.00", "due_on": SOON} | body, format="json"
    )
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def aside(api: APIClient, goal: dict[str, Any], **body: Any) -> Any:
    return api.post(f"{GOALS}/{goal['id']}/deposits", body, format="json")


def test_it_works(api: APIClient) -> None:
    goal = made(api)
    assert (goal["saved"], goal["remaining"], goal["per_week"]) == ("0.00", "700.00", "70.00")
    assert (goal["probability"], goal["probability_missing"]) == (None, "no_forecast")
    detail = aside(api, goal, amount="70.00").json()
    assert (detail["saved"], detail["remaining"], detail["per_week"]) == ("70.00", "630.00", "63.00")
    (deposit,) = detail["deposits"]
    assert api.delete(f"{GOALS}/{goal['id']}/deposits/{deposit['id']}").status_code == 204
    assert api.get(f"{GOALS}/{goal['id']}").json()["saved"] == "0.00"
    changed = api.patch(f"{GOALS}/{goal['id']}", {"target": "140.00", "name": "Bike"}, format="json").json()
    assert (changed["name"], changed["per_week"]) == ("Bike", "14.00")


@pytest.mark.parametrize(
    "body",
    [
        {"target": None},
        {"target": "0.00"},
        {"target": "-1.00"},
        {"target": "1.001"},
        {"target": 5},
        {"percent": "0"},
        {"percent": "100.01"},
        {"percent": "1.005"},
        {"currency": "XXQ"},
        {"name": ""},
        {"linked_account": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_what_makes_no_sense_is_refused(api: APIClient, body: dict[str, Any]) -> None:
    answer = api.post(GOALS, {"name": "Van", "currency": "CZK", "target": "700.00"} | body, format="json")
    assert answer.status_code == 400, answer.content
    assert not Goal.objects.exists()


def test_deleting_can_be_undone(api: APIClient) -> None:
    goal = made(api)
    aside(api, goal, amount="5.00")
    path = f"{GOALS}/{goal['id']}"
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert api.get(GOALS).json()["results"] == []
    entry = AuditEntry.objects.get(action="goal.deleted")
    assert entry.undo == {"method": "POST", "path": f"goals/{goal['id']}/restore", "body": None}
    for _ in range(2):
        assert api.post(f"{path}/restore").json()["saved"] == "5.00"


def test_each_pay_suggests_its_share_and_is_set_aside_once(api: APIClient, write: Write) -> None:
    pay = write(LAST_DAY, 33_333)
    write(LAST_DAY, -5_000, Kind.EXPENSE)
    write(LAST_DAY - timedelta(days=9), 99_999)  # before the goal began
    goal = made(api, target=None, due_on=None, percent="12.5", starts_on=str(LAST_DAY - timedelta(days=1)))
    assert (goal["percent"], goal["per_week"], goal["probability_missing"]) == ("12.50", None, "no_target")
    (suggested,) = api.get(f"{GOALS}/{goal['id']}").json()["suggestions"]
    assert (suggested["pay"], suggested["amount"]) == ("333.33", "41.67")
    for _ in range(2):
        detail = aside(api, goal, transaction=str(pay.public_id)).json()
        assert (detail["saved"], detail["suggestions"]) == ("41.67", [])
    assert detail["deposits"][0]["on"] == str(LAST_DAY)


def test_an_account_of_its_own_tells_how_far_it_is(api: APIClient, ana: User, write: Write) -> None:
    jar = LinkedAccount.objects.create(user=ana, name="Jar", currency="CZK")
    write(LAST_DAY - timedelta(days=40), 1_000, Kind.TRANSFER, to=jar)
    write(LAST_DAY, 20_000, Kind.TRANSFER, to=jar)
    write(LAST_DAY, -500, Kind.PERSONAL, to=jar)
    goal = made(api, linked_account=str(jar.public_id), starts_on=str(LAST_DAY - timedelta(days=7)))
    assert goal["saved"] == "195.00"
    assert aside(api, goal, amount="1.00").json()["error"]["code"] == "told_by_account"
    second = api.post(GOALS, {"name": "B", "target": "1.00", "linked_account": str(jar.public_id)}, format="json")
    assert second.json()["error"]["code"] == "account_taken"


def test_no_more_is_taken_out_than_there_is(api: APIClient) -> None:
    goal = made(api)
    aside(api, goal, amount="10.00")
    assert aside(api, goal, amount="-10.01").status_code == 400
    assert aside(api, goal, amount="0.00").status_code == 400
    assert aside(api, goal).status_code == 400
    assert aside(api, goal, amount="-10.00").json()["saved"] == "0.00"


@pytest.mark.usefixtures("half_a_year")
def test_what_is_held_back_is_not_safe_to_spend_and_says_for_what(
    api: APIClient, ana: User, client_of_ml: MLClient
) -> None:
    now = timezone.now()
    row = Forecast.objects.create(user=ana, period="weekly", currency="CZK", requested_at=now)
    engine.run(row.pk, client=client_of_ml, now=now)
    Forecast.objects.update(buffer_minor=0)
    free = api.get("/api/v1/safe-to-spend").json()
    assert (free["held_for_goals"], free["goals"]) == ("0.00", [])
    goal = made(api, hold_back=True)
    aside(api, goal, amount="50.00")
    held = api.get("/api/v1/safe-to-spend").json()
    assert held["goals"] == [{"id": goal["id"], "name": "Van", "amount": "50.00"}]
    assert float(free["amount"]) - float(held["amount"]) == min(50, float(free["amount"]))
    latest = api.get("/api/v1/forecasts/latest").json()
    assert (latest["safe_to_spend"], latest["held_for_goals"]) == (held["amount"], "50.00")
    assert api.get("/api/v1/affordability", {"amount": "1.00"}).json()["safe_to_spend"] == held["amount"]
    api.patch(f"{GOALS}/{goal['id']}", {"hold_back": False}, format="json")
    assert api.get("/api/v1/safe-to-spend").json()["amount"] == free["amount"]


def test_a_goal_that_is_reached_is_told_once(api: APIClient, ana: User) -> None:
    goal = made(api)
    aside(api, goal, amount="699.99")
    assert not Alert.objects.exists()
    assert aside(api, goal, amount="0.01").json()["reached"]
    aside(api, goal, amount="-1.00")
    aside(api, goal, amount="1.00")
    (alert,) = Alert.objects.filter(user=ana)
    assert (alert.kind, alert.evidence[0]["value"]) == ("goal_reached", "Van")


def test_ben_sees_nothing_of_ana(
    api: APIClient, ben: User, account: LinkedAccount, write: Write, api_of: Callable[[User], APIClient]
) -> None:
    goal, pay, bens = made(api), write(LAST_DAY, 10_000), api_of(ben)
    deposit = aside(api, goal, amount="5.00").json()["deposits"][0]
    path = f"{GOALS}/{goal['id']}"
    asked = [bens.get(path), bens.patch(path, {}, format="json"), bens.delete(path), bens.post(f"{path}/restore")]
    asked += [bens.post(f"{path}/deposits", {"amount": "1.00"}), bens.delete(f"{path}/deposits/{deposit['id']}")]
    assert [answer.status_code for answer in asked] == [404] * 6
    assert bens.get(GOALS).json()["results"] == []
    mine = {"name": "B", "currency": "CZK", "target": "1.00"}
    assert bens.post(GOALS, mine | {"linked_account": str(account.public_id)}, format="json").status_code == 400
    own = bens.post(GOALS, mine | {"percent": "10"}, format="json").json()
    assert aside(bens, own, transaction=str(pay.public_id)).status_code == 400


def test_a_list_costs_the_same_however_long_it_is(
    api: APIClient, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        goal = Goal.objects.create(user=ana, name=f"g{number}", currency="CZK", target_minor=1, starts_on=LAST_DAY)
        GoalDeposit.objects.create(user=ana, goal=goal, on=LAST_DAY, amount_minor=1)
    with django_assert_num_queries(7):  # session, user, goals, deposits, two forecasts, what is held back
        assert len(api.get(GOALS).json()["results"]) == 20


@pytest.mark.parametrize(
    "broken",
    [
        {"target_minor": None},
        {"target_minor": 0},
        {"percent_hundredths": 0},
        {"percent_hundredths": 10_001},
        {"currency": "czk"},
    ],
)
def test_the_database_refuses_the_impossible(ana: User, broken: dict[str, Any]) -> None:
    columns = {"name": "g", "currency": "CZK", "target_minor": 1, "starts_on": LAST_DAY} | broken
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.create(user=ana, **columns)


def test_nothing_is_no_deposit_and_a_pay_is_of_a_goal_once(ana: User, write: Write) -> None:
    pay = write(LAST_DAY, 1_000)
    goal = Goal.objects.create(user=ana, name="g", currency="CZK", target_minor=1, starts_on=LAST_DAY)
    columns = {"user": ana, "goal": goal, "on": LAST_DAY}
    GoalDeposit.objects.create(**columns, amount_minor=1, transaction=pay)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalDeposit.objects.create(**columns, amount_minor=2, transaction=pay)
    with pytest.raises(IntegrityError), transaction.atomic():
        GoalDeposit.objects.create(**columns, amount_minor=0)
