"""A server on a socket, a call that is under way, and a conductor that does as it is told."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from bench._stack import free_port
from gig_lens.serve import Server, server
from tests.voice.relay.line import MENU, SID
from voice import conducting
from voice.flow.values import Heard, Listening, Said, Step
from voice.models import Call


class Conductor:
    """Says what the test wants: a list of steps for each turn; a number is a pause in seconds.

    Attributes:
        heard: what it was told.
        stopped: when a turn was stopped before its end.
    """

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.stopped: list[float] = []
        self.script: list[list[Step | float | Exception]] = []
        self.usual: list[Step | float | Exception] = [Said("Yes."), MENU]

    async def conduct(self, call: Call, heard: Heard, *, now: Any) -> AsyncGenerator[Step, None]:
        self.heard.append(heard)
        whole = False
        try:
            for one in self.script.pop(0) if self.script else self.usual:
                if isinstance(one, Exception):
                    raise one
                if isinstance(one, float):
                    await asyncio.sleep(one)
                else:
                    yield one
            whole = True
        except (GeneratorExit, asyncio.CancelledError):
            if not whole:
                self.stopped.append(time.monotonic())
            raise

    @property
    def kinds(self) -> list[str]:
        return [one.kind for one in self.heard]


@pytest.fixture
def token(settings: Settings) -> str:
    settings.TWILIO_AUTH_TOKEN = "a-token"
    return "a-token"


@pytest.fixture
def conductor(monkeypatch: pytest.MonkeyPatch) -> Conductor:
    one = Conductor()
    monkeypatch.setattr(conducting, "conduct", one.conduct)
    return one


@pytest.fixture
def call_of(transactional_db: None) -> Callable[..., Call]:
    """Return a function that makes a call."""

    def made(call_sid: str = SID, **more: Any) -> Call:
        now = timezone.now()
        told = {"direction": "inbound", "status": "in-progress", "created_at": now, "last_heard_at": now}
        return Call.objects.create(call_sid=call_sid, **(told | more))

    return made


@pytest.fixture
def call(call_of: Callable[..., Call]) -> Call:
    return call_of()


class Serving:
    """A running server."""

    def __init__(self, running: Server, thread: threading.Thread, port: int) -> None:
        self.running, self.thread = running, thread
        self.address = f"ws://127.0.0.1:{port}"

    def stop(self) -> None:
        self.running.should_exit = True
        self.thread.join(timeout=15)
        assert not self.thread.is_alive()


@pytest.fixture
def serving(transactional_db: None, token: str) -> Iterator[Serving]:
    """Start the web server as `manage.py up` does."""
    running = server("127.0.0.1", port := free_port())
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield (one := Serving(running, thread, port))
    one.stop()


@pytest.fixture
def address(serving: Serving) -> str:
    return serving.address


__all__ = ["Listening"]
