"""A fake provider that Groq's settings point at, and somebody who asks it."""

from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from asgiref.sync import async_to_sync
from pytest_django import Settings

from accounts.models import User
from assistant.llm import Budget, Cut, NoModel, Prompt, Tool, ToolCall, prompts, providers
from assistant.llm.ladder import Ladder
from tests.fakes.llm import FakeLLM, running_llm

GROQ = ("openai/gpt-oss-120b", "openai/gpt-oss-20b")
PROMPT = prompts.wording(
    question="How much do I have?", draft=["You have {{balance}}.", "That is enough."], facts=[], language="en"
)


@dataclass
class Asker:
    """Asks the ladder and remembers how it ended."""

    user: User
    ladder: Ladder = field(default_factory=Ladder)
    turn: UUID = field(default_factory=uuid4)

    def budget(self, **limits: float) -> Budget:
        """A budget of this user's."""
        return Budget(self.user.pk, self.turn, **limits)

    def answer(self, prompt: Prompt = PROMPT, **limits: float) -> tuple[str, str]:
        """Return what was said, and how it ended: whole, or why not."""
        return async_to_sync(self._answer)(prompt, self.budget(**limits))

    def choose(self, tools: list[Tool], question: str = "How much do I have?") -> ToolCall | None:
        """Let a tool be chosen."""
        prompt = prompts.choosing(question=question, language="en")

        async def chosen() -> ToolCall | None:
            try:
                return await self.ladder.choose_tool(prompt, tools, budget=self.budget())
            finally:
                await providers.close_clients()

        return async_to_sync(chosen)()

    async def _answer(self, prompt: Prompt, budget: Budget) -> tuple[str, str]:
        said = ""
        try:
            async with aclosing(self.ladder.stream(prompt, budget=budget)) as deltas:
                async for delta in deltas:
                    said += delta.removesuffix("\n")  # the end of an answer
        except NoModel as none:
            return said, f"no model: {none}"
        except Cut as cut:
            return said, f"cut: {cut}"
        finally:
            await providers.close_clients()
        return said, "whole"


@pytest.fixture(autouse=True, scope="session")
def warm() -> None:
    """Import the SDK before the first deadline, as the web server does."""
    providers.warm()


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeLLM]:
    """A provider that is well, with Groq's settings pointing at it."""
    with running_llm() as running:
        settings.GROQ_API_KEY, settings.GROQ_BASE_URL = "gsk_test", running.address
        settings.GROQ_MODELS, settings.OLLAMA_URL = list(GROQ), ""
        settings.GROQ_TOKENS_PER_MINUTE, settings.GROQ_REQUESTS_PER_MINUTE = 1_000_000, 10_000
        yield running


@pytest.fixture
def asker(ana: User) -> Asker:
    return Asker(ana)
