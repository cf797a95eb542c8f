"""What is keyed in, said or rung from never reaches a log line."""

import json
import logging

import pytest
import structlog
from django.test import Client

from kit.logs import without_secrets
from tests.voice.signing import call_of, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio")]


@pytest.mark.parametrize("path", ["/api/voice", "/api/voice/step?turn=1", "/api/voice/status", "/api/voice/fallback"])
def test_no_digits_no_words_no_number(client: Client, path: str, caplog: pytest.LogCaptureFixture) -> None:
    structlog.contextvars.clear_contextvars()
    with caplog.at_level(logging.DEBUG):
        post(client, path, call_of(Digits="907145", SpeechResult="my private words"))
        client.post(path, call_of(Digits="907145", SpeechResult="my private words"))
    lines = json.dumps([str(record.__dict__) for record in caplog.records])
    assert len(caplog.records) > 3
    assert not [secret for secret in ("907145", "private", "5550100200") if secret in lines]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("POST /api/voice/ring/q7-Xy_2", "POST /api/voice/ring/***"),
        ("POST /api/voice/ring/q7-Xy_2/step?turn=2&lang=en", "POST /api/voice/ring/***/step?turn=2&lang=en"),
        ("POST /api/voice/ring/q7-Xy_2?a=1", "POST /api/voice/ring/***?a=1"),
        ("GET /api/v1/calendar/s3cret.ics", "GET /api/v1/calendar/***.ics"),
    ],
)
def test_the_address_that_answers_a_ring_is_masked(line: str, told: str) -> None:
    assert without_secrets(None, "info", {"request": line}) == {"request": told}
