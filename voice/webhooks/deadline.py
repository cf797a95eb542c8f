"""Twilio is answered within 5 seconds, whatever hangs behind us.

A view is bounded by itself where it awaits. `Bounded` stands around the whole application for what a view cannot bound,
a thread that is stuck in a call: it then sends the document that the view promised once it knew that Twilio asks, and
leaves what hangs to itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest

log = structlog.get_logger(__name__)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

WITHIN_S = 4.6
PROMISE = "giglens.promise"
UNDER = "/api/voice/"
XML = b"text/xml; charset=utf-8"


def promise(request: HttpRequest, document: str) -> None:
    """Say what is to be sent in place of an answer that does not come."""
    scope = getattr(request, "scope", None)
    if isinstance(scope, dict):
        scope[PROMISE] = document


class Bounded:
    """An ASGI application whose telephone is answered in time.

    Args:
        door: the application that answers the telephone, where it is another one.
    """

    def __init__(self, app: App, *, within_s: float = WITHIN_S, door: App | None = None) -> None:
        self._app, self._door, self._within_s = app, door or app, within_s
        self._left: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Serve; of what is not the telephone, nothing changes."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(UNDER):
            await self._app(scope, receive, send)
            return
        answer = Answer(send)
        task = asyncio.ensure_future(self._door(scope, receive, answer.send))
        await asyncio.wait({task}, timeout=self._within_s)
        if task.done():
            task.result()
        elif answer.begun:
            await task
        else:
            answer.given_up = True
            self._left.add(task)
            task.add_done_callback(self._forget)
            await _in_its_place(scope.get(PROMISE), send)

    def _forget(self, task: "asyncio.Task[None]") -> None:
        self._left.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("an answer that came too late broke", error=type(error).__name__)


class Answer:
    """The way back to the client, until it is closed."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = self.given_up = False

    async def send(self, message: Message) -> None:
        """Pass a message on, unless something else was sent in its place."""
        if not self.given_up:
            self.begun = True
            await self._send(message)


async def _in_its_place(document: str | None, send: Send) -> None:
    log.error("a webhook was answered in place of what hangs", promised=document is not None)
    body = (document or "").encode()
    kind = XML if document else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200 if document else 408, "headers": headers})
    await send({"type": "http.response.body", "body": body})
