"""Messages to devices: sealed for each, forgotten when gone, to public push services only."""

import json
from datetime import timedelta

import pytest
from pytest_django import Settings

from accounts.models import User
from finance.alerts import push
from finance.alerts.delivery import deliver
from finance.models import AlertDelivery, PushSubscription
from kit import webpush
from kit.errors import Conflict, Invalid
from tests.fakes.push import FakeBrowser, PushService, claims_of
from tests.finance.alerts.conftest import NOON, Raise, take_in


def test_a_device_gets_what_only_it_can_read(
    ana: User, raise_alert: Raise, push_service: PushService, browser: FakeBrowser
) -> None:
    raise_alert()
    assert deliver(ana.pk, "push", now=NOON)
    (sent,) = push_service.requests
    told = json.loads(browser.open(sent.body))
    assert told["title"] == "Rent is due on November 24, 2026"
    assert told["body"] == "Kč\xa0540.00 will leave your account."
    assert told["url"] == "/alerts"
    assert sent.headers["Content-Encoding"] == "aes128gcm"
    assert len(sent.headers["Topic"]) == 32
    assert json.loads(claims_of(sent.headers["Authorization"]))["aud"] == push_service.address
    assert PushSubscription.objects.get().reached_at == NOON


def test_several_alerts_are_one_message(
    ana: User, raise_alert: Raise, push_service: PushService, browser: FakeBrowser
) -> None:
    for _ in range(12):
        raise_alert()
    deliver(ana.pk, "push", now=NOON)
    (sent,) = push_service.requests
    told = json.loads(browser.open(sent.body))
    assert told["title"] == "12 things to look at"
    assert len(sent.body) < webpush.RECORD_SIZE


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten_and_the_others_still_hear(
    ana: User, raise_alert: Raise, push_service: PushService, status: int
) -> None:
    take_in(ana, push_service, FakeBrowser(), "/two")
    push_service.answers["/one"] = status
    raise_alert()
    assert deliver(ana.pk, "push", now=NOON)
    assert [row.endpoint.rpartition("/")[2] for row in PushSubscription.objects.all()] == ["two"]


@pytest.mark.usefixtures("browser")
def test_when_every_device_is_gone_nothing_is_tried_again(
    ana: User, raise_alert: Raise, push_service: PushService
) -> None:
    push_service.answers["/one"] = 410
    raise_alert()
    assert not deliver(ana.pk, "push", now=NOON)
    assert AlertDelivery.objects.get().status == "skipped"


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize(("status", "outcome"), [(500, "waiting"), (429, "waiting"), (403, "failed"), (400, "failed")])
def test_a_refusal_is_tried_again_only_where_that_helps(
    ana: User, raise_alert: Raise, push_service: PushService, status: int, outcome: str
) -> None:
    push_service.answers["/one"] = status
    raise_alert()
    deliver(ana.pk, "push", now=NOON)
    row = AlertDelivery.objects.get()
    assert (row.status, str(status) in row.error) == (outcome, True)
    push_service.answers.clear()
    assert deliver(ana.pk, "push", now=NOON + timedelta(minutes=2)) == (outcome == "waiting")


def test_a_private_address_is_refused(ana: User, push_service: PushService, settings: Settings) -> None:
    settings.PUSH_ALLOW_LOOPBACK = False
    with pytest.raises(Invalid):
        take_in(ana, push_service, FakeBrowser(), "/one")


@pytest.mark.usefixtures("browser")
def test_an_address_that_was_let_in_is_checked_again_when_it_is_used(
    ana: User, raise_alert: Raise, push_service: PushService, settings: Settings
) -> None:
    settings.PUSH_ALLOW_LOOPBACK = False
    raise_alert()
    deliver(ana.pk, "push", now=NOON)
    assert push_service.requests == []
    assert AlertDelivery.objects.get().status == "failed"


def test_keys_that_are_none_are_refused(ana: User, push_service: PushService) -> None:
    with pytest.raises(Invalid):
        push.subscribe(user=ana, endpoint=f"{push_service.address}/x", p256dh="AAAA", auth="AAAA", device="", now=NOON)


def test_one_browser_has_one_owner(ana: User, ben: User, push_service: PushService, browser: FakeBrowser) -> None:
    take_in(ben, push_service, browser, "/one")
    assert [row.user for row in PushSubscription.objects.all()] == [ben]


@pytest.mark.usefixtures("browser")
def test_the_same_browser_again_is_the_same_row_and_there_are_not_too_many(
    ana: User, push_service: PushService
) -> None:
    take_in(ana, push_service, FakeBrowser(), "/one")
    assert PushSubscription.objects.count() == 1
    for nth in range(9):
        take_in(ana, push_service, FakeBrowser(), f"/more-{nth}")
    with pytest.raises(Conflict):
        take_in(ana, push_service, FakeBrowser(), "/eleventh")


def test_without_keys_push_is_off(ana: User) -> None:
    with pytest.raises(Conflict) as refused:
        push.subscribe(user=ana, endpoint="https://p.example.net/x", p256dh="", auth="", device="", now=NOON)
    assert refused.value.code == "push_off"
