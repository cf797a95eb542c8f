"""Alerts to devices by web push: sealed for each browser, sent to its push service and nowhere else."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import httpx2
from django.conf import settings
from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.alerts import preferences
from finance.alerts.errors import NobodyThere, NotSent
from finance.alerts.wording import letter_words, word_alert
from finance.models import Alert, PushSubscription
from kit import webpush
from kit.crypto import secret_digest
from kit.errors import Conflict, Invalid
from kit.public_http import NotPublic, check_url, public_client

MOST_DEVICES = 10
TTL_S = 12 * 3600  # a device that is off for longer looks at the app anyway
BODY_LETTERS = 600


def subscribe(*, user: User, endpoint: str, p256dh: str, auth: str, device: str, now: datetime) -> PushSubscription:
    """Take a browser in; the same again renews it, and one that was somebody else's is theirs no more.

    Raises:
        Conflict: push is off here, or there are too many devices.
        Invalid: the address or the keys are none.
    """
    if not preferences.push_is_on():
        raise Conflict("Messages to devices are not set up on this server.", code="push_off")
    try:
        check_url(endpoint, allow_loopback=settings.PUSH_ALLOW_LOOPBACK)
        webpush.Receiver(p256dh, auth).check()
    except NotPublic as reason:
        raise Invalid(f"endpoint: {reason}", fields={"endpoint": str(reason)}) from reason
    except webpush.BadKey as reason:
        raise Invalid(f"keys: {reason}", fields={"keys": str(reason)}) from reason
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        digest = secret_digest(endpoint)
        if PushSubscription.objects.filter(user=user).exclude(endpoint_sha256=digest).count() >= MOST_DEVICES:
            raise Conflict(f"At most {MOST_DEVICES} devices: remove one first.", code="too_many_devices")
        values = {"user": user, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "device": device[:120]}
        row, made = PushSubscription.objects.update_or_create(
            endpoint_sha256=digest, defaults=values, create_defaults=values | {"created_at": now}
        )
        if made:
            undo = audit.request_of("DELETE", f"push-subscriptions/{row.public_id}")
            audit.record(user, "push_subscription.made", row, undo=undo)
    return row


def send(user: User, alerts: Sequence[Alert], message: UUID, *, now: datetime) -> None:
    """Send one message to all of somebody's devices; one that is gone is forgotten.

    Raises:
        NobodyThere: there is no device left.
        NotSent: none took it.
    """
    devices = list(PushSubscription.objects.filter(user=user))
    if not preferences.push_is_on() or not devices:
        raise NobodyThere("There is no device.")
    payload = payload_of(user, alerts, message)
    problems: list[NotSent] = []
    reached = False
    for device in devices:
        try:
            reached = _to_device(device, payload, message, now) or reached
        except NotSent as error:
            problems.append(error)
    if reached:
        return
    if not problems:
        raise NobodyThere("Every device is gone.")
    raise NotSent(str(problems[0]), permanent=all(problem.permanent for problem in problems))


def payload_of(user: User, alerts: Sequence[Alert], message: UUID) -> bytes:
    """Return what the device shows: one alert in full, several by their titles."""
    told = [word_alert(alert.kind, alert.evidence, language=user.language) for alert in alerts]
    many = letter_words(user.language)["many"].format(count=len(told))
    title = told[0].title if len(told) == 1 else many
    body = told[0].body if len(told) == 1 else "\n".join(one.title for one in told[:5])
    shown = {"title": title[:150], "body": body[:BODY_LETTERS], "url": "/alerts", "tag": str(message)}
    return json.dumps(shown | {"lang": told[0].language}, ensure_ascii=False).encode()


def _to_device(device: PushSubscription, payload: bytes, message: UUID, now: datetime) -> bool:
    """Send to one device; False when it is gone."""
    try:
        answer = _post(device, payload, message, now)
    except (NotPublic, webpush.BadKey) as reason:
        raise NotSent(f"the device's address or keys are not usable: {reason}", permanent=True) from reason
    except httpx2.HTTPError as error:
        raise NotSent(f"the push service did not answer: {type(error).__name__}") from error
    if answer.status_code in (404, 410):
        device.delete()
        return False
    if not answer.is_success:
        code = answer.status_code
        raise NotSent(f"the push service answered {code}", permanent=code < 500 and code not in (408, 429))
    PushSubscription.objects.filter(pk=device.pk).update(reached_at=now)
    return True


def _post(device: PushSubscription, payload: bytes, message: UUID, now: datetime) -> httpx2.Response:
    check_url(device.endpoint, allow_loopback=settings.PUSH_ALLOW_LOOPBACK)
    key = webpush.private_key(settings.VAPID_PRIVATE_KEY)
    headers = {
        "Authorization": webpush.vapid_header(device.endpoint, key, subject=settings.VAPID_SUBJECT, now=now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_S),
        "Urgency": "normal",
        "Topic": message.hex,  # the same message sent again takes the place of the one that waits
    }
    body = webpush.seal(payload, webpush.Receiver(device.p256dh, device.auth))
    client = public_client(allow_loopback=settings.PUSH_ALLOW_LOOPBACK)
    with client.stream("POST", device.endpoint, content=body, headers=headers) as answer:
        return answer  # the status is all that is wanted: the body is never read
