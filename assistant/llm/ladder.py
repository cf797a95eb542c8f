"""The ladder: Groq's models in order, then Ollama, then none."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from functools import cache

from accounts.models import ModelUse
from assistant.llm import providers, tokens
from assistant.llm.asking import Budget, Cut, NoModel, Prompt, Tool, ToolCall
from assistant.llm.calls import Counter, Turn
from assistant.llm.catalogue import Catalogue
from assistant.llm.faults import Fault
from assistant.llm.providers import Rung


@dataclass
class Ladder:
    """Asks models, one after the other. One per process.

    Attributes:
        rungs: who is asked, in this order; read anew for every turn, so that settings may change.
    """

    rungs: Callable[[], tuple[Rung, ...]] = providers.rungs
    counter: Counter = field(default_factory=Counter)
    catalogue: Catalogue = field(default_factory=Catalogue)

    async def stream(self, prompt: Prompt, *, budget: Budget) -> AsyncGenerator[str, None]:
        """Yield an answer's words as they come. Close it (`contextlib.aclosing`) or cancel to end the call at once.

        Raises:
            NoModel: before the first words: no model began in time.
            Cut: after them: it broke off.
        """
        turn = Turn(prompt, budget, ModelUse.Kind.ANSWER, asyncio.get_running_loop().time())
        for rung in self._rungs():
            call = await self.counter.let_through(rung, turn)
            if call is None:
                continue
            began = False
            try:
                async with aclosing(self.counter.words(call)) as words:
                    async for delta in words:
                        began = True
                        yield delta
                return
            except Fault as fault:
                if began:
                    raise Cut(fault.why) from fault
                turn.note(rung, fault.why)
        raise NoModel(tuple(turn.tried))

    async def choose_tool(self, prompt: Prompt, tools: Sequence[Tool], *, budget: Budget) -> ToolCall | None:
        """Let a model choose one of the tools; None where no model has an opinion, or none is there.

        Args:
            tools: the likeliest first: those that do not fit into the prompt any more are left out.

        A model whose tool calls are broken is asked once more, without tools, for a name in words.
        """
        offered = tokens.fitting(tools, prompt.bound)
        turn = Turn(prompt, budget, ModelUse.Kind.TOOL, asyncio.get_running_loop().time(), offered)
        for rung in self._rungs():
            call = await self.counter.let_through(rung, turn)
            if call is None:
                continue
            try:
                words = "".join([delta async for delta in self.counter.words(call)])
            except Fault as fault:
                turn.note(rung, fault.why)
                if fault.why != "tool_use_failed":
                    continue
                words = ""
            chosen = call.attempt.reading.call(offered) or named(words, offered)
            return chosen if chosen or words else await self._by_name(rung, turn)
        return None

    def _rungs(self) -> tuple[Rung, ...]:
        ladder = self.rungs()
        self.catalogue.refresh(ladder, self.counter)
        return ladder

    async def _by_name(self, rung: Rung, turn: Turn) -> ToolCall | None:
        names = ", ".join(tool.name for tool in turn.tools)
        rule = f"\nAnswer with one of these names and nothing else: {names}"
        plain = replace(turn.prompt, rules=turn.prompt.rules + rule, bound=turn.prompt.bound + tokens.of_ours(rule))
        call = await self.counter.let_through(rung, replace(turn, prompt=plain, tools=()))
        if call is None:
            return None
        try:
            return named("".join([delta async for delta in self.counter.words(call)]), turn.tools)
        except Fault as fault:
            turn.note(rung, fault.why)
            return None


def named(words: str, tools: Sequence[Tool]) -> ToolCall | None:
    """Return the tool that a model named in words, and nothing but it."""
    said = words.strip().strip("`\"'.").strip()
    return next((ToolCall(tool.name) for tool in tools if tool.name == said), None)


@cache
def current() -> Ladder:
    """Return the process's ladder."""
    return Ladder()
