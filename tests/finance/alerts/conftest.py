"""Alerts ready to be sent, to a person whose ways of hearing are all open."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from accounts.models import User
from finance.alerts import outbox, push
from finance.models import Alert, AlertSettings, PushSubscription
from kit import webpush
from tests.fakes.mail import Mailbox, running_mail
from tests.fakes.push import FakeBrowser, PushService, running_push
from tests.finance.advice.conftest import driven_year, note

__all__ = ["driven_year", "note"]  # fixtures, for the tests here too

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
EVIDENCE = {
    "name": ("Rent", "text"),
    "due_on": ("2026-11-24", "date"),
    "amount": ("540.00", "CZK"),
}
Raise = Callable[..., Alert]


@pytest.fixture
def reachable(ana: User) -> User:
    """Return ana with a confirmed address, who wants letters about everything."""
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    AlertSettings.objects.create(user=ana, choices={kind: {"email": True} for kind in Alert.Kind.values})
    return ana


@pytest.fixture
def raise_alert(ana: User) -> Raise:
    """Return a function that makes an alert for ana and hands it to the channels."""
    count = 0

    def one(now: datetime = NOON, *, hand_over: bool = True, **columns: object) -> Alert:
        nonlocal count
        count += 1
        facts = [{"name": k, "value": v, "unit": u, "source": "bills"} for k, (v, u) in EVIDENCE.items()]
        values = {"kind": "bill_due", "subject": f"b{count}", "severity": "info", "evidence": facts, "created_at": now}
        alert: Alert = Alert.objects.create(user=ana, deduplication_key=f"k{count}", **(values | columns))
        if hand_over:
            outbox.hand_over(ana, [alert], now=now)
        return alert

    return one


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """Run a mail server, and send letters to it."""
    with running_mail() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


@pytest.fixture
def push_service(settings: Settings) -> Iterator[PushService]:
    """Run a push service that this installation may reach, with keys of its own."""
    key = ec.generate_private_key(webpush.CURVE)
    settings.VAPID_PRIVATE_KEY, settings.VAPID_SUBJECT = webpush.private_key_text(key), "mailto:me@example.com"
    settings.PUSH_ALLOW_LOOPBACK = True
    with running_push() as service:
        yield service


@pytest.fixture
def browser(ana: User, push_service: PushService) -> FakeBrowser:
    """Return a browser of ana's that is subscribed at /one."""
    mine = FakeBrowser()
    take_in(ana, push_service, mine, "/one")
    return mine


def take_in(user: User, service: PushService, browser: FakeBrowser, path: str) -> PushSubscription:
    """Subscribe a browser."""
    return push.subscribe(user=user, endpoint=service.address + path, **browser.keys, device="Firefox", now=NOON)
