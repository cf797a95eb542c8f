"""The owner is told, once, and nobody else learns anything."""

import json
import logging
from datetime import timedelta

import pytest
import sentry_sdk
import structlog
from django.conf import settings
from django.core import mail
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from accounts.models import User
from finance.alerts import delivery
from finance.models import Alert, AlertDelivery, AlertSettings
from finance.models.alerts import Channel
from tests.accounts.doors import verified
from tests.voice.callers.conftest import NOW, NUMBER, PIN, UNKNOWN, WRONG
from voice import tasks
from voice.callers import pins, telling
from voice.callers.numbers import fingerprint

SOON = NOW + timedelta(minutes=3)


def check(number: str, pin: str, times: int = 1) -> None:
    for _ in range(times):
        pins.check(number_fingerprint=fingerprint(number), pin=pin, now=NOW)


def events(user: User) -> list[str]:
    alerts = Alert.objects.for_user(user).order_by("pk")
    return [alert.evidence[0]["value"] for alert in alerts]


def test_wrong_pins_are_told_of_once_a_day(ana: User, pin: str) -> None:
    Alert.objects.all().delete()
    check(NUMBER, WRONG, times=2)
    assert telling.sweep(now=NOW) == 0
    assert telling.sweep(now=SOON) == 1
    assert telling.sweep(now=SOON) == 0
    check(NUMBER, WRONG)
    telling.sweep(now=SOON)
    assert events(ana) == ["wrong_pins"]


def test_a_slip_that_the_right_one_follows_is_not_told_of(ana: User, pin: str) -> None:
    Alert.objects.all().delete()
    check(NUMBER, WRONG)
    check(NUMBER, pin)
    assert telling.sweep(now=SOON) == 0


def test_a_lock_is_told_of_at_once(ana: User, pin: str) -> None:
    Alert.objects.all().delete()
    check(NUMBER, WRONG, times=7)
    assert telling.sweep(now=NOW) >= 1
    assert "locked" in events(ana)


@pytest.mark.usefixtures("pin")
def test_nobody_is_told_of_tries_from_a_number_that_is_nobodys() -> None:
    Alert.objects.all().delete()
    check(UNKNOWN, WRONG, times=7)
    assert telling.sweep(now=SOON) == 0
    assert not Alert.objects.exists()


def test_a_changed_pin_is_told_of_by_mail_whatever_was_switched_off_and_at_night(ana: User, number: object) -> None:
    verified(ana)
    AlertSettings.objects.create(user=ana, email=False, push=False, daily_limit=1)
    night = NOW.replace(hour=23)
    pins.set_pin(ana, PIN, night)
    pins.set_pin(ana, "917264", night)
    assert delivery.deliver(ana.pk, Channel.EMAIL, now=night)
    (letter,) = mail.outbox
    assert "PIN" in letter.subject
    assert "List-Unsubscribe" not in letter.extra_headers
    assert not any(secret in str(letter.message()) for secret in (PIN, "917264", NUMBER))
    assert AlertDelivery.objects.get().status == AlertDelivery.Status.SENT


def test_digits_reach_no_log_no_message_of_a_task_and_no_error_report(
    ana: User, pin: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[Envelope] = []

    class Kept(Transport):
        def capture_envelope(self, envelope: Envelope) -> None:
            reported.append(envelope)

    monkeypatch.setattr(pins.PinHasher, "verify", lambda *_: 1 / 0)
    client = sentry_sdk.Client(
        dsn="http://key@127.0.0.1/1", transport=Kept, default_integrations=False, **settings.SENTRY_OPTIONS
    )
    with (
        caplog.at_level(logging.DEBUG),
        structlog.testing.capture_logs() as lines,
        sentry_sdk.isolation_scope() as scope,
    ):
        scope.set_client(client)
        try:
            check(NUMBER, WRONG)
        except ZeroDivisionError as error:
            scope.capture_exception(error)
            structlog.get_logger("voice").exception("a check broke")
        client.flush()
    told = json.dumps([envelope.get_event() for envelope in reported], default=str) + str(lines) + caplog.text
    assert "ZeroDivisionError" in told
    assert not any(secret in told for secret in (WRONG, pin, NUMBER, fingerprint(NUMBER)))


@pytest.mark.usefixtures("pin")
def test_the_tasks_run_twice() -> None:
    check(NUMBER, WRONG)
    assert [tasks.tell_of_wrong_pins(), tasks.tell_of_wrong_pins()] == [0, 0]
    assert tasks.forget_callers() >= 0
