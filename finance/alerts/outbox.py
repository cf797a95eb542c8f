"""Alerts on their way: one row an alert and channel, claimed with a lease, tried again, given up with the reason.

Two workers never send one: a conditional UPDATE takes every delivery of a person and channel that is due, and names
the message it goes out in. Whoever comes second finds none. The name is a fence: after the lease is over the work is
somebody else's, and the first one can no longer write.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet

from accounts.models import User
from finance.alerts import preferences
from finance.models import Alert, AlertDelivery, AlertSettings, PushSubscription
from finance.models.alerts import Channel
from kit.tasks import send_on_commit

Status = AlertDelivery.Status
LEASE = timedelta(minutes=5)  # far over the time-outs of mail and push together
MAX_ATTEMPTS = 6
FIRST_PAUSE = timedelta(minutes=1)  # each further one is four times as long: a minute, 4, 16, 64, 256
MOST_IN_ONE = 20


def hand_over(user: User, alerts: Sequence[Alert], *, now: datetime) -> None:
    """Write a delivery for each alert and channel that its owner wants; within the caller's transaction."""
    said = preferences.settings_of(user)
    channels = [channel for channel in Channel.values if alerts and _reaches(user, channel)]
    when = preferences.quiet_hours(said).after(now)
    rows = [
        AlertDelivery(
            alert=alert, user=user, channel=channel, not_before=now if alert.kind in preferences.ALWAYS else when
        )
        for alert in alerts
        for channel in channels
        if preferences.wanted(said, alert.kind, channel)
    ]
    AlertDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    for channel in sorted({row.channel for row in rows if row.not_before == now}):
        send_on_commit("finance.tasks.deliver_alerts", user.pk, channel)


def _reaches(user: User, channel: str) -> bool:
    if channel == Channel.EMAIL:
        return preferences.letters_reach(user)
    return preferences.push_is_on() and PushSubscription.objects.filter(user=user).exists()


def due(*, now: datetime, limit: int = 64) -> list[tuple[int, str]]:
    """Return whose deliveries are due on which channel, those first that have waited longest."""
    rows = AlertDelivery.objects.filter(_is_due(now)).order_by("not_before").values_list("user_id", "channel")
    return list(dict.fromkeys(rows[: limit * MOST_IN_ONE]))[:limit]


def _is_due(now: datetime) -> Q:
    waiting = Q(status=Status.WAITING, not_before__lte=now)
    return waiting | Q(status=Status.SENDING, leased_until__lt=now)


def claim(user: User, channel: str, *, now: datetime) -> UUID | None:
    """Take what is due for a person on a channel; None when there is nothing, or not now.

    The user's row is locked, so that the day's limit is counted by one worker at a time.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        mine = AlertDelivery.objects.filter(user=user, channel=channel)
        waiting = mine.filter(_is_due(now))
        _leave_out(waiting, now)
        _give_up(waiting.filter(attempts__gte=MAX_ATTEMPTS), now)
        said = preferences.settings_of(user)
        later = _later(said, channel, now)
        if later:
            always = Alert.objects.filter(user=user, kind__in=preferences.ALWAYS).values("pk")
            patient = waiting.exclude(alert__in=always)
            patient.update(status=Status.WAITING, not_before=later, claim=None, leased_until=None)
            waiting = waiting.filter(alert__in=always)
        message = uuid4()
        chosen = list(waiting.order_by("id").values_list("pk", flat=True)[:MOST_IN_ONE])
        took = waiting.filter(pk__in=chosen).update(
            status=Status.SENDING, claim=message, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
    return message if took else None


def _later(said: AlertSettings, channel: str, now: datetime) -> datetime | None:
    """Return until when to wait: the end of quiet hours, or tomorrow when the day's messages are used up."""
    quiet = preferences.quiet_hours(said)
    if quiet.hold(now):
        return quiet.after(now)
    first, last = quiet.day_of(now)
    of_today = Q(status=Status.SENT, finished_at__gte=first, finished_at__lt=last) | Q(
        status=Status.SENDING, leased_until__gte=now
    )
    sent = AlertDelivery.objects.filter(of_today, user=said.user, channel=channel)
    return quiet.next_day(now) if sent.values("claim").distinct().count() >= said.daily_limit else None


def _leave_out(rows: QuerySet[AlertDelivery], now: datetime) -> None:
    """Do not send what was seen, dismissed or is over by now."""
    settled = AlertDelivery.objects.filter(pk__in=rows.exclude(alert__status=Alert.Status.NEW).values("pk"))
    settled.update(status=Status.SKIPPED, error="It was seen, dismissed or over before.", finished_at=now)


def _give_up(rows: QuerySet[AlertDelivery], now: datetime) -> None:
    """End what was claimed as often as may be and never came to an end."""
    rows.update(status=Status.FAILED, error="It was started several times and never finished.", finished_at=now)


def claimed(message: UUID) -> list[AlertDelivery]:
    """Return the deliveries of a message, the most pressing alert first."""
    rows = AlertDelivery.objects.filter(claim=message, status=Status.SENDING).select_related("alert", "user")
    order = [Alert.Severity.URGENT, Alert.Severity.WARNING, Alert.Severity.INFO]
    return sorted(rows, key=lambda row: (order.index(Alert.Severity(row.alert.severity)), row.alert_id))


def finish(message: UUID, *, now: datetime) -> int:
    """Note that a message went out, if it is still ours."""
    return _settle(message, status=Status.SENT, error="", finished_at=now)


def skip(message: UUID, reason: str, *, now: datetime) -> int:
    """Note that there was nobody to send it to."""
    return _settle(message, status=Status.SKIPPED, error=reason[:300], finished_at=now)


def fail(message: UUID, reason: str, *, permanent: bool, now: datetime) -> None:
    """Put a message back for a later try, or give it up with the reason."""
    for row in AlertDelivery.objects.filter(claim=message, status=Status.SENDING):
        mine = AlertDelivery.objects.filter(pk=row.pk, claim=message, status=Status.SENDING)
        if permanent or row.attempts >= MAX_ATTEMPTS:
            mine.update(status=Status.FAILED, error=reason[:300], finished_at=now, leased_until=None)
        else:
            pause = FIRST_PAUSE * 4 ** (row.attempts - 1)
            mine.update(
                status=Status.WAITING, error=reason[:300], not_before=now + pause, claim=None, leased_until=None
            )


def _settle(message: UUID, **columns: object) -> int:
    mine = AlertDelivery.objects.filter(claim=message, status=Status.SENDING)
    return int(mine.update(leased_until=None, **columns))
