"""Proposals over HTTP: a person decides, once, about their own."""

from collections.abc import Callable

from rest_framework.test import APIClient

from accounts import api_keys
from accounts.models import ApiKey, User
from finance.models import Goal
from tests.assistant.proposals.conftest import Propose
from tests.assistant.proposals.test_keeping import SLOTS
from tests.assistant.tools.conftest import NOW

LIST = "/api/v1/proposals"


def test_it_is_read_and_said_yes_to(api: APIClient, clock: object, proposed: Propose) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])
    (shown,) = api.get(LIST).json()["results"]
    assert shown["status"] == "proposed"
    assert shown["text"] == "Shall I set a goal of Kč\N{NO-BREAK SPACE}500.00 for New bike, by December 2?"
    assert {"name": "goal_target", "value": "500.00", "unit": "money", "currency": "CZK"} in shown["facts"]
    for _ in range(2):
        after = api.post(f"{LIST}/{row.public_id}/confirm")
        assert (after.status_code, after.json()["status"]) == (200, "executed")
    assert after.json()["result"] == str(Goal.objects.get().public_id)
    assert after.json()["text"].startswith("Done: your goal for New bike")


def test_it_is_said_no_to(api: APIClient, clock: object, proposed: Propose) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])
    assert api.post(f"{LIST}/{row.public_id}/decline").json()["status"] == "declined"
    assert api.post(f"{LIST}/{row.public_id}/confirm").json()["status"] == "declined"
    assert not Goal.objects.exists()


def test_one_that_nobody_answered_is_shown_as_expired(api: APIClient, proposed: Propose) -> None:
    proposed("set_goal", **SLOTS["set_goal"])  # weeks ago, by the real clock
    assert [one["status"] for one in api.get(LIST).json()["results"]] == ["expired"]


def test_ben_gets_404(api_of: Callable[[User], APIClient], ben: User, clock: object, proposed: Propose) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])
    bens = api_of(ben)
    assert bens.get(LIST).json()["results"] == []
    for verb in ("confirm", "decline"):
        assert bens.post(f"{LIST}/{row.public_id}/{verb}").status_code == 404
    assert APIClient().post(f"{LIST}/{row.public_id}/confirm").status_code == 401


def test_a_program_cannot_say_yes(ana: User, clock: object, proposed: Propose) -> None:
    row = proposed("set_goal", **SLOTS["set_goal"])
    _, secret = api_keys.make(user=ana, name="sheet", scope=ApiKey.Scope.WRITE, expires_at=None, now=NOW)
    program = APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert program.post(f"{LIST}/{row.public_id}/confirm").status_code == 403
    assert not Goal.objects.exists()
