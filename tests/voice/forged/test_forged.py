"""The short run, for every change of the code; the long one is `python -m tests.voice.forged --requests 100000`."""

import asyncio

import pytest
from pytest_django import Settings

from gig_lens.asgi import application
from tests.voice.forged import changes
from tests.voice.forged.running import run
from tests.voice.forged.shapes import SECRET

REQUESTS = 40 * len(changes.EVERY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("twilio")
def test_none_is_taken_and_none_breaks_anything(settings: Settings) -> None:
    settings.TWILIO_SHARED_KEYS = [SECRET]
    told = asyncio.run(run(application, requests=REQUESTS, seed=11))
    assert told.wrong == []
    assert (told.sent, told.controls) == (REQUESTS, REQUESTS // 50)
    assert set(told.by_change.values()) == {40}
