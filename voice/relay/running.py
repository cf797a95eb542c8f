"""Carries a session: does what it asks, tells it what comes back and what time it is."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import aclosing
from typing import Any

import structlog
from django.utils import timezone

from assistant.languages import nearest
from voice import conducting
from voice.flow.values import Heard
from voice.lanes import lanes
from voice.relay import keeping, wire
from voice.relay.effects import Begin, Cancel, Close, Cut, Effect, Noted, Send
from voice.relay.session import Session

log = structlog.get_logger(__name__)
SEND_S = 5.0  # a socket that takes no more for this long is given up
MOST_UNSENT = 256  # messages
MOST_MALFORMED = 10  # in a row
SETTLE_S = 2.0  # what a stopped turn may still take to be kept
LINGER_S = 2.0  # for Twilio to close, once it was told to end

Put = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Running:
    """One call on one socket."""

    def __init__(self, line: keeping.Line, put: Put, *, most_s: float) -> None:
        self.call = line.call
        self._put = put
        language = nearest(self.call.language)
        sid = self.call.call_sid or ""
        self.session = Session(sid, language, now=time.monotonic(), most_s=most_s, again=line.again)
        self.counts: dict[str, int] = {}
        self.firsts_ms: list[float] = []
        self._asked_at: float | None = None
        self._out: asyncio.Queue[wire.Outgoing | Close] = asyncio.Queue()
        self._turns: dict[int, asyncio.Task[None]] = {}
        self._answers: dict[int, str] = {}  # by turn: the last answer before it
        self._last: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._malformed = 0
        self._sender = asyncio.create_task(self._send())
        self.closed = asyncio.Event()

    def begin(self) -> None:
        """Start to talk."""
        self.do(self.session.begin(now=time.monotonic()))

    def receive(self, text: str) -> None:
        """Take what came on the socket."""
        try:
            message = wire.read(text)
        except wire.Malformed as error:
            self._malformed += 1
            self._count("malformed")
            log.warning("a message of the relay was none", why=str(error))
            if self._malformed >= MOST_MALFORMED:
                self.do([Close(1007)])
            return
        self._malformed = 0
        self.do(self.session.receive(message, now=time.monotonic()))

    def part(self) -> None:
        """Leave the call to its next document."""
        self.do(self.session.part(now=time.monotonic()))

    async def end(self) -> None:
        """Stop everything; what was said is kept."""
        self.do(self.session.lost())
        if self._timer:
            self._timer.cancel()
        self._sender.cancel()
        left = [task for task in (*self._turns.values(), self._last) if task and not task.done()]
        if left:
            await asyncio.wait(left, timeout=SETTLE_S)
        self.closed.set()

    def do(self, effects: Sequence[Effect]) -> None:
        """Do what the session asks, in its order."""
        for one in effects:
            match one:
                case Send():
                    self._queue(one.message)
                case Close():
                    self._out.put_nowait(one)
                case Begin():
                    self._start(one)
                case Cancel():
                    self._stop(one.turn)
                case Cut():
                    self._after(self._cut(one))
                case Noted():
                    self._count(one.what)
        self._wind()

    def _queue(self, message: wire.Outgoing) -> None:
        if self._out.qsize() >= MOST_UNSENT:
            log.warning("a relay takes no messages")
            self._sender.cancel()
            self.closed.set()
            return
        self._out.put_nowait(message)

    async def _send(self) -> None:
        told_to_end = False
        try:
            while True:
                one = await self._out.get()
                if isinstance(one, Close):
                    await asyncio.sleep(LINGER_S if told_to_end else 0)
                    await self._put({"type": "websocket.close", "code": one.code})
                    return
                async with asyncio.timeout(SEND_S):
                    await self._put({"type": "websocket.send", "text": one.written()})
                told_to_end = isinstance(one, wire.End)
                self._sent(one)
        except (OSError, TimeoutError, RuntimeError):  # gone, or as good as: uvicorn raises one of these
            log.info("a relay socket is gone")
        finally:
            self.closed.set()

    def _sent(self, message: wire.Outgoing) -> None:
        """Time the first words of a turn."""
        if self._asked_at is not None and isinstance(message, wire.Text):
            if message.token:
                self.firsts_ms.append(1000 * (time.monotonic() - self._asked_at))
            self._asked_at = None

    def _start(self, begin: Begin) -> None:
        self._asked_at = time.monotonic()
        task = asyncio.create_task(self._turn(begin.turn, begin.heard, self._last))
        self._turns[begin.turn] = self._last = task
        task.add_done_callback(lambda _: self._turns.pop(begin.turn, None))

    def _stop(self, turn: int) -> None:
        if task := self._turns.get(turn):
            task.cancel()

    def _after(self, work: Awaitable[None]) -> None:
        """Do something when the turn before it is kept, and before the next one."""
        self._last = asyncio.create_task(_following(self._last, work))

    async def _turn(self, turn: int, heard: Heard, before: asyncio.Task[None] | None) -> None:
        """Conduct a turn. One call has one conductor at a time: a stopped one is kept first."""
        broke = False
        if before is not None and not before.done():
            await asyncio.wait({before}, timeout=SETTLE_S)
        self._answers[turn] = self._answer()
        try:
            async with lanes.lane(), aclosing(conducting.conduct(self.call, heard, now=timezone.now())) as steps:
                async for step in steps:
                    self.do(self.session.stepped(turn, step, now=time.monotonic()))
        except Exception:  # whatever broke, the caller hears something
            log.exception("a turn of a call broke")
            broke = True
        self.do(self.session.finished(turn, now=time.monotonic(), broke=broke))

    async def _cut(self, what: Cut) -> None:
        """Keep of an answer what was heard; a turn without one has nothing to cut, and an earlier one was heard."""
        if what.turn not in self._answers or self._answers[what.turn] == self._answer():
            return
        async with lanes.lane():
            await conducting.interrupted(self.call, " ".join(what.heard), now=timezone.now())

    def _answer(self) -> str:
        """Return which answer of the assistant's was the last on this call."""
        return str((self.call.state or {}).get("turn") or "")

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def _wind(self) -> None:
        """Set the clock to when the session wants to be told the time."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if not self.session.over:
            wait = max(0.0, self.session.next_at() - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(wait, self._tick)

    def _tick(self) -> None:
        self.do(self.session.tick(now=time.monotonic()))


async def _following(before: asyncio.Task[None] | None, work: Awaitable[None]) -> None:
    if before is not None and not before.done():
        await asyncio.wait({before}, timeout=SETTLE_S)
    try:
        await work
    except Exception:  # the call goes on
        log.exception("what was heard was not kept")
