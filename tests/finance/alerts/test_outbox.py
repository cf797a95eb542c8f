"""Deliveries: each alert once a channel, never by two workers, tried again, within hours and limits."""

import threading
from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from finance import tasks
from finance.alerts import outbox
from finance.alerts.delivery import deliver
from finance.models import Alert, AlertDelivery, AlertSettings
from finance.models.alerts import Channel
from tests.fakes.mail import Mailbox
from tests.finance.alerts.conftest import NIGHT, NOON, Raise
from tests.sent import Sent

Status = AlertDelivery.Status
EMAIL = Channel.EMAIL


def statuses() -> list[str]:
    return list(AlertDelivery.objects.order_by("id").values_list("status", flat=True))


@pytest.fixture(autouse=True)
def _everything_is_set_up(reachable: User, mailbox: Mailbox) -> None:
    """Let each test here have a person who wants letters and a server that takes them."""


def test_it_works(reachable: User, raise_alert: Raise, mailbox: Mailbox) -> None:
    raise_alert()
    assert deliver(reachable.pk, EMAIL, now=NOON)
    assert mailbox.recipients == ["ana@example.com"]
    assert statuses() == [Status.SENT]


def test_doing_it_again_sends_nothing(reachable: User, raise_alert: Raise, mailbox: Mailbox) -> None:
    alert = raise_alert()
    for _ in range(3):
        deliver(reachable.pk, EMAIL, now=NOON)
        outbox.hand_over(reachable, [alert], now=NOON)
    assert len(mailbox.letters) == 1
    assert AlertDelivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same(reachable: User, raise_alert: Raise, mailbox: Mailbox) -> None:
    for _ in range(5):
        raise_alert()
    gate = threading.Barrier(4)

    def work() -> None:
        gate.wait()
        try:
            deliver(reachable.pk, EMAIL, now=NOON)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert statuses() == [Status.SENT] * 5
    assert len(mailbox.letters) == 1
    assert str(mailbox.letters[0]["Subject"]) == "GigLens: 5 things to look at"


def test_a_dead_workers_message_is_sent_by_another_and_the_first_can_write_no_more(
    reachable: User, raise_alert: Raise, mailbox: Mailbox
) -> None:
    raise_alert()
    dead = outbox.claim(reachable, EMAIL, now=NOON)
    assert dead
    assert not deliver(reachable.pk, EMAIL, now=NOON + timedelta(minutes=4))
    assert deliver(reachable.pk, EMAIL, now=NOON + timedelta(minutes=6))
    assert outbox.finish(dead, now=NOON) == 0
    outbox.fail(dead, "late", permanent=True, now=NOON)
    assert statuses() == [Status.SENT]


def test_what_always_dies_is_given_up(reachable: User, raise_alert: Raise) -> None:
    raise_alert()
    now = NOON
    for _ in range(outbox.MAX_ATTEMPTS):
        assert outbox.claim(reachable, EMAIL, now=now)
        now += timedelta(minutes=6)
    assert outbox.claim(reachable, EMAIL, now=now) is None
    assert AlertDelivery.objects.get().error == "It was started several times and never finished."


def test_at_night_it_waits_and_in_the_morning_ten_are_one_letter(
    reachable: User, raise_alert: Raise, mailbox: Mailbox
) -> None:
    for _ in range(9):
        raise_alert(NIGHT)
    raise_alert(NIGHT, severity="urgent")
    assert not deliver(reachable.pk, EMAIL, now=NIGHT)
    assert outbox.due(now=NIGHT) == []
    morning = datetime.fromisoformat("2026-11-22T08:00+00:00")
    assert outbox.due(now=morning - timedelta(minutes=1)) == []
    assert outbox.due(now=morning) == [(reachable.pk, EMAIL)]
    assert deliver(reachable.pk, EMAIL, now=morning)
    assert len(mailbox.letters) == 1
    assert statuses() == [Status.SENT] * 10


def test_a_worker_that_comes_late_still_does_not_disturb_at_night(
    reachable: User, raise_alert: Raise, mailbox: Mailbox
) -> None:
    raise_alert(NOON)
    assert not deliver(reachable.pk, EMAIL, now=NIGHT)
    assert AlertDelivery.objects.get().not_before.isoformat() == "2026-11-22T08:00:00+00:00"
    assert mailbox.letters == []


