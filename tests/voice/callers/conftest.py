"""ana has a number that she has shown to be hers, and a PIN."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from tests.accounts.doors import log_in
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


@pytest.fixture
def api_of() -> Callable[[User], APIClient]:
    """Return a function that gives an API client of somebody who has just logged in with their password."""

    def client(user: User) -> APIClient:
        api, browser = APIClient(), Client()
        user.set_password(f"{user.email.partition('@')[0]}-password")
        user.save()
        EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
        assert log_in(browser, user).status_code == 200
        api.cookies = browser.cookies
        return api

    return client
