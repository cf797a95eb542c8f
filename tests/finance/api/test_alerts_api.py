"""Alerts and how they are told, over HTTP."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.models import Alert, PushSubscription
from tests.fakes.push import FakeBrowser, PushService

ALERTS, SETTINGS, DEVICES = "/api/v1/alerts", "/api/v1/alert-settings", "/api/v1/push-subscriptions"


def make(user: User, count: int = 1, **columns: object) -> list[Alert]:
    facts = [
        {"name": "name", "value": "Rent", "unit": "text", "source": "bills"},
        {"name": "due_on", "value": "2026-11-24", "unit": "date", "source": "bills"},
        {"name": "amount", "value": "540.00", "unit": "CZK", "source": "bills"},
    ]
    values = {"kind": "bill_due", "severity": "info", "evidence": facts, "created_at": timezone.now()} | columns
    first = Alert.objects.count()
    return [Alert.objects.create(user=user, deduplication_key=f"k{first + n}", **values) for n in range(count)]


def test_it_works(api: APIClient, ana: User) -> None:
    make(ana)
    answer = api.get(ALERTS).json()
    assert (answer["unseen"], answer["next"]) == (1, None)
    (row,) = answer["results"]
    assert (row["title"], row["status"]) == ("Rent is due on November 24, 2026", "new")
    assert row["body"] == "Kč\xa0540.00 will leave your account."


def test_seen_dismissed_and_taken_back(api: APIClient, ana: User) -> None:
    (alert,) = make(ana)
    path = f"{ALERTS}/{alert.public_id}"
    for verb, status in (("seen", "seen"), ("dismiss", "dismissed")):
        assert [api.post(f"{path}/{verb}").json()["status"] for _ in range(2)] == [status] * 2
    assert api.post(f"{path}/seen").json()["status"] == "dismissed"
    assert api.get(ALERTS).json()["results"] == []
    assert api.get(ALERTS, {"status": "dismissed"}).json()["results"] != []
    assert api.post(f"{path}/restore").json()["status"] == "seen"
    assert AuditEntry.objects.filter(action="alert.decided").count() == 2
    Alert.objects.update(status="expired")
    assert api.post(f"{path}/dismiss").status_code == 409


def test_all_are_seen_at_once(api: APIClient, ana: User, ben: User) -> None:
    make(ana, 3)
    make(ben)
    assert api.post(f"{ALERTS}/seen").json() == {"seen": 3}
    assert api.post(f"{ALERTS}/seen").json() == {"seen": 0}
    assert Alert.objects.filter(status="new").count() == 1


def test_ben_sees_nothing_of_ana(ana: User, ben: User, api_of: Callable[[User], APIClient]) -> None:
    (alert,) = make(ana)
    bens = api_of(ben)
    assert bens.get(ALERTS).json() == {"results": [], "next": None, "unseen": 0}
    for verb in ("seen", "dismiss", "restore"):
        assert bens.post(f"{ALERTS}/{alert.public_id}/{verb}").status_code == 404
    assert APIClient().get(ALERTS).status_code in (401, 403)


def test_a_page_costs_the_same_however_long_it_is(
    api: APIClient, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make(ana, 30)
    with django_assert_num_queries(5):  # session, user, settings, alerts, count
        first = api.get(ALERTS, {"limit": 20}).json()
    assert (len(first["results"]), len(api.get(first["next"]).json()["results"])) == (20, 10)
    assert api.get(ALERTS, {"status": "old"}).status_code == 400


def test_settings_begin_with_what_is_fitting_and_keep_what_is_said(api: APIClient) -> None:
    said = api.get(SETTINGS).json()
    assert said["kinds"]["shortfall"] == {"in_app": True, "email": True, "push": True}
    assert said["kinds"]["bill_due"]["email"] is False
    assert (said["quiet_from"], said["quiet_until"], said["daily_limit"]) == ("21:00", "08:00", 5)
    assert (said["push_available"], said["push_public_key"], said["devices"]) == (False, "", [])
    assert said["email_reaches"] is False
    change = {"kinds": {"bill_due": {"email": True}}, "quiet_from": "22:30", "daily_limit": 3}
    for _ in range(2):
        changed = api.patch(SETTINGS, change, format="json").json()
    assert changed["kinds"]["bill_due"] == {"in_app": True, "email": True, "push": True}
    assert (changed["quiet_from"], changed["quiet_until"], changed["daily_limit"]) == ("22:30", "08:00", 3)
    entry = AuditEntry.objects.get(action="alert_settings.changed")
    assert entry.changes["quiet_from"] == ["21:00", "22:30"]


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": {"weather": {"email": True}}},
        {"kinds": {"bill_due": {"email": "maybe"}}},
        {"kinds": []},
        {"quiet_from": "25:00"},
        {"daily_limit": 0},
        {"daily_limit": 21},
    ],
)
def test_what_makes_no_sense_is_refused(api: APIClient, change: dict[str, object]) -> None:
    assert api.patch(SETTINGS, change, format="json").status_code == 400


def test_a_kind_that_is_not_wanted_in_the_app_is_not_listed(api: APIClient, ana: User) -> None:
    make(ana)
    api.patch(SETTINGS, {"kinds": {"bill_due": {"in_app": False}}}, format="json")
    assert api.get(ALERTS).json() == {"results": [], "next": None, "unseen": 0}


def test_a_device_is_taken_in_and_let_go(
    api: APIClient, ben: User, api_of: Callable[[User], APIClient], push_service: PushService
) -> None:
    browser = FakeBrowser()
    body = {"endpoint": f"{push_service.address}/one", "keys": browser.keys, "expirationTime": None}
    made = api.post(DEVICES, body, format="json", HTTP_USER_AGENT="Firefox 130")
    assert (made.status_code, made.json()["device"]) == (201, "Firefox 130")
    said = api.get(SETTINGS).json()
    assert said["push_available"]
    assert len(said["push_public_key"]) == 87
    assert [one["id"] for one in said["devices"]] == [made.json()["id"]]
    path = f"{DEVICES}/{made.json()['id']}"
    assert api_of(ben).delete(path).status_code == 404
    assert api.delete(path).status_code == 204
    assert api.delete(path).status_code == 404
    assert not PushSubscription.objects.exists()


def test_a_device_elsewhere_is_refused(api: APIClient, push_service: PushService, settings: Settings) -> None:
    settings.PUSH_ALLOW_LOOPBACK = False
    for endpoint in (push_service.address, "https://10.0.0.1/x", "https://169.254.169.254/x", "x" * 1001):
        answer = api.post(DEVICES, {"endpoint": endpoint, "keys": FakeBrowser().keys}, format="json")
        assert answer.status_code == 400, answer.content
        assert "endpoint" in answer.json()["error"]["fields"]


def test_without_keys_a_device_is_told_that_push_is_off(api: APIClient) -> None:
    answer = api.post(DEVICES, {"endpoint": "https://p.example.net/x", "keys": FakeBrowser().keys}, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "push_off")


def test_how_things_stand_says_whether_push_is_on(push_service: PushService, settings: Settings) -> None:
    assert APIClient().get("/readyz").json()["providers"]["webpush"] == "configured"
    settings.VAPID_SUBJECT = ""
    assert APIClient().get("/readyz").json()["providers"]["webpush"] == "off"


def test_old_alerts_stay_readable(api: APIClient, ana: User) -> None:
    make(ana, status="expired", created_at=timezone.now() - timedelta(days=400))
    assert len(api.get(ALERTS, {"status": "all"}).json()["results"]) == 1
