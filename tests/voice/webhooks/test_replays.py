"""A request that comes twice is done once."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.voice.signing import call_of, post
from voice import conducting
from voice.flow.values import Heard, Listening, Said
from voice.models import Call, WebhookAnswer
from voice.webhooks import replays

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio")]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
STEP = "/api/voice/step"


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A conductor that says the number of the step."""
    heard: list[str] = []

    async def conduct(call: Call, one: Heard, **kwargs: Any) -> AsyncGenerator[Any, None]:
        heard.append(one.digits)
        call.state = {"steps": len(heard)}
        yield Said(f"step {len(heard)}")
        yield Listening("menu", 1, speech=True)

    monkeypatch.setattr(conducting, "conduct", conduct)
    return heard


def test_the_same_token_is_answered_with_the_same_words(client: Client, counting: list[str]) -> None:
    first = post(client, STEP, call_of(Digits="1"), token="t1")
    again = post(client, STEP, call_of(Digits="1"), token="t1")
    assert (first.content, len(counting)) == (again.content, 1)
    assert b"step 1" in first.content


def test_another_token_is_another_request(client: Client, counting: list[str]) -> None:
    post(client, STEP, call_of(Digits="1"), token="t1")
    assert b"step 2" in post(client, STEP, call_of(Digits="1"), token="t2").content


def test_a_step_is_done_once_whatever_its_tokens(client: Client, counting: list[str]) -> None:
    """Whoever repeats a signed request with a token of his own gets what was said, and nothing more."""
    first = post(client, f"{STEP}?turn=1&lang=en", call_of(Digits="1"), token="t1")
    again = post(client, f"{STEP}?turn=1&lang=en", call_of(Digits="1"), token="t2")
    assert (first.content, len(counting)) == (again.content, 1)


def test_a_call_is_greeted_once(client: Client, counting: list[str]) -> None:
    assert post(client, "/api/voice", call_of()).content == post(client, "/api/voice", call_of()).content
    assert (len(counting), Call.objects.count()) == (1, 1)


def test_calls_do_not_share_their_answers(client: Client, counting: list[str]) -> None:
    post(client, f"{STEP}?turn=1", call_of(1), token="t1")
    assert b"step 2" in post(client, f"{STEP}?turn=1", call_of(2), token="t1").content


def test_what_was_said_lies_sealed(client: Client, counting: list[str]) -> None:
    post(client, "/api/voice", call_of())
    sealed = WebhookAnswer.objects.extra(select={"raw": "body"}).get()
    assert (b"step 1" in sealed.raw.encode(), "step 1" in sealed.body) == (False, True)


def test_what_broke_may_be_asked_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.loop.answered", lambda *_, **__: 1 / 0)
    assert b"Redirect" in post(client, "/api/voice", call_of()).content
    assert not WebhookAnswer.objects.exists()


def test_a_claim_of_a_process_that_died_is_taken_over() -> None:
    assert isinstance(replays.claim("k", now=NOW), replays.Claim)
    assert replays.claim("k", now=NOW + timedelta(seconds=1)) is None
    taken = replays.claim("k", now=NOW + replays.LEASE + timedelta(seconds=1))
    assert isinstance(taken, replays.Claim)
    assert taken.settle("<Response/>", NOW)
    assert replays.claim("k", now=NOW) == "<Response/>"


def test_who_lost_a_claim_cannot_settle_it() -> None:
    first = replays.claim("k", now=NOW)
    replays.claim("k", now=NOW + timedelta(minutes=1))
    assert isinstance(first, replays.Claim)
    assert not first.settle("late", NOW)


def test_answers_are_forgotten() -> None:
    replays.claim("k", now=NOW)
    assert (replays.prune(now=NOW), replays.prune(now=NOW + timedelta(hours=1))) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_the_first(counting: list[str]) -> None:
    from tests.voice.asking import ask, running_app

    async def both() -> list[bytes]:
        async with running_app() as app:
            same = [ask(app, STEP, call_of(Digits="1"), token="t1") for _ in range(5)]
            return [answer.body for answer in await asyncio.gather(*same)]

    bodies = asyncio.run(both())
    assert (len(set(bodies)), len(counting)) == (1, 1)