def test_over_the_days_limit_the_rest_comes_tomorrow_as_one(
    reachable: User, raise_alert: Raise, mailbox: Mailbox
) -> None:
    AlertSettings.objects.update(daily_limit=2)
    for hour in range(4):
        raise_alert(NOON + timedelta(hours=hour))
        deliver(reachable.pk, EMAIL, now=NOON + timedelta(hours=hour))
    assert len(mailbox.letters) == 2
    assert statuses() == [Status.SENT, Status.SENT, Status.WAITING, Status.WAITING]
    assert deliver(reachable.pk, EMAIL, now=datetime.fromisoformat("2026-11-22T08:00+00:00"))
    assert len(mailbox.letters) == 3


def test_what_was_seen_in_the_app_is_not_sent(reachable: User, raise_alert: Raise, mailbox: Mailbox) -> None:
    raise_alert()
    Alert.objects.update(status="seen")
    assert not deliver(reachable.pk, EMAIL, now=NOON)
    assert statuses() == [Status.SKIPPED]
    assert mailbox.recipients == []


@pytest.mark.parametrize("answer", ["451 try later", "421 busy"])
def test_a_refusal_for_now_is_tried_again_ever_later_then_given_up(
    reachable: User, raise_alert: Raise, mailbox: Mailbox, answer: str
) -> None:
    AlertSettings.objects.update(quiet_from=time(0), quiet_until=time(0))
    mailbox.rcpt = answer
    raise_alert()
    now, waits = NOON, []
    for _ in range(outbox.MAX_ATTEMPTS):
        deliver(reachable.pk, EMAIL, now=now)
        row = AlertDelivery.objects.get()
        waits.append(int((row.not_before - now).total_seconds() / 60))
        now = max(row.not_before, now)
    assert waits == [1, 4, 16, 64, 256, 0]
    assert row.status == Status.FAILED
    assert answer[:3] in row.error
    mailbox.rcpt = "250 OK"
    assert not deliver(reachable.pk, EMAIL, now=now + timedelta(days=1))


def test_a_refusal_for_good_is_not_tried_again(reachable: User, raise_alert: Raise, mailbox: Mailbox) -> None:
    mailbox.rcpt = "550 no such user"
    raise_alert()
    deliver(reachable.pk, EMAIL, now=NOON)
    assert statuses() == [Status.FAILED]
    assert "550" in AlertDelivery.objects.get().error


def test_a_server_that_is_away_is_tried_again(reachable: User, raise_alert: Raise, settings: object) -> None:
    settings.EMAIL_PORT = 9  # type: ignore[attr-defined]  # the discard port
    raise_alert()
    deliver(reachable.pk, EMAIL, now=NOON)
    assert statuses() == [Status.WAITING]


def test_the_sweep_hands_over_what_is_due(reachable: User, raise_alert: Raise, sent: Sent) -> None:
    raise_alert()
    tasks.sweep_alerts()
    tasks.sweep_alerts()
    assert (
        sent == [("finance.tasks.deliver_alerts", (reachable.pk, EMAIL))] * 2
    )  # a hint may come twice; the claim does not


def test_only_the_channels_that_are_wanted_get_a_row(reachable: User, raise_alert: Raise) -> None:
    AlertSettings.objects.update(choices={"bill_due": {"email": False}})
    raise_alert()
    assert AlertDelivery.objects.count() == 0
    raise_alert(kind="shortfall")
    assert [row.channel for row in AlertDelivery.objects.all()] == [EMAIL]
    AlertSettings.objects.update(email=False)
    raise_alert(kind="shortfall")
    assert AlertDelivery.objects.count() == 1


def test_an_address_that_is_not_confirmed_gets_nothing(reachable: User, raise_alert: Raise) -> None:
    reachable.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]  # allauth's
    raise_alert()
    assert AlertDelivery.objects.count() == 0


def test_one_delivery_a_channel_and_none_is_sent_without_a_claim(raise_alert: Raise, ana: User) -> None:
    alert = raise_alert()
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertDelivery.objects.create(alert=alert, user=ana, channel=EMAIL, not_before=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertDelivery.objects.update(status="sending")


def test_one_alert_a_key_and_a_limit_within_reason(raise_alert: Raise) -> None:
    first = raise_alert(hand_over=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(
            user=first.user, deduplication_key=first.deduplication_key, kind="x", evidence=[], created_at=NOON
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertSettings.objects.update(daily_limit=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.update(deduplication_key="")
