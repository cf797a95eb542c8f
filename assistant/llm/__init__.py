"""Asking language models: `stream` words an answer, `choose_tool` picks a tool. See docs/models-of-language.md.

    async with aclosing(llm.stream(prompt, budget=Budget(user_id=user.pk, turn=turn))) as deltas:
        async for delta in deltas: ...

NoModel before the first words, Cut after them; both mean: say the template's sentences.
"""

from collections.abc import AsyncGenerator, Sequence

from assistant.llm.asking import Budget, Cut, NoModel, Prompt, Tool, ToolCall, Tried
from assistant.llm.ladder import current

__all__ = ["Budget", "Cut", "NoModel", "Prompt", "Tool", "ToolCall", "Tried", "choose_tool", "stream"]


def stream(prompt: Prompt, *, budget: Budget) -> AsyncGenerator[str, None]:
    """Yield an answer's words from the first model that begins in time.

    Raises:
        NoModel: before the first words.
        Cut: after them.
    """
    return current().stream(prompt, budget=budget)


async def choose_tool(prompt: Prompt, tools: Sequence[Tool], *, budget: Budget) -> ToolCall | None:
    """Let a model choose one of the tools; None where no model has an opinion, or none is there."""
    return await current().choose_tool(prompt, tools, budget=budget)
