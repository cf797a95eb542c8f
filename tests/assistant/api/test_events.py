"""The stream over a real server, with its middleware, and a provider that takes its time."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from assistant.models import Turn
from assistant.warming import warm
from tests.assistant.turns.conftest import means, money
from tests.fakes.llm import FakeLLM, running_llm
from tests.fakes.llm.personas import says
from tests.served import served

__all__ = ["means", "money"]
pytestmark = pytest.mark.django_db(transaction=True)
Means = Callable[..., None]
STREAM = {"Accept": "text/event-stream"}
ANSWER = "Right now {{balance}} is there. " + "Your bank said so, as far as I can tell, in the statement of {{as_of}}."
BETWEEN_S = 0.05


@pytest.fixture
def address() -> Iterator[str]:
    with served() as there:
        yield there


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeLLM]:
    """A provider that says a word every 50 ms."""
    warm()  # as the web server does when it starts
    with running_llm(persona=says(ANSWER), between_s=BETWEEN_S) as running:
        settings.GROQ_API_KEY, settings.GROQ_BASE_URL = "gsk_test", running.address
        settings.GROQ_MODELS, settings.OLLAMA_URL = ["openai/gpt-oss-120b"], ""
        settings.GROQ_TOKENS_PER_MINUTE, settings.GROQ_REQUESTS_PER_MINUTE = 1_000_000, 10_000
        yield running


@pytest.fixture
def ask(money: User, means: Means, address: str) -> Callable[..., Any]:
    """Return a context manager in which ana's question is being answered."""
    means("balance")
    cookies = Client()
    cookies.force_login(money)
    token = "a" * 32
    session = {"sessionid": cookies.cookies["sessionid"].value, "csrftoken": token}

    @contextmanager
    def one(**headers: str) -> Iterator[httpx2.Response]:
        with httpx2.Client(cookies=session, trust_env=False, timeout=10) as client:
            more = STREAM | {"X-CSRFToken": token, "Referer": address} | headers
            with client.stream("POST", f"{address}/api/voice-agent", json={"message": "?"}, headers=more) as response:
                yield response

    return one


def events(response: httpx2.Response) -> Iterator[tuple[float, str, Any]]:
    """Yield when each event came, its name, and what it says."""
    name = ""
    for line in response.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield time.monotonic(), name, json.loads(line.removeprefix("data: "))


def test_sentences_facts_and_the_whole(ask: Callable[..., Any]) -> None:
    with ask() as response:
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.headers["X-Accel-Buffering"] == "no"
        assert "no-transform" in response.headers["Cache-Control"]
        found = list(events(response))
    names = [name for _, name, _ in found]
    assert names[-2:] == ["facts", "done"]
    assert set(names[:-2]) == {"sentence"}
    whole = found[-1][2]
    assert [one for _, name, one in found if name == "facts"][0]["facts"] == whole["facts"]
    assert " ".join(one["text"] for _, name, one in found if name == "sentence") == whole["answer"]


def test_the_first_event_arrives_before_the_last_is_made(ask: Callable[..., Any], fake: FakeLLM) -> None:
    with ask() as response:
        found = list(events(response))
    (first, _, said), *_, (last, _, whole) = found
    assert said["text"].startswith("Right now Kč")
    assert whole["source"] == "groq"
    # Between them the provider says the fifteen words of the second sentence; on a busy machine some come together.
    assert last - first > 6 * BETWEEN_S
    assert whole["timings_ms"]["first_sentence"] < whole["timings_ms"]["total"] - 6 * BETWEEN_S * 1000


def test_hanging_up_ends_the_model_and_keeps_what_was_said(ask: Callable[..., Any], fake: FakeLLM) -> None:
    with ask() as response:
        for _, name, _ in events(response):
            assert name == "sentence"
            break
    gone = time.monotonic()
    while fake.asked[0].gone_at is None and time.monotonic() < gone + 3:
        time.sleep(0.01)
    assert fake.asked[0].gone_at is not None
    assert fake.asked[0].gone_at - gone < 0.5
    while not Turn.objects.exists() and time.monotonic() < gone + 3:
        time.sleep(0.01)
    turn = Turn.objects.get()
    assert turn.interrupted
    assert str(turn.public_id) == response.headers["X-Turn"]  # told before the first event: it can be named now
    assert str(turn.conversation.public_id) == response.headers["X-Conversation"]
    assert turn.answer.startswith("Right now Kč")
    assert "bank" not in turn.answer


def test_the_same_stream_twice_is_one_turn(ask: Callable[..., Any]) -> None:
    with ask(**{"Idempotency-Key": "once"}) as response:
        first = response.read()
    with ask(**{"Idempotency-Key": "once"}) as response:
        assert response.headers["Idempotency-Replayed"] == "true"
        assert response.headers["Content-Type"] == "text/event-stream"
        assert response.read() == first
    assert Turn.objects.count() == 1


def test_a_stream_that_was_left_may_be_asked_for_again(ask: Callable[..., Any], fake: FakeLLM) -> None:
    with ask(**{"Idempotency-Key": "again"}) as response:
        next(events(response))
    deadline = time.monotonic() + 3
    while not Turn.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    with ask(**{"Idempotency-Key": "again"}) as response:
        assert [name for _, name, _ in events(response)][-1] == "done"
