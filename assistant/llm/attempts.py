"""One call of one model: opened, read under deadlines, closed at once whatever happens."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from assistant.llm import faults, providers
from assistant.llm.asking import Budget, Prompt, Tool
from assistant.llm.faults import Fault
from assistant.llm.reading import Reading
from assistant.llm.streaming import Events, opened


@dataclass(frozen=True, slots=True)
class Deadlines:
    """On the event loop's clock."""

    first_at: float
    between_s: float
    whole_at: float

    def due(self, *, begun: bool, now: float) -> float:
        """Return by when the next piece must come."""
        return min(self.whole_at, now + self.between_s) if begun else min(self.first_at, self.whole_at)

    def missed(self, *, begun: bool, now: float) -> Fault:
        """Say which one was missed."""
        if not begun:
            return Fault("first_token_late")
        return Fault("late" if now >= self.whole_at else "stalled")


def deadlines(budget: Budget, *, asked_at: float, now: float) -> Deadlines:
    """Set the deadlines of one call within a turn that was asked at `asked_at`."""
    first_at = min(now + budget.first_token_s, asked_at + budget.ladder_s)
    return Deadlines(first_at, budget.between_s, asked_at + budget.total_s)


@dataclass
class Attempt:
    """What one call brought; iterate `deltas` once.

    Attributes:
        bound: tokens that it sends at most.
    """

    rung: providers.Rung
    prompt: Prompt
    until: Deadlines
    bound: int
    tools: tuple[Tool, ...] = ()
    reading: Reading = field(default_factory=Reading)
    headers: Mapping[str, str] = field(default_factory=dict)
    first_token_ms: int | None = None
    total_ms: int = 0

    async def deltas(self) -> AsyncGenerator[str, None]:
        """Yield words as they come, those of one read together, and return only after a whole answer.

        Raises:
            Fault: whatever went wrong; the connection is closed by then.
        """
        loop = asyncio.get_running_loop()
        began, stream = loop.time(), None
        try:
            stream = await self._opened()
            pieces, events = aiter(stream.response.aiter_bytes()), Events()
            while (told := await self._next(pieces, events)) is not None:
                text, fault = self._fed(told)
                if self.reading.begun and self.first_token_ms is None:
                    self.first_token_ms = round((loop.time() - began) * 1000)
                if text:
                    yield text
                if fault:
                    raise fault
            self.reading.end()
        finally:
            self.total_ms = round((loop.time() - began) * 1000)
            if stream is not None:
                with suppress(Exception):  # a connection that breaks while it is closed is closed
                    await stream.close()

    def _fed(self, told: Sequence[bytes]) -> tuple[str, Fault | None]:
        """Read what came at once; return the words in it, and what went wrong behind them."""
        text = ""
        try:
            for data in told:
                text += self.reading.feed(opened(data))
        except Fault as fault:
            return text, fault
        except ValueError as error:
            return text, faults.of_error(error)
        return text, None

    async def _opened(self) -> Any:
        """Send the request and return the stream, once the headers are there."""
        loop = asyncio.get_running_loop()
        request = providers.chat(self.rung, self.prompt, self.tools)
        try:
            async with asyncio.timeout_at(self.until.due(begun=False, now=loop.time())):
                stream = await providers.client(self.rung.provider).chat.completions.create(**request)
        except TimeoutError:
            raise self.until.missed(begun=False, now=loop.time()) from None
        except Exception as error:
            self.headers = getattr(getattr(error, "response", None), "headers", {})
            raise faults.of_error(error) from error
        self.headers = stream.response.headers
        return stream

    async def _next(self, pieces: AsyncIterator[bytes], events: Events) -> list[bytes] | None:
        """Return the events that come next, those of one read together; None after the last one."""
        loop, begun = asyncio.get_running_loop(), self.reading.begun
        try:
            async with asyncio.timeout_at(self.until.due(begun=begun, now=loop.time())):
                while (piece := await anext(pieces, None)) is not None:
                    if told := events.take(piece):
                        return told
                return None
        except TimeoutError:
            raise self.until.missed(begun=begun, now=loop.time()) from None
        except Exception as error:
            raise faults.of_error(error) from error
