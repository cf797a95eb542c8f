"""An account at Twilio, as far as the tests need one."""

import pytest
from pytest_django import Settings

from tests.voice.signing import ACCOUNT, TOKEN


@pytest.fixture
def twilio(settings: Settings) -> None:
    """Set the keys of an account."""
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
