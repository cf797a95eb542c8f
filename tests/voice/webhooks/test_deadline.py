"""Twilio is answered in time, whatever hangs."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest

from gig_lens.asgi import django_application
from tests.voice.asking import Answered, ask, send
from tests.voice.signing import call_of
from voice import conducting, loop
from voice.flow.values import Said
from voice.models import Call
from voice.webhooks.deadline import Bounded

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("twilio")]
STEP = "/api/voice/step?turn=4&lang=es"


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """What a stuck thread waits for."""
    event = threading.Event()
    yield event
    event.set()


def told(app: Any, address: str = STEP) -> Answered:
    return asyncio.run(ask(app, address, call_of()))


def test_a_step_that_takes_too_long_says_what_it_has_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def conduct(*_: Any, **__: Any) -> AsyncGenerator[Said, None]:
        yield Said("You have forty dollars.")
        await asyncio.sleep(60)

    monkeypatch.setattr(conducting, "conduct", conduct)
    monkeypatch.setattr(loop, "WITHIN_S", 0.2)
    answer = told(django_application)
    assert (answer.status, answer.seconds < 2) == (200, True)
    assert b"You have forty dollars." in answer.body
    assert b"/api/voice/step?turn=5&amp;lang=en&amp;again=1&amp;sorry=1</Redirect>" in answer.body


def test_a_model_that_hangs_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []

    async def conduct(*_: Any, **__: Any) -> AsyncGenerator[Said, None]:
        try:
            await asyncio.sleep(60)
            yield Said("never")
        finally:
            closed.append(True)

    monkeypatch.setattr(conducting, "conduct", conduct)
    monkeypatch.setattr(loop, "WITHIN_S", 0.1)
    assert (told(django_application).status, closed) == (200, [True])


def test_a_thread_that_hangs_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch, stuck: threading.Event) -> None:
    monkeypatch.setattr("voice.calls.keeping.inbound", lambda *_, **__: stuck.wait(20))

    async def first() -> tuple[Answered, float]:
        started = time.monotonic()
        answer = await ask(Bounded(django_application, within_s=0.5), STEP, call_of())
        after = time.monotonic() - started
        stuck.set()
        return answer, after

    answer, seconds = asyncio.run(first())
    assert (answer.status, dict(answer.headers)[b"content-type"]) == (200, b"text/xml; charset=utf-8")
    assert b"Lo siento" in answer.body
    assert b"turn=5&amp;lang=es&amp;again=1&amp;sorry=1" in answer.body
    assert seconds < 2


def test_who_is_not_twilio_is_promised_nothing(monkeypatch: pytest.MonkeyPatch, stuck: threading.Event) -> None:
    monkeypatch.setattr("voice.webhooks.signatures.body_of", lambda *_: stuck.wait(20))

    async def first() -> Answered:
        answer = await send(Bounded(django_application, within_s=0.3), "/api/voice", b"", [])
        stuck.set()
        return answer

    answer = asyncio.run(first())
    assert (answer.status, answer.body) == (408, b"")


def test_a_call_is_not_put_off_for_ever() -> None:
    answer = told(django_application, "/api/voice/step?turn=9&again=1&sorry=3")
    assert answer.status == 200


def test_what_breaks_is_no_application_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.calls.keeping.inbound", lambda *_, **__: 1 / 0)
    assert b"again=1&amp;sorry=1" in told(django_application).body
    last = told(django_application, "/api/voice/step?turn=9&again=1&sorry=3")
    assert b"<Hangup" in last.body
    assert not Call.objects.exists()
