"""What the engine needs of language models; tests put their own in its place."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import structlog

from assistant import llm
from assistant.languages import Language
from assistant.llm import Budget, Prompt, Tool, prompts, providers
from assistant.tools.registry import TOOLS
from assistant.turns.replying import Reply

log = structlog.get_logger(__name__)
# What a model may route a question to: never to something that is done.
NOT_OFFERED = frozenset({"act", "repeat", "slower", "language", "unknown"})


@dataclass(frozen=True)
class Models:
    """The doors to language models.

    Attributes:
        there: whether any is set up.
    """

    there: Callable[[], bool] = lambda: bool(providers.rungs())
    stream: Callable[..., AsyncGenerator[str, None]] = llm.stream
    choose_tool: Callable[..., Any] = llm.choose_tool


def prompt_for(question: str, reply: Reply) -> Prompt:
    """Return what a model is told to word an answer."""
    return prompts.wording(question=question, draft=reply.sentences, facts=reply.facts, language=reply.language)


async def chosen_intent(models: Models, question: str, language: Language, *, budget: Budget) -> str | None:
    """Let a model say which tool answers; its arguments are not used, for our own parsers read the message."""
    try:
        call = await models.choose_tool(prompts.choosing(question=question, language=language), _tools(), budget=budget)
    except Exception:  # whatever a provider does, the offline answer follows
        log.exception("choosing a tool broke")
        return None
    return call.name if call else None


def _tools() -> list[Tool]:
    return [Tool(name, tool.description) for name, tool in TOOLS.items() if name not in NOT_OFFERED]


class Stream:
    """A model's answer, piece by piece, with a limit on each wait; leaving it ends the call at once."""

    END, BROKEN = object(), object()

    def __init__(self, pieces: AsyncGenerator[str, None]) -> None:
        self._pieces = pieces
        self._next: asyncio.Task[Any] | None = None

    async def __aenter__(self) -> "Stream":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._next is not None:
            self._next.cancel()
            with suppress(BaseException):  # its own end; ours is under way
                await self._next
        with suppress(Exception):
            await self._pieces.aclose()

    async def piece(self, *, within: float) -> Any:
        """Return the next piece, END after the last one, None when it did not come in time (it may still come).

        Raises:
            NoModel, Cut: as `assistant.llm.stream` does.
        """
        if self._next is None:
            self._next = asyncio.ensure_future(anext(self._pieces, self.END))
        done, _ = await asyncio.wait({self._next}, timeout=max(0.0, within))
        if not done:
            return None
        task, self._next = self._next, None
        return task.result()
