"""A server that takes calls on a real socket, people with telephones, and a line to ring it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from accounts.models import AuditEntry, Receipt, User
from finance.models import BalancePoint, LinkedAccount, Transaction
from gig_lens import serve
from telephone_rig import Limits, Line, Signer, Web, Webhooks
from tests.ml import free_port
from voice.callers import pins
from voice.callers.numbers import fingerprint
from voice.models import Lockout, PhoneNumber

ACCOUNT, TOKEN = "AC" + "7" * 32, "a token of twilio's"
OURS = "+12025550177"
PIN, WRONG = "805316", "240917"
BALANCE_MINOR, PAY_MINOR = 123_456, 50_000
# An account at Twilio, and caps that no test comes near.
SETTINGS = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_NUMBER": OURS,
    "CALLS_PER_USER_DAY": 100_000,
    "CALL_USD_PER_USER_DAY": Decimal(100_000),
    "CALL_USD_PER_DAY": Decimal(100_000),
}
PASSWORD = "a password that nobody guesses"


@dataclass
class Person:
    """Somebody with a telephone."""

    user: User
    number: str
    pin: str = PIN


@dataclass
class World:
    """Where the server listens, and how it is rung.

    Attributes:
        base: the address that Twilio knows, PUBLIC_BASE_URL.
    """

    port: int
    base: str
    people: dict[str, Person] = field(default_factory=dict)

    def line(self, number: str, **more: Any) -> Line:
        """Return a line from a number to the server."""
        web = Web(routes={self.base: ("127.0.0.1", self.port)})
        return Line(
            voice_url=f"{self.base}/api/voice",
            webhooks=Webhooks(Signer(TOKEN), web),
            caller=number,
            called=OURS,
            fallback_url=f"{self.base}/api/voice/fallback",
            status_callback=f"{self.base}/api/voice/status",
            account_sid=ACCOUNT,
            **more,
        )

    def forget_failures(self) -> None:
        """Open whatever wrong PINs have locked."""
        Lockout.objects.all().delete()


@contextmanager
def serving() -> Iterator[World]:
    """Serve this process's application, ASGI and all, and yield where."""
    port = free_port()
    server = serve.server("127.0.0.1", port)
    thread = threading.Thread(target=server.run, name="server", daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.started, "the server did not start"
    try:
        world = World(port, settings.PUBLIC_BASE_URL)
        # What asks a new server first is a health check; with its first request Django loads every view.
        web, limits = Web(routes={world.base: ("127.0.0.1", port)}), Limits(5.0, 60.0, 60.0)
        assert web.ask(f"{world.base}/livez", "GET", {}, b"", limits, 60.0).status == 200
        yield world
    finally:
        server.should_exit = True
        thread.join(10)


def people(world: World) -> None:
    """Have ana, who is known; ben, who has no PIN; and cy, whose number was never verified."""
    world.people["ana"] = person("ana", "+12025550100")
    world.people["ben"] = person("ben", "+12025550101", pin=None)
    world.people["cy"] = person("cy", "+12025550102", verified=False)


def person(name: str, number: str, *, language: str = "en", pin: str | None = PIN, verified: bool = True) -> Person:
    """Make somebody with a number, a PIN, a balance of 1,234.56 dollars and pay of 500 today."""
    now = datetime.now(UTC)
    user = User.objects.create_user(f"{name}@example.com", PASSWORD, language=language, home_currency="USD")
    PhoneNumber.objects.create(
        user=user,
        number=number,
        fingerprint=fingerprint(number),
        ends=number[-4:],
        created_at=now,
        verified_at=now if verified else None,
    )
    if pin:
        pins.set_pin(user, pin, now)
    money(user, now)
    return Person(user, number, pin or PIN)


def money(user: User, now: datetime) -> None:
    """Give somebody an account."""
    account = LinkedAccount.objects.create(user=user, name="Main", currency="USD")
    today = now.date()
    earned = {"amount_minor": PAY_MINOR, "currency": "USD", "kind": "earning", "fingerprint": f"pay-{user.pk}"}
    Transaction.objects.create(user=user, account=account, posted_on=today, **earned)
    for ago, minor in ((30, 90_000), (0, BALANCE_MINOR)):
        on = today - timedelta(days=ago)
        BalancePoint.objects.create(account=account, on=on, balance_minor=minor, source="statement")


def let_everything_go() -> None:
    """Write the receipts without which the audit of these people may not be deleted."""
    for entry in AuditEntry.objects.values("user").distinct():
        Receipt.objects.get_or_create(user_pk=entry["user"], defaults={"deleted_at": datetime.now(UTC)})
    AuditEntry.objects.all().delete()
