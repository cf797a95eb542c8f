"""Webhooks come in past what is there for browsers, on threads that have their connection already."""

import asyncio
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from prometheus_client import REGISTRY

from gig_lens.asgi import application
from gig_lens.door import Door
from tests.voice.asking import Answered, ask, send
from tests.voice.signing import call_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("twilio")]


def answered(app: Any, address: str = "/api/voice") -> Answered:
    return asyncio.run(ask(app, address, call_of()))


def counted() -> float:
    labels = {"method": "POST", "view": "api/voice", "status": "200"}
    return REGISTRY.get_sample_value("giglens_requests_total", labels) or 0.0


def test_a_webhook_is_counted_and_has_the_headers_of_every_answer() -> None:
    before = counted()
    answer = answered(application)
    assert (answer.status, answer.body.startswith(b"<?xml")) == (200, True)
    headers = {name.lower(): value for name, value in answer.headers}
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert b"set-cookie" not in headers
    assert counted() == before + 1


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/api/voice", "GET", 405), ("/api/voice/nowhere", "POST", 404)]
)
def test_what_is_no_webhook_is_told_so(path: str, method: str, status: int) -> None:
    assert asyncio.run(send(application, path, b"", [], method=method)).status == status


def test_one_after_the_other_shares_a_thread_and_opens_its_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("another database says itself how long a connection stands")
    opened = 0
    kind = type(connections[DEFAULT_DB_ALIAS])
    connect = kind.connect

    def noted(self: Any) -> None:
        nonlocal opened
        opened += 1
        connect(self)

    monkeypatch.setattr(kind, "connect", noted)

    async def calls(door: Door) -> None:
        for _ in range(5):
            assert (await asyncio.ensure_future(ask(door, "/api/voice", call_of()))).status == 200
            await asyncio.sleep(0.05)  # the lane is left after the answer

    door = Door()
    asyncio.run(calls(door))
    assert (len(door.lanes), opened) == (1, 2)  # the first request's, and the one that stands since
