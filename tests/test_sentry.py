"""What is told of an error elsewhere holds nothing that somebody keyed in or said."""

import json

import sentry_sdk
from django.test import RequestFactory
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from gig_lens.settings import SENTRY_OPTIONS

PIN, WORDS = "805316", "what is my balance"


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.sent += [json.dumps(item.payload.json, default=str) for item in envelope.items]


def check(pin: str, words: str) -> None:
    request = RequestFactory().post("/api/voice/step", {"Digits": pin, "SpeechResult": words})
    raise RuntimeError(f"a step broke at {request.path}")


def test_an_error_takes_no_digits_with_it() -> None:
    kept = Kept()
    client = sentry_sdk.Client(dsn="https://key@sentry.invalid/1", transport=kept, **SENTRY_OPTIONS)
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        try:
            check(PIN, WORDS)
        except RuntimeError as error:
            sentry_sdk.capture_exception(error)
    (sent,) = kept.sent
    assert "a step broke" in sent
    assert PIN not in sent
    assert WORDS not in sent
    assert client.options["max_request_body_size"] == "never"
