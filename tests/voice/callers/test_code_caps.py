"""A call or a text with a code is one of the day's, and costs."""

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import User
from telephone_rig.rest import FakeTwilio
from tests.voice.outbound.conftest import NOW, Clock, clock, twilio
from voice.models import CallCost, CallDay, CallSpending, PhoneNumber

__all__ = ["clock", "twilio"]
PATH = "/api/v1/telephone/numbers"


@pytest.fixture(autouse=True)
def recent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.api.numbers.require_recent", lambda request, password: None)


def asked(api: APIClient, by: str) -> int:
    return int(api.post(PATH, {"number": "+12025550100", "by": by}, format="json").status_code)


def test_a_call_counts_and_is_put_aside(ana: User, api: APIClient, twilio: FakeTwilio, clock: Clock) -> None:
    assert asked(api, "call") == 201
    assert CallDay.objects.get(user=ana).calls == CallDay.objects.get(user=None).calls == 1
    assert CallCost.objects.filter(call__purpose="verification").count() == 2


def test_a_text_counts_and_costs(ana: User, api: APIClient, twilio: FakeTwilio, clock: Clock) -> None:
    assert asked(api, "text") == 201
    assert CallDay.objects.get(user=ana).calls == 1
    assert {row.committed_micros for row in CallSpending.objects.all()} == {20_000}


@pytest.mark.parametrize("by", ["call", "text"])
@pytest.mark.parametrize("cap", ["calls", "cost"])
def test_at_a_cap_nothing_is_sent_and_it_is_said_until_when(
    ana: User, api: APIClient, twilio: FakeTwilio, clock: Clock, settings: Settings, by: str, cap: str
) -> None:
    if cap == "calls":
        settings.RINGS_PER_USER_DAY = 0
    else:
        CallSpending.objects.create(user=ana, on=NOW.date(), committed_micros=10**9)
    answer = api.post(PATH, {"number": "+12025550100", "by": by}, format="json")
    assert answer.status_code == 429, answer.content
    error = answer.json()["error"]
    assert "try again" in error["message"]
    assert error["details"]["again_at"].startswith("2026-11-2")
    assert (twilio.calls, twilio.messages, PhoneNumber.objects.count()) == ([], [], 0)


def test_the_room_tells_the_countries(api: APIClient, settings: Settings) -> None:
    settings.VOICE_COUNTRIES = ["US", "IN"]
    assert api.get("/api/v1/telephone").json()["countries"] == ["US", "IN"]
