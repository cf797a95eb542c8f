"""The socket `/api/voice/relay`: who may open it, which call it carries, and when it ends. Plain ASGI."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from voice.lanes import lanes
from voice.relay import keeping, wire
from voice.relay.running import LINGER_S, Running
from voice.webhooks.signatures import genuine_handshake

log = structlog.get_logger(__name__)
PATH = "/api/voice/relay"
MOST_SESSIONS = 200  # of one process
SETUP_S = 5.0  # for the first message to come
REFUSED, TRY_LATER, BROKEN = 1008, 1013, 1011

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Put = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Relay:
    """Every session of this process.

    Attributes:
        running: by call: one has one session, the newest.
        sockets: how many are open, those without a session included.
    """

    def __init__(self) -> None:
        self.running: dict[str, Running] = {}
        self.sockets = 0
        self._leaving = False

    async def __call__(self, scope: Scope, receive: Receive, put: Put) -> None:
        """Serve a socket until it ends."""
        if (await receive())["type"] != "websocket.connect":
            return
        if scope["path"] != PATH:
            await _refuse(scope, put, 404)
        elif not genuine_handshake(scope):
            log.warning("a relay's handshake was refused")
            await _refuse(scope, put, 403)
        elif self._leaving or self.sockets >= MOST_SESSIONS:
            log.error("a relay finds no room", sockets=self.sockets)
            await _refuse(scope, put, 503)
        else:
            await self._serve(receive, put)

    def open(self) -> None:
        """Take calls: a server that starts says so, for one before it in this process may have left."""
        self._leaving = False

    async def leave(self) -> None:
        """Say so on every line, and leave each call to its next document."""
        self._leaving = True
        left = list(self.running.values())
        for one in left:
            one.part()
        if left:
            waiting = [asyncio.create_task(one.closed.wait()) for one in left]
            await asyncio.wait(waiting, timeout=LINGER_S + 0.5)

    async def _serve(self, receive: Receive, put: Put) -> None:
        self.sockets += 1
        try:
            await put({"type": "websocket.accept"})
            code = await self._session(receive, put)
            with suppress(OSError, RuntimeError):  # it is closed already
                await put({"type": "websocket.close", "code": code})
        except OSError:
            log.info("a relay socket is gone")
        finally:
            self.sockets -= 1

    async def _session(self, receive: Receive, put: Put) -> int:
        """Carry a call; return what the socket is closed with."""
        setup = await _setup(receive)
        if setup is None:
            return REFUSED
        try:
            # A task of its own: a lane is for the whole of one.
            line = await asyncio.create_task(_line(setup))
        except DatabaseError:
            log.exception("a relay could not read its call")
            return BROKEN
        if line is None:
            log.warning("a relay names a call that is none of ours, or over")
            return REFUSED
        while before := self.running.pop(setup.call_sid, None):
            await before.end()
        running = Running(line, put, most_s=settings.CALL_MOST_S)
        self.running[setup.call_sid] = running
        try:
            running.begin()
            await _until_over(running, receive)
        finally:
            if self.running.get(setup.call_sid) is running:
                del self.running[setup.call_sid]
            await running.end()
            await asyncio.create_task(_over(running, setup))
        return 1000


async def _setup(receive: Receive) -> wire.Setup | None:
    """Return the first message; None where it is another one, none, or late."""
    try:
        async with asyncio.timeout(SETUP_S):
            first = await receive()
        message = wire.read(first.get("text") or "")
    except (TimeoutError, wire.Malformed):
        return None
    return message if isinstance(message, wire.Setup) else None


async def _line(setup: wire.Setup) -> keeping.Line | None:
    async with lanes.lane():
        return await sync_to_async(keeping.line_of)(setup, now=timezone.now())


async def _until_over(running: Running, receive: Receive) -> None:
    reading = asyncio.create_task(_read(running, receive))
    closed = asyncio.create_task(running.closed.wait())
    try:
        await asyncio.wait({reading, closed}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        reading.cancel()
        closed.cancel()
        with suppress(asyncio.CancelledError):
            await reading


async def _read(running: Running, receive: Receive) -> None:
    while (message := await receive())["type"] != "websocket.disconnect":
        running.receive(message.get("text") or "")


async def _over(running: Running, setup: wire.Setup) -> None:
    async with lanes.lane():
        await sync_to_async(keeping.session_over)(
            running.call, setup.session_id, counts=running.counts, firsts_ms=running.firsts_ms, now=timezone.now()
        )


async def _refuse(scope: Scope, put: Put, status: int) -> None:
    """Refuse a handshake, with the status of HTTP where the server can say it: else it says 403."""
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await put({"type": "websocket.close"})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await put({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await put({"type": "websocket.http.response.body", "body": b""})


relay = Relay()
