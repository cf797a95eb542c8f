"""ana may be rung: her number, her PIN, her yes; and a Twilio on a real socket whose webhooks come in by the front."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from assistant.models import Proposal
from assistant.proposals import keeping
from assistant.proposals.drafts import Draft
from telephone_rig import Call as Line
from telephone_rig import Limits, Web
from telephone_rig.rest import FakeTwilio, Placed, running_twilio
from telephone_rig.web import Answer
from tests.voice.callers.conftest import NUMBER, PIN, own
from voice.callers import pins
from voice.models import PhoneNumber, Ring
from voice.outbound import consents, dialling, rings

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # ten in the morning in New York
OURS = "+12025550177"


class Clock:
    """The time, as everything in a test reads it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def goes(self, **by: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**by)
        return self.now


class FrontDoor(Web):
    """Brings webhooks to the application without a socket, so that they see what the test has written."""

    def ask(
        self, url: str, method: str, headers: Mapping[str, str], body: bytes, limits: Limits, left_s: float
    ) -> Answer:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        kind = dict(headers).get("Content-Type", "")
        answer = Browser().generic(method, path, body, content_type=kind, headers=dict(headers))
        told = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, told, answer.content)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stop the clock of the views."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def twilio(settings: Settings, clock: Clock) -> Iterator[FakeTwilio]:
    with running_twilio(web=FrontDoor(), now=clock) as fake:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = fake.account_sid, fake.auth_token
        settings.TWILIO_NUMBER, settings.TWILIO_API_BASE = OURS, fake.address
        yield fake


def may_be_rung(user: User, number: str = NUMBER, *, pin: str = PIN) -> PhoneNumber:
    """Give somebody a number, a PIN and both consents, in New York."""
    row = own(user, number)
    pins.set_pin(user, pin, NOW)
    User.objects.filter(pk=user.pk).update(time_zone="America/New_York", home_currency="USD")
    user.refresh_from_db()
    for purpose, offer in consents.offers(user.language).items():
        consents.give(user=user, purpose=purpose, version=offer["wording_version"], now=NOW - timedelta(days=1))
    return row


@pytest.fixture
def number(ana: User, twilio: FakeTwilio) -> PhoneNumber:
    return may_be_rung(ana)


def asked(user: User, *, target: str = "500.00", now: datetime = NOW) -> Proposal:
    """Propose a goal to somebody, with its figures."""
    from assistant.tools import figures
    from assistant.tools.acting import SOURCE

    minor = round(float(target) * 100)
    facts = (
        figures.money("goal_target", minor, "USD", now.date(), SOURCE),
        figures.named("goal_name", "New bike", now.date(), SOURCE),
    )
    draft = Draft("set_goal", {"name": "New bike", "target": target, "currency": "USD"}, facts)
    return keeping.propose(user=user, draft=draft, channel="text", now=now)


@pytest.fixture
def proposal(ana: User, number: PhoneNumber) -> Proposal:
    return asked(ana)


@pytest.fixture
def ring(ana: User, proposal: Proposal) -> Ring:
    return rings.about(user=ana, proposal=proposal.public_id, now=NOW)


@pytest.fixture
def placed(ring: Ring, twilio: FakeTwilio, clock: Clock) -> Placed:
    """The ring's call, as Twilio has it."""
    assert dialling.dial(ring.pk, clock=clock)
    return twilio.calls[-1]


@pytest.fixture
def picked_up(placed: Placed, twilio: FakeTwilio) -> Callable[..., Line]:
    """Return a function that picks the ring's call up."""

    def up(by: str = "human", **more: Any) -> Line:
        return twilio.pick_up(placed, by=by, **more)

    return up
