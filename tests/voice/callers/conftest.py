"""ana has a number that she has shown to be hers, and a PIN."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from voice.callers import pins
from voice.callers.numbers import fingerprint
from voice.models import PhoneNumber

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
NUMBER, OTHER, UNKNOWN = "+12025550100", "+12025550101", "+12025550199"
PIN, WRONG = "805316", "240917"


def own(user: User, number: str, *, verified: bool = True) -> PhoneNumber:
    """Give somebody a number."""
    return PhoneNumber.objects.create(
        user=user,
        number=number,
        fingerprint=fingerprint(number),
        ends=number[-4:],
        created_at=NOW,
        verified_at=NOW if verified else None,
    )


@pytest.fixture
def number(ana: User) -> PhoneNumber:
    return own(ana, NUMBER)


@pytest.fixture
def pin(ana: User, number: PhoneNumber) -> str:
    pins.set_pin(ana, PIN, NOW)
    return PIN
