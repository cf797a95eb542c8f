"""A telephone without a line: what is keyed in and said goes straight to the conductor."""

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from asgiref.sync import async_to_sync

from accounts.models import User
from assistant.llm import providers
from finance.models import BalancePoint, LinkedAccount, Transaction
from tests.voice.callers.conftest import NUMBER, PIN, number, pin
from voice.callers.numbers import fingerprint
from voice.conducting import conduct
from voice.flow.values import Ended, Heard, Listening, Said, Step
from voice.models import Call

__all__ = ["NUMBER", "PIN", "number", "pin"]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class Phone:
    """Somebody's telephone, on a call."""

    call: Call
    now: datetime = NOW
    heard: list[Said] = field(default_factory=list)

    def begin(self) -> list[Step]:
        return self.hear(Heard("start"))

    def key(self, digits: str) -> list[Step]:
        return self.hear(Heard("digits", digits=digits))

    def say(self, text: str) -> list[Step]:
        return self.hear(Heard("speech", text=text))

    def wait(self) -> list[Step]:
        return self.hear(Heard("silence"))

    def identify(self) -> "Phone":
        self.begin()
        self.key("1")
        self.key(PIN)
        assert self.row.identified_at
        return self

    def hear(self, what: Heard) -> list[Step]:
        self.now += timedelta(seconds=5)

        async def steps() -> list[Step]:
            async with aclosing(conduct(self.call, what, now=self.now)) as coming:
                return [step async for step in coming]

        found = async_to_sync(steps)()
        *said, last = found
        assert all(isinstance(one, Said) for one in said)
        assert isinstance(last, Listening | Ended)
        self.heard += [one for one in said if isinstance(one, Said)]
        return found

    @property
    def row(self) -> Call:
        return Call.objects.get(pk=self.call.pk)


def ringing(number: str = NUMBER, **more: object) -> Call:
    """Return the row of a call that comes in."""
    columns = {"number": number, "number_fingerprint": fingerprint(number) if number else ""} | more
    return Call.objects.create(
        direction=Call.Direction.INBOUND, created_at=NOW, last_heard_at=NOW, status=Call.Status.IN_PROGRESS, **columns
    )


def texts(steps: list[Step]) -> list[str]:
    """Return what was said, as it is written."""
    return [one.written for one in steps if isinstance(one, Said)]


@pytest.fixture
def phone_of(db: None) -> Callable[..., Phone]:
    """Return a function that gives a telephone with a number."""
    return lambda number=NUMBER, **more: Phone(ringing(number, **more))


@pytest.fixture
def phone(phone_of: Callable[..., Phone], pin: str) -> Phone:
    """Return the telephone of ana, whose number is verified."""
    return phone_of()


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the wording to the templates."""
    monkeypatch.setattr(providers, "rungs", lambda: ())


@pytest.fixture
def money(ana: User) -> User:
    """Give ana an account with a balance of 1,234.56 crowns, and pay of this week."""
    account = LinkedAccount.objects.create(user=ana, name="Main", currency="CZK")
    Transaction.objects.create(
        user=ana,
        account=account,
        posted_on=date(2026, 11, 23),
        amount_minor=50_000,
        currency="CZK",
        kind="earning",
        fingerprint="one",
    )
    BalancePoint.objects.create(account=account, on=date(2026, 11, 23), balance_minor=123_456, source="statement")
    return ana
